"""Invariants tried: does any patient a statement speaks of get what must never be recommended?

Each statement is tried on the patients of its own examples, who then want everything: every deficit and all equipment,
in each phase, young and old, with no, some and much pain, asked for a direction and not. So a gate that was narrowed to
some ages or pains is found, even where its own examples were narrowed with it. A proof for all patients this is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from hep_engine.engine import Engine
from hep_engine.errors import Span
from hep_engine.model.profile import PatientProfile
from hep_engine.model.rule import Never, Rule
from hep_engine.model.truth import Truth
from hep_engine.model.words import DIRECTION_DEFICITS, FIELD_WORDS
from hep_engine.reasoning.plain import judge

__all__ = ["Broken", "broken_by", "try_invariants"]

_PAINS, _AGES = (0, 4, 7), (20, 85)


@dataclass(frozen=True, slots=True)
class Broken:
    """A statement that is false, with a patient who shows it."""

    rule: str
    exercise: str
    profile: PatientProfile
    at: Span


def try_invariants(engine: Engine) -> tuple[Broken, ...]:
    """One patient for each statement that is false; none if all hold on the patients tried."""
    found: list[Broken] = []
    engine = Engine(engine.knowledge, cross_check="off")  # the readings are compared elsewhere; here, breadth counts
    for rule in engine.knowledge.acting("invariants"):
        patients = (wanting for patient in _spoken_of(rule) for wanting in _wanting_everything(patient, engine))
        likely = (patient for patient in patients if _could_get(rule, patient, engine))
        first = next((broken for patient in likely for broken in broken_by([rule], patient, engine)), None)
        if first is not None:
            found.append(first)
    return tuple(found)


def broken_by(rules: Iterable[Rule], profile: PatientProfile, engine: Engine) -> Iterator[Broken]:
    """Every exercise recommended to this patient that one of these statements says never is."""
    knowledge, facts = engine.knowledge, engine.facts(profile)
    concerned = [rule for rule in rules if judge(rule.when, facts) is Truth.YES]
    offered = engine.recommend(profile).recommendations if concerned else ()
    for rule in concerned:
        for each in offered:
            if isinstance(rule.then, Never) and rule.then.selector.matches(knowledge.exercises[each.exercise]):
                yield Broken(rule.id, each.exercise, profile, knowledge.places[f"rule/{rule.id}/never/recommend"])


def _could_get(rule: Rule, profile: PatientProfile, engine: Engine) -> bool:
    """Whether anything the statement is about fits this patient, gates apart: only then is a whole result made."""
    assert isinstance(rule.then, Never)
    facts, needs = engine.facts(profile), engine.book.requirements
    return any(
        all(judge(each.needs, facts) is not Truth.NO for each in needs[name])
        for name, exercise in engine.knowledge.exercises.items()
        if rule.then.selector.matches(exercise)
    )


def _spoken_of(rule: Rule) -> Iterator[PatientProfile]:
    return (example.patient for example in rule.examples if example.expect == "fires" and example.patient)


def _wanting_everything(patient: PatientProfile, engine: Engine) -> Iterator[PatientProfile]:
    """The patient as told and in every phase at several pains, with every deficit and all equipment."""
    vocabulary = engine.knowledge.vocabulary
    directions = set(DIRECTION_DEFICITS.values())
    wants = {
        "deficits": (set(vocabulary.deficits) - directions) | patient.deficits,
        "equipment": set(vocabulary.equipment),
        "ruled_out": vocabulary.tellable - patient.findings,
    }
    told = {**patient.model_dump(), **wants}
    yield PatientProfile.model_validate(told)
    for phase, pain, age in product(FIELD_WORDS["phase"], _PAINS, _AGES):
        yield PatientProfile.model_validate({**told, "phase": phase, "pain_score": pain, "age": age})
    if patient.directional_preference is None and directions.isdisjoint(patient.deficits):
        for direction in FIELD_WORDS["directional_preference"]:
            yield PatientProfile.model_validate({**told, "directional_preference": direction})
