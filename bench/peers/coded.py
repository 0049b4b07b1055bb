"""Words as numbers, for the engines that work on numbers: sets as bits, pain and phase as one cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.peers.job import (
    DEFICITS,
    EQUIPMENT,
    FINDINGS,
    MOST_PAIN,
    PHASES,
    TOP,
    WEIGHTS,
    Answer,
    Exercise,
    Patient,
    Patients,
)

__all__ = [
    "ALL_THINGS", "DEFICIT_BITS", "FINDING_BITS", "KEY", "PHASE_NUMBERS", "THING_BITS", "Cell", "Coded", "Columns",
    "best", "bits", "cell_of", "cells", "code", "columns", "focus_points", "key_parts", "patient_columns", "room",
]  # fmt: skip

DEFICIT_BITS = {word: 1 << place for place, word in enumerate(DEFICITS)}
FINDING_BITS = {word: 1 << place for place, word in enumerate(FINDINGS)}
THING_BITS = {word: 1 << place for place, word in enumerate(EQUIPMENT)}
PHASE_NUMBERS = {word: place for place, word in enumerate(PHASES)}
ALL_THINGS = (1 << len(EQUIPMENT)) - 1

KEY = 1 << 20
"""Where score and exercise share a number, so many exercises fit. The greatest number is the best."""

Columns = dict[str, NDArray[np.signedinteger]]
"""Columns of numbers by name."""


@dataclass(frozen=True, slots=True)
class Coded:
    """An exercise or a patient as bits."""

    deficits: int
    findings: int
    equipment: int


@dataclass(frozen=True, slots=True)
class Cell:
    """An exercise at one pain and phase at which it is offered."""

    cell: int
    exercise: Exercise
    sure: int
    """The points it has with every patient there: room above the pain, gentle start and directness."""


def bits(words: Iterable[str], known: Mapping[str, int]) -> int:
    """The words as a set of bits."""
    return sum(known[word] for word in words)


def code(told: Exercise | Patient) -> Coded:
    """The sets of an exercise or of a patient."""
    deficits, findings = (
        (told.deficits, told.findings) if isinstance(told, Patient) else (told.indications, told.contraindications)
    )
    return Coded(bits(deficits, DEFICIT_BITS), bits(findings, FINDING_BITS), bits(told.equipment, THING_BITS))


def cell_of(patient: Patient) -> int:
    """The number of a patient's pain and phase."""
    return PHASE_NUMBERS[patient.phase] * (MOST_PAIN + 1) + patient.pain


def cells(exercises: Sequence[Exercise]) -> Iterator[Cell]:
    """Every exercise at every pain and phase at which it is offered."""
    for each in exercises:
        for phase in sorted(each.phases, key=PHASES.index):
            for pain in range(each.low, min(each.high, MOST_PAIN) + 1):
                yield Cell(PHASE_NUMBERS[phase] * (MOST_PAIN + 1) + pain, each, room(each, pain) + each.always)


def room(exercise: Exercise, pain: int) -> int:
    """The points for room above today's pain."""
    return WEIGHTS["pain_room"] * min(exercise.high - pain, 3)


def focus_points(matched: int, total: int) -> int:
    """The points for *matched* of the *total* indications."""
    return WEIGHTS["matched_indication"] * matched + WEIGHTS["focus"] * matched // total


def best(offered: list[tuple[int, int]]) -> Answer:
    """The best of those that are offered."""
    offered.sort(key=lambda each: (-each[1], each[0]))
    return offered[:TOP]


def key_parts(key: int) -> tuple[int, int]:
    """The exercise and the score that share a number."""
    return KEY - 1 - key % KEY, key // KEY


def columns(exercises: Sequence[Exercise]) -> Columns:
    """The catalogue as columns, a row for each cell of each exercise."""
    coded = {each.number: code(each) for each in exercises}
    rows = [
        (
            *(at.cell, at.exercise.number, at.sure, len(at.exercise.indications)),
            *(one.deficits, one.findings, one.equipment),
        )
        for at in cells(exercises)
        for one in (coded[at.exercise.number],)
    ]
    found = np.array(rows, np.int64).reshape(-1, 7).T
    return _narrow(dict(zip(("cell", "number", "sure", "total", "wanted", "never", "needs"), found, strict=True)))


def patient_columns(patients: Patients) -> Columns:
    """The patients as columns, each with what is not at home instead of what is."""
    return _narrow(
        {
            "row": np.arange(len(patients)),
            "cell": patients.phase.astype(np.int64) * (MOST_PAIN + 1) + patients.pain,
            "found": patients.deficits.astype(np.int64),
            "present": patients.findings.astype(np.int64),
            "missing": ALL_THINGS ^ patients.equipment.astype(np.int64),
        }
    )


_NARROW = {
    **dict.fromkeys(("row", "cell", "number", "sure", "total"), np.int32),
    "needs": np.int16,
    "missing": np.int16,
}
"""Kinds of numbers as small as they can be: DuckDB and Polars are a fifth faster by it."""


def _narrow(wide: Mapping[str, NDArray[np.int64]]) -> Columns:
    return {name: np.ascontiguousarray(each.astype(_NARROW.get(name, np.int64))) for name, each in wide.items()}
