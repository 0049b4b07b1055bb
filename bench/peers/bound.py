"""The bound: a kernel in C written for this job and no other. How far an engine is from it is the price of its meaning.

It knows the lists of the job, its weights and how many indications an exercise has at most, and nothing of rules.
"""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.peers.coded import ALL_THINGS, DEFICIT_BITS, FINDING_BITS, PHASE_NUMBERS, THING_BITS, bits, cells, code
from bench.peers.coded import focus_points as points_for
from bench.peers.job import DEFICITS, EQUIPMENT, FINDINGS, MOST_PAIN, PHASES, TOP, Answer, Exercise, Patient, Patients
from bench.peers.peer import Peer

__all__ = ["Bound"]

_SOURCE = Path(__file__).with_name("bound.c")
_PAINS, _PLANES, _MOST_WORDS, _MOST_MATCHED = MOST_PAIN + 1, 5, 1024, 5
_HALF = len(EQUIPMENT) // 2

Rows = NDArray[np.uint64]
Given = tuple[NDArray[np.int32], NDArray[np.int16]]


class Bound(Peer):
    """Tables of bits over exercises, and compiled code that walks them."""

    def build(self, exercises: list[Exercise]) -> None:
        """Compile the kernel, and lay the catalogue out as rows of bits."""
        self.words = -(-len(exercises) // 256) * 4
        if self.words > _MOST_WORDS:
            raise ValueError(f"the kernel holds {_MOST_WORDS * 64:,} exercises")
        self.kernel = _compiled()
        coded = {each.number: code(each) for each in exercises}
        missing = [[bits(each.equipment, THING_BITS) >> half * _HALF & 31 for each in exercises] for half in range(2)]
        tables = [
            self._rows(len(PHASES) * _PAINS, [(at.cell, at.exercise.number) for at in cells(exercises)]),
            self._rows(len(DEFICITS), _places(each.deficits for each in coded.values())),
            self._rows(len(FINDINGS), _places(each.findings for each in coded.values())),
            self._rows(
                64,
                [
                    (half * 32 + lacking, number)
                    for half in range(2)
                    for number, needs in enumerate(missing[half])
                    for lacking in range(32)
                    if needs & lacking
                ],
            ),
        ]
        points = _points(exercises)
        # The kernel holds references to these by address.
        self.kept = [*tables, self._planes(points), points]
        self.args = (*(each.ctypes.data for each in self.kept), len(exercises), self.words, _PAINS)

    def one(self, patient: Patient) -> Given:
        """The kernel, called for one patient."""
        told = (
            np.array([patient.pain], np.uint8),
            np.array([PHASE_NUMBERS[patient.phase]], np.uint8),
            np.array([bits(patient.deficits, DEFICIT_BITS)], np.uint64),
            np.array([bits(patient.findings, FINDING_BITS)], np.uint64),
            np.array([ALL_THINGS ^ bits(patient.equipment, THING_BITS)], np.uint16),
        )
        return self.decide(told)

    def answer(self, given: Given) -> Answer:
        """Of one patient."""
        return self.decided(given, [0])[0]

    def columns(self, patients: Patients) -> tuple[NDArray[np.unsignedinteger], ...]:
        """The patients as they are, with what is missing at home."""
        lacking = (ALL_THINGS ^ patients.equipment).astype(np.uint16)
        return patients.pain, patients.phase, patients.deficits, patients.findings, lacking

    def decide(self, columns: tuple[NDArray[np.unsignedinteger], ...]) -> Given:
        """All of them in one call."""
        count = len(columns[0])
        numbers, scores = np.empty((count, TOP), np.int32), np.empty((count, TOP), np.int16)
        places = (each.ctypes.data for each in (*columns, numbers, scores))
        self.kernel.answer(*self.args, *places, 0, count)
        return numbers, scores

    def decided(self, given: Given, rows: list[int]) -> list[Answer]:
        """Read as arrays; a number below 0 is no exercise."""
        return [
            [
                (number, score)
                for number, score in zip(given[0][row].tolist(), given[1][row].tolist(), strict=True)
                if number >= 0
            ]
            for row in rows
        ]

    def _rows(self, count: int, places: list[tuple[int, int]]) -> Rows:
        held = np.zeros((count, self.words * 64), np.bool_)
        if places:
            rows, numbers = zip(*places, strict=True)
            held[list(rows), list(numbers)] = True
        return np.ascontiguousarray(np.packbits(held, axis=1, bitorder="little").view(np.uint64))

    def _planes(self, points: NDArray[np.uint8]) -> Rows:
        """By pain and matches, the points above the fewest of that class, a row for each bit of them."""
        found = np.zeros((_PAINS, 4, _PLANES, self.words), np.uint64)
        for pain in range(_PAINS):
            for matched in range(1, 4):
                some = points[pain, matched]
                above = np.where(some > 0, some - some[some > 0].min(initial=255), 0)
                for plane in range(_PLANES):
                    held = np.zeros(self.words * 64, np.bool_)
                    held[: len(above)] = above >> plane & 1
                    found[pain, matched, plane] = np.packbits(held, bitorder="little").view(np.uint64)
        return found


def _points(exercises: list[Exercise]) -> NDArray[np.uint8]:
    """By pain, matches and exercise, the score; 0 where that cannot be. One match more must outweigh all the rest."""
    points = np.zeros((_PAINS, _MOST_MATCHED + 1, len(exercises)), np.uint8)
    for at in cells(exercises):
        total = len(at.exercise.indications)
        for matched in range(1, total + 1):
            points[at.cell % _PAINS, matched, at.exercise.number] = points_for(matched, total) + at.sure
    classes = [points[:, matched][points[:, matched] > 0] for matched in range(1, _MOST_MATCHED + 1)]
    for fewer, more in pairwise([each for each in classes if len(each)]):
        assert fewer.max() < more.min()
    assert all(each.max() - each.min() < 2**_PLANES for each in classes[:3] if len(each))
    return points


def _places(sets: object) -> list[tuple[int, int]]:
    return [
        (place, number) for number, held in enumerate(sets) for place in range(held.bit_length()) if held >> place & 1
    ]


def _compiled() -> ctypes.CDLL:
    """The kernel as a library, compiled for this very processor."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "bound.so"
        subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library), str(_SOURCE)], check=True)
        kernel = ctypes.CDLL(str(library))
    kernel.answer.argtypes = [ctypes.c_void_p] * 6 + [ctypes.c_int64] * 3 + [ctypes.c_void_p] * 7 + [ctypes.c_int64] * 2
    kernel.answer.restype = None
    return kernel
