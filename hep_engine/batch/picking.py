"""The compiled code over exercises: the best ones of each patient picked, and the codes of those left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled

__all__ = ["LOW", "LOWEST_BITS", "left_out", "top_exercises"]

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]
OfWord = Callable[[Any], Any]

LOW = 20
"""So many low bits of a key are the exercise."""
LOWEST_BITS = 2**LOW - 1


def _intrinsic(function: Callable[[Any, Any], Any]) -> OfWord:
    """An operation of the processor on one word."""
    return cast(OfWord, intrinsic(function))


@_intrinsic
def _ones(typing: Any, word: Any) -> Any:
    """How many bits of a word are set."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), made


@_intrinsic
def _first(typing: Any, word: Any) -> Any:
    """The place of the lowest bit that is set; there has to be one."""

    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), made


@compiled
def top_exercises(
    fits: Words,
    shown: NDArray[np.bool_],
    pains: Ints,
    deficits: Words,
    precautions: Words,
    wishes: Words,
    wanted: Words,
    matches: Ints,
    guarded: Words,
    guard_points: int,
    wished: Words,
    wish_sums: Ints,
    always: Ints,
    best: Ints,
    counts: Ints,
) -> None:
    """The best exercises of each patient who is *shown* any, best first.

    Each is one number, the score above and the exercise turned round below, so that the greater one is the better one
    and, of equal scores, the one with the lower id.
    """
    one, byte = np.uint64(1), np.uint64(255)
    most = best.shape[1]
    for patient in range(len(shown)):
        found = 0
        counts[patient] = 0
        if not shown[patient]:
            continue
        mine, usual = best[patient], always[pains[patient]]
        for group in range(fits.shape[1]):
            left = fits[patient, group]
            while left:
                exercise = np.uint64(group * 64) + _first(left)
                left &= left - one
                count = np.uint64(0)
                for word in range(deficits.shape[1]):
                    count += _ones(wanted[exercise, word] & deficits[patient, word])
                score = usual[exercise] + matches[exercise, count]
                for word in range(precautions.shape[1]):
                    score += guard_points * np.int64(_ones(guarded[exercise, word] & precautions[patient, word]))
                for word in range(wishes.shape[1]):
                    holding = wished[exercise, word] & wishes[patient, word]
                    at_byte = word * 8
                    while holding:
                        score += wish_sums[at_byte, holding & byte]
                        holding >>= np.uint64(8)
                        at_byte += 1
                key = (score << LOW) + (LOWEST_BITS - np.int64(exercise))
                if found < most:
                    at = found
                    found += 1
                elif key > mine[most - 1]:
                    at = most - 1
                else:
                    continue
                while at > 0 and mine[at - 1] < key:
                    mine[at] = mine[at - 1]
                    at -= 1
                mine[at] = key
        counts[patient] = found


@compiled
def left_out(
    may: Words, sure: Words, starts: Ints, needs: Ints, codes: Ints, width: int, strict: int, masks: NDArray[np.uint16]
) -> None:
    """For each patient and exercise the codes it is left out for, a bit each; *strict* is that of what is unknown."""
    for exercise in range(len(starts) - 1):
        for at in range(starts[exercise], starts[exercise + 1]):
            row = needs[at]
            code = np.uint16(1 << codes[at])
            for word in range(width):
                no = ~may[row, word]
                while no:
                    masks[word * 64 + np.int64(_first(no)), exercise] |= code
                    no &= no - np.uint64(1)
                if strict >= 0:
                    unknown = may[row, word] & ~sure[row, word]
                    while unknown:
                        masks[word * 64 + np.int64(_first(unknown)), exercise] |= np.uint16(1 << strict)
                        unknown &= unknown - np.uint64(1)
