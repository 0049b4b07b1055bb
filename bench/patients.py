"""Made-up patients for measuring: the same ones every time, of every status."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hep_engine import Engine, PatientProfile
from hep_engine.model.words import FIELD_WORDS

__all__ = ["HIP", "patients"]

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
