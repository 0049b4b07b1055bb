"""Made-up patients for measuring: the same ones every time, of every status."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from hep_engine import Engine, PatientProfile, Recommendations
from hep_engine.model.words import FIELD_WORDS

__all__ = ["HIP", "patients", "thirty"]

HIP = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45)
"""The patient of the README."""


def patients(engine: Engine, count: int, seed: int = 1) -> list[PatientProfile]:
    """*count* profiles that *engine* admits: screened and not, healthy and not, complete and sparse."""
    random = Random(seed)
    return [_patient(engine, random) for _ in range(count)]


def _patient(engine: Engine, random: Random) -> PatientProfile:
    vocabulary = engine.knowledge.vocabulary
    told = [name for name, entry in vocabulary.findings.items() if not entry.derived]
    findings = set(random.sample(told, random.choice((0, 0, 0, 1, 2, 5))))
    clearable = sorted(each for each in findings if vocabulary.findings[each].clearable)
    profile = PatientProfile(
        pain_score=random.randint(0, 10),
        phase=random.choice(FIELD_WORDS["phase"]),
        deficits=random.sample(list(vocabulary.deficits), random.randint(0, 5)),
        findings=findings,
        cleared=clearable if random.random() < 0.5 else (),
        equipment=random.choice((None, random.sample(list(vocabulary.equipment), 3))),
        age=random.choice((None, random.randint(12, 90))),
        sex=random.choice((None, "female", "male")),
        irritability=random.choice((None, *FIELD_WORDS["irritability"])),
        measures=_scores(engine, random),
    )
    return profile.screened(engine.questions()) if random.random() < 0.7 else profile


def _scores(engine: Engine, random: Random) -> dict[str, int | float]:
    """Some scores; none that is a part of another one told."""
    measures = engine.knowledge.vocabulary.measures
    told = {name: _score(engine, name, random) for name in measures if random.random() < 0.3}
    return {name: score for name, score in told.items() if measures[name].part_of not in told}


def _score(engine: Engine, name: str, random: Random) -> int | float:
    measure = engine.knowledge.vocabulary.measures[name]
    steps = int((measure.max - measure.min) / measure.step)
    value = measure.min + Decimal(random.randint(0, steps)) * measure.step
    return int(value) if value == int(value) else float(value)


def thirty(engine: Engine, deficits: int, count: int = 40) -> Iterator[tuple[PatientProfile, Recommendations]]:
    """*count* patients with about thirty exercises to choose from, all asked, with so many deficits."""
    random, vocabulary = Random(5), engine.knowledge.vocabulary
    wanted = [each for each in vocabulary.deficits if not each.startswith("dp_")]
    while count:
        profile = PatientProfile(
            pain_score=random.randint(0, 4),
            phase=random.choice(("subacute", "chronic")),
            age=random.randint(20, 80),
            deficits=set(random.sample(wanted, deficits)),
            equipment=set(vocabulary.equipment),
            irritability=random.choice(("low", "moderate")),
            ruled_out=vocabulary.tellable,
            measures={"odi": 20, "start_back_total": 2, "start_back_distress": 1},
        )
        result = engine.recommend(profile)
        if result.program and 25 <= len(result.recommendations) <= 35:
            count -= 1
            yield profile, result
