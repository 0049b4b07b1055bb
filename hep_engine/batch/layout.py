"""The compiled code that lays answers out: a row for each exercise, patient by patient."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled

__all__ = ["laid_out", "matched"]

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]


@compiled
def laid_out(
    shown: Ints, others: Ints, chosen: Codes, scores: Ints, left_out: Ints,
    owners: Ints, ranks: Codes, exercises: Codes, points: Ints, offered: NDArray[np.bool_], first: NDArray[np.bool_],
) -> None:  # fmt: skip
    """Fill the rows: of each patient those *shown*, best first, then those *left_out*, or one without an exercise."""
    row, other = 0, 0
    for patient in range(len(shown)):
        first[row] = True
        for rank in range(shown[patient]):
            owners[row], ranks[row], offered[row] = patient, rank + 1, True
            exercises[row], points[row] = chosen[patient, rank], scores[patient, rank]
            row += 1
        for _ in range(others[patient]):
            owners[row], exercises[row] = patient, left_out[other]
            row += 1
            other += 1
        if shown[patient] + others[patient] == 0:
            owners[row], exercises[row] = patient, -1
            row += 1


@compiled
def matched(
    owners: Ints, offered: NDArray[np.bool_], exercises: Codes, sets: NDArray[np.uint64], starts: Ints,
    indications: Codes, ends: Codes, found: Codes,
) -> int:  # fmt: skip
    """The deficits that each offered exercise is for and the patient has, as the exercise lists them; how many."""
    filled = 0
    for row in range(len(owners)):
        if offered[row]:
            patient, exercise = owners[row], exercises[row]
            for at in range(starts[exercise], starts[exercise + 1]):
                code = indications[at]
                # Written in any case, and kept where the patient has it: the next one takes its place if not.
                found[filled] = code
                filled += int(sets[patient, code >> 6] >> np.uint64(code & 63) & np.uint64(1))
        ends[row + 1] = filled
    return filled
