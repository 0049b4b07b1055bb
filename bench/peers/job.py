"""The job that every engine is given: a catalogue and patients, made up from seeds, the same ones every time.

An exercise is offered where the pain lies in its range, the phase is one of its phases, at least one of its indications
was found, none of its contraindications is present and all of its equipment is at home. The best ten are wanted, by a
score of four parts; of equal scores, the lower id first. It is the score that `hep_engine` computes by its policy, with
the weights written down here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DEFICITS", "EQUIPMENT", "FINDINGS", "MOST_PAIN", "PHASES", "TOP", "WEIGHTS", "Answer", "Exercise", "Patient",
    "Patients", "make_exercises", "make_patients", "people",
]  # fmt: skip

PHASES = ("acute", "subacute", "chronic", "maintenance")
DEFICITS = tuple(f"made_up_deficit_{number:02}" for number in range(60))
FINDINGS = tuple(f"made_up_finding_{number:02}" for number in range(40))
EQUIPMENT = tuple(f"made_up_thing_{number}" for number in range(10))
TOP = 10

MOST_PAIN = 8
"""With more pain than this nobody is offered anything: a gate of the shipped rules has a clinician look first."""

DIRECTNESS = ("class_supported", "biomechanical", "indirect")
WEIGHTS = {
    "matched_indication": 20,
    "focus": 10,
    "pain_room": 2,
    "gentle_start": 3,
    "directness_class_supported": 6,
    "directness_biomechanical": 4,
    "directness_indirect": 2,
}
"""Points of each part of the score, as the shipped policy had them when this was written."""

_CHUNK = 10_000
"""Patients come in chunks with a seed each, so that a smaller cohort is the beginning of a larger one."""

Answer = list[tuple[int, int]]
"""What one patient is answered: numbers of exercises and their scores, the best first."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the made-up catalogue."""

    number: int
    id: str
    low: int
    high: int
    """The pain at which it is offered, both ends included."""
    phases: frozenset[str]
    indications: tuple[str, ...]
    contraindications: frozenset[str]
    equipment: frozenset[str]
    difficulty: int
    """1 or 2: the grades that no treatment approach keeps out, so that peers need to know of no cap."""
    directness: str

    @property
    def always(self) -> int:
        """The points it has with every patient, which an engine may work out beforehand."""
        return WEIGHTS["gentle_start"] * (5 - self.difficulty) + WEIGHTS[f"directness_{self.directness}"]


@dataclass(frozen=True, slots=True)
class Patient:
    """One made-up patient, as a peer is told of them."""

    pain: int
    phase: str
    deficits: frozenset[str]
    findings: frozenset[str]
    equipment: frozenset[str]


@dataclass(frozen=True, slots=True)
class Patients:
    """Patients as columns; sets are bits, in the order of the lists above."""

    pain: NDArray[np.uint8]
    phase: NDArray[np.uint8]
    deficits: NDArray[np.uint64]
    findings: NDArray[np.uint64]
    equipment: NDArray[np.uint16]
    age: NDArray[np.uint8]
    disability: NDArray[np.uint8]
    """The Oswestry index in per cent: `hep_engine` chooses the treatment approach by it. Peers do not look at it."""

    def __len__(self) -> int:
        return len(self.pain)

    def first(self, count: int) -> Patients:
        """The first *count* of them."""
        return Patients(*(getattr(self, each.name)[:count] for each in fields(self)))

    def at(self, rows: Sequence[int]) -> Patients:
        """Those in these *rows*."""
        return Patients(*(getattr(self, each.name)[list(rows)] for each in fields(self)))


def make_exercises(count: int, seed: int = 7) -> list[Exercise]:
    """A catalogue of *count* exercises: 1 to 3 phases, 1 to 5 indications, 0 to 4 contraindications, 0 to 2 things."""
    random = np.random.Generator(np.random.PCG64([seed, count]))

    def some(words: Sequence[str], least: int, most: int) -> tuple[str, ...]:
        chosen = random.choice(len(words), int(random.integers(least, most + 1)), replace=False)
        return tuple(words[each] for each in chosen)

    made = []
    for number in range(count):
        low = int(random.integers(0, 7))
        made.append(
            Exercise(
                number,
                # Numbers are padded, so that ids stand in the order of the numbers.
                f"made_up_{number:06}",
                low,
                min(10, low + int(random.integers(2, 9))),
                frozenset(some(PHASES, 1, 3)),
                some(DEFICITS, 1, 5),
                frozenset(some(FINDINGS, 0, 4)),
                frozenset(some(EQUIPMENT, 0, 2)),
                int(random.integers(1, 3)),
                DIRECTNESS[int(random.integers(0, 3))],
            )
        )
    return made


def make_patients(count: int, seed: int = 11) -> Patients:
    """*count* patients with up to 8 deficits, 4 findings and 10 pieces of equipment."""
    chunks = [_chunk(seed, number) for number in range(-(-count // _CHUNK))]
    columns = (np.concatenate([getattr(each, field.name) for each in chunks]) for field in fields(Patients))
    return Patients(*columns).first(count)


def people(patients: Patients) -> list[Patient]:
    """The same patients, each by itself and in words."""
    return [
        Patient(int(pain), PHASES[phase], _words(deficits, DEFICITS), _words(found, FINDINGS), _words(has, EQUIPMENT))
        for pain, phase, deficits, found, has in zip(
            patients.pain, patients.phase, patients.deficits, patients.findings, patients.equipment, strict=True
        )
    ]


def _chunk(seed: int, number: int) -> Patients:
    random = np.random.Generator(np.random.PCG64([seed, number]))

    def subsets(words: Sequence[str], most: int) -> NDArray[np.uint64]:
        sizes = random.integers(0, most + 1, _CHUNK)
        order = np.argsort(random.random((_CHUNK, len(words)), dtype=np.float32), axis=1)[:, :most]
        bits = np.uint64(1) << order.astype(np.uint64)
        bits[np.arange(most)[None, :] >= sizes[:, None]] = 0
        return np.bitwise_or.reduce(bits, axis=1)

    return Patients(
        random.integers(0, MOST_PAIN + 1, _CHUNK).astype(np.uint8),
        random.integers(0, len(PHASES), _CHUNK).astype(np.uint8),
        subsets(DEFICITS, 8),
        subsets(FINDINGS, 4),
        subsets(EQUIPMENT, 10).astype(np.uint16),
        random.integers(20, 65, _CHUNK).astype(np.uint8),
        random.integers(0, 61, _CHUNK).astype(np.uint8),
    )


def _words(bits: np.uint64, words: Sequence[str]) -> frozenset[str]:
    held = int(bits)
    return frozenset(word for place, word in enumerate(words) if held >> place & 1)
