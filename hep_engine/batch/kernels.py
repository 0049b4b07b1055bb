"""The compiled code over rows of bits: facts set, conditions combined, exercises judged.

Sixty-four patients share a word; they go through in blocks small enough to stay in the processor's cache, and the facts
of one block lie together. Compiled code that calls other compiled code stands in one file with it, because the cache on
disk looks at the file alone.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "BLOCK", "PATIENTS", "Op", "clear_listed", "combine", "compiled", "eligible", "judged", "set_bits", "set_listed",
    "within",
]  # fmt: skip

F = TypeVar("F", bound=Callable[..., Any])
Words = NDArray[np.uint64]
Ints = NDArray[np.int64]

BLOCK = 32
"""Words of patients that go through the tape together."""
PATIENTS = 64 * BLOCK


class Op(IntEnum):
    """What an operation makes of its rows."""

    OR = 0
    AND = 1
    NOT = 2
    """Turned round: what may not be is certainly not."""
    AT_LEAST = 3
    SURE = 4
    """What is yes, and nothing else may be."""
    HEDGED = 5
    """Yes as the first row says; it may be as well where the second row says so."""


_OR, _AND, _NOT, _AT_LEAST, _SURE = (int(each) for each in (Op.OR, Op.AND, Op.NOT, Op.AT_LEAST, Op.SURE))


def compiled(function: F) -> F:
    """The function as machine code that other threads can run beside, kept on disk between runs."""
    return cast(F, njit(cache=True, nogil=True)(function))


def within(function: F) -> F:
    """The function as a part of the compiled ones that call it, for a few operations that are needed very often."""
    return cast(F, njit(inline="always")(function))


@compiled
def set_bits(facts: Words, rows: Ints) -> None:
    """Set, for every patient, the bit of its row; of a patient whose row is negative, none."""
    for patient in range(len(rows)):
        row = rows[patient]
        if row >= 0:
            facts[patient // PATIENTS, row, (patient >> 6) % BLOCK] |= np.uint64(1) << np.uint64(patient & 63)


@compiled
def set_listed(facts: Words, starts: Ints, codes: NDArray[np.int32], first: int) -> None:
    """Set, for every patient, the bits that are listed for it between its start and the next, from the *first* row."""
    for patient in range(len(starts) - 1):
        bit = np.uint64(1) << np.uint64(patient & 63)
        block, word = patient // PATIENTS, (patient >> 6) % BLOCK
        for at in range(starts[patient], starts[patient + 1]):
            if codes[at] >= 0:
                facts[block, first + codes[at], word] |= bit


@compiled
def combine(ops: Ints, needs: Ints, starts: Ints, args: Ints, facts: Words, width: int, yes: Words, may: Words) -> None:
    """Run the tape over the *facts* of one block, *width* words of patients: both rails of every row."""
    count = len(facts)
    for row in range(count):
        for word in range(width):
            yes[row, word] = facts[row, word]
            may[row, word] = facts[row, word]
    every = ~np.uint64(0)
    for number in range(len(ops)):
        op, row = ops[number], count + number
        first, last = starts[number], starts[number + 1]
        arg = args[first] if last > first else 0
        if op == _AT_LEAST:
            _count(yes, args, first, last, needs[number], width, yes[row])
            _count(may, args, first, last, needs[number], width, may[row])
        elif last == first:  # nothing of nothing holds, and everything of it
            for word in range(width):
                yes[row, word] = every if op == _AND else np.uint64(0)
                may[row, word] = yes[row, word]
        elif op in (_OR, _AND):
            for word in range(width):
                yes[row, word] = yes[arg, word]
                may[row, word] = may[arg, word]
            for at in range(first + 1, last):
                arg = args[at]
                if op == _OR:
                    for word in range(width):
                        yes[row, word] |= yes[arg, word]
                        may[row, word] |= may[arg, word]
                else:
                    for word in range(width):
                        yes[row, word] &= yes[arg, word]
                        may[row, word] &= may[arg, word]
        elif op == _NOT:
            for word in range(width):
                yes[row, word] = ~may[arg, word]
                may[row, word] = ~yes[arg, word]
        elif op == _SURE:
            for word in range(width):
                yes[row, word] = yes[arg, word]
                may[row, word] = yes[arg, word]
        else:
            other = args[first + 1]
            for word in range(width):
                yes[row, word] = yes[arg, word]
                may[row, word] = yes[arg, word] | yes[other, word]


@compiled
def _count(rail: Words, args: Ints, first: int, last: int, need: int, width: int, found: Words) -> None:
    """Where at least *need* of the rows hold."""
    reached = np.zeros(max(need, 0) + 1, np.uint64)
    for word in range(width):
        reached[:] = 0
        reached[0] = ~np.uint64(0)
        for at in range(first, last):
            more = rail[args[at], word]
            for number in range(need, 0, -1):
                reached[number] |= reached[number - 1] & more
        found[word] = reached[max(need, 0)]


@compiled
def judged(
    fired: Words, could: Words, first_blocking: int, statuses: tuple[int, int, int],
    level: NDArray[np.int32], status: NDArray[np.int32], asking: NDArray[np.bool_],
) -> None:  # fmt: skip
    """The highest level that fired, a bit for each, the status it comes to, and whether a higher one is open.

    *statuses* are those of nothing blocking, of something that may be, and of something that is.
    """
    for patient in range(len(level)):
        highest = 0
        left = fired[patient, 0]
        while left:
            highest += 1
            left >>= np.uint64(1)
        level[patient] = highest
        asking[patient] = (could[patient, 0] & ~fired[patient, 0]) >> np.uint64(highest) != np.uint64(0)
        ready, may_block, blocks = statuses
        if highest >= first_blocking:
            status[patient] = blocks
        else:
            status[patient] = may_block if could[patient, 0] >> np.uint64(first_blocking - 1) else ready


@compiled
def eligible(rail: Words, starts: Ints, needs: Ints, width: int, fits: Words) -> None:
    """Whom each exercise fits: those for whom every row it needs holds."""
    for exercise in range(len(starts) - 1):
        fit = fits[exercise]
        for word in range(width):
            fit[word] = ~np.uint64(0)
        for at in range(starts[exercise], starts[exercise + 1]):
            holds = rail[needs[at]]
            for word in range(width):
                fit[word] &= holds[word]


@compiled
def clear_listed(starts: Ints, codes: NDArray[np.int32], first: int, sets: Words) -> None:
    """Take out of each patient's set what is listed for it; the first patient here is number *first*."""
    for patient in range(min(len(sets), len(starts) - 1 - first)):
        for at in range(starts[first + patient], starts[first + patient + 1]):
            code = codes[at]
            if code >= 0:
                sets[patient, code >> 6] &= ~(np.uint64(1) << np.uint64(code & 63))
