"""Patients as a table of words, as a registry has them, and the answers as a table again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bench.peers.job import DEFICITS, EQUIPMENT, FINDINGS, PHASES, Patients

__all__ = ["answered", "told"]


def told(
    patients: Patients,
    also: Sequence[str] = (),
    flagged: Mapping[int, str] | None = None,
    never_asked: Sequence[int] = (),
) -> pa.Table:
    """The patients as columns of words. `ruled_out` names every finding that is absent, those in *also* among them.

    Rows that are *flagged* have that finding of *also*; of rows that were *never_asked*, nothing is ruled out.
    """
    words = (*also, *FINDINGS)
    present = np.hstack([np.zeros((len(patients), len(also)), np.bool_), _bits(patients.findings, len(FINDINGS))])
    for row, word in (flagged or {}).items():
        present[row, words.index(word)] = True
    silent = np.zeros(len(patients), np.bool_)
    silent[list(never_asked)] = True
    return pa.table(
        {
            "patient": pa.array([f"patient_{number}" for number in range(len(patients))]),
            "pain_score": pa.array(patients.pain, pa.int64()),
            "phase": pa.array(PHASES).take(pa.array(patients.phase)),
            "deficits": _lists(_bits(patients.deficits, len(DEFICITS)), DEFICITS),
            "findings": _lists(present, words),
            "ruled_out": _lists(~present & ~silent[:, None], words, silent),
            "equipment": _lists(_bits(patients.equipment, len(EQUIPMENT)), EQUIPMENT),
            "age": pa.array(patients.age, pa.int64()),
            "irritability": pa.array(["low"] * len(patients)),
            "measure_odi": pa.array(patients.disability, pa.float64()),
        }
    )


def answered(table: pa.Table, rows: Sequence[int]) -> list[list[tuple[str, int]]]:
    """The exercises and scores of the patients in these *rows* of the table that was told, by rank."""
    names = [f"patient_{row}" for row in rows]
    kept = table.select(["patient", "rank", "exercise", "score"]).filter(
        pc.is_in(table["patient"], value_set=pa.array(names))
    )
    found: dict[str, list[tuple[int, str, int]]] = {name: [] for name in names}
    for each in kept.to_pylist():
        if each["exercise"] is not None:
            found[each["patient"]].append((each["rank"], each["exercise"], each["score"]))
    for each in found.values():
        assert sorted(rank for rank, _, _ in each) == list(range(1, len(each) + 1))
    return [[(exercise, score) for _, exercise, score in sorted(found[name])] for name in names]


def _bits(sets: NDArray[np.unsignedinteger], count: int) -> NDArray[np.bool_]:
    return (sets.astype(np.uint64)[:, None] >> np.arange(count, dtype=np.uint64)) & np.uint64(1) > 0


def _lists(held: NDArray[np.bool_], words: Sequence[str], null: NDArray[np.bool_] | None = None) -> pa.ListArray:
    offsets = pa.array(np.concatenate([[0], np.cumsum(held.sum(axis=1))]).astype(np.int32))
    values = pa.array(words).take(pa.array(np.nonzero(held)[1]))
    return pa.ListArray.from_arrays(offsets, values, mask=None if null is None else pa.array(null))
