"""The compiled code that turns rows of bits round: from what holds of many patients to what holds of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled, within
from hep_engine.batch.processor import AT_ONCE, exchange

__all__ = ["transposed"]

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]


@compiled
def _turned(squares: Words) -> None:
    """Eight squares of sixty-four words turned round, so that each bit stands where its word stood.

    The squares lie side by side: the first word of each, then the second of each.
    """
    width, mask = 32, np.uint64(0x00000000FFFFFFFF)
    while width:
        for begin in range(0, 64, 2 * width):
            for at in range(begin, begin + width):
                exchange(squares, AT_ONCE * at, AT_ONCE * (at + width), np.uint64(width), mask)
        width >>= 1
        mask ^= mask << np.uint64(width)


@compiled
def transposed(rail: Words, rows: Ints, width: int, out: Words) -> None:
    """The bits of *rows*, patient by patient: for each of the patients of *width* words a few words of its own.

    A row that is negative is nobody's. Rows of the *rail* are read eight words at a time, however many are asked for.
    """
    groups = out.shape[1]
    squares = np.empty((AT_ONCE, 64 * AT_ONCE), np.uint64)
    for first_word in range(0, width, AT_ONCE):
        # What goes to one patient is written together, so that it is fetched from memory once.
        for first_group in range(0, groups, AT_ONCE):
            here = min(AT_ONCE, groups - first_group)
            for group in range(here):
                _lifted(rail, rows, 64 * (first_group + group), first_word, squares[group])
                _turned(squares[group])
            for word in range(min(AT_ONCE, width - first_word)):
                for number in range(64):
                    patient = out[64 * (first_word + word) + number]
                    for group in range(here):
                        patient[first_group + group] = squares[group, AT_ONCE * number + word]


@within
def _lifted(rail: Words, rows: Ints, first_row: int, first_word: int, squares: Words) -> None:
    """Eight words of each of sixty-four rows, to be turned round."""
    for number in range(64):
        at = first_row + number
        row = rows[at] if at < len(rows) else -1
        for word in range(AT_ONCE):
            squares[AT_ONCE * number + word] = rail[row, first_word + word] if row >= 0 else np.uint64(0)
