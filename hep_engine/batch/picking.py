"""The compiled code over exercises: the best ones of each patient picked, and the codes of those left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled
from hep_engine.batch.processor import first, ones

__all__ = ["LOW", "LOWEST_BITS", "left_out", "top_exercises"]

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

LOW = 20
"""So many low bits of a key are the exercise."""
LOWEST_BITS = 2**LOW - 1


@compiled
def top_exercises(
    fits: Words, shown: NDArray[np.bool_], pains: Ints, sets: Words, wanted: Words, widths: tuple[int, int],
    totals: Ints, matches: Ints, guard_points: int, wish_points: Ints, always: Ints, chosen: Codes, scores: Ints,
    counts: Ints,
) -> None:  # fmt: skip
    """The best exercises of each patient who is *shown* any, best first.

    What a patient has and what an exercise looks at are sets in the same words: deficits, then precautions, then
    wishes, the first two as many words as *widths* says. Of equal scores the exercise with the lower id comes first.
    """
    one, six, most = np.uint64(1), np.uint64(6), chosen.shape[1]
    best = np.zeros(most + 1, np.int64)
    guards, wishes, end = np.uint64(widths[0]), np.uint64(widths[0] + widths[1]), np.uint64(wanted.shape[1])
    for patient in range(len(shown)):
        counts[patient] = 0
        if not shown[patient]:
            continue
        found, pain = 0, pains[patient]
        for group in range(np.uint64(fits.shape[1])):
            left, start = fits[patient, group], np.uint64(group) << six
            while left:
                exercise = start + first(left)
                left &= left - one
                count = ones(wanted[exercise, 0] & sets[patient, 0])
                for word in range(one, guards):
                    count += ones(wanted[exercise, word] & sets[patient, word])
                score = always[pain, exercise] + matches[totals[exercise], count]
                for word in range(guards, wishes):
                    score += guard_points * np.int64(ones(wanted[exercise, word] & sets[patient, word]))
                for word in range(wishes, end):
                    holding = wanted[exercise, word] & sets[patient, word]
                    while holding:
                        score += wish_points[((word - wishes) << six) + first(holding)]
                        holding &= holding - one
                # One number, the exercise turned round below the score, so that the greater one is the better one.
                key = (score << LOW) + (LOWEST_BITS - np.int64(exercise))
                if found < most:
                    at = found
                    found += 1
                elif key > best[most - 1]:
                    at = most - 1
                else:
                    continue
                while at > 0 and best[at - 1] < key:
                    best[at] = best[at - 1]
                    at -= 1
                best[at] = key
        counts[patient] = found
        for rank in range(found):
            scores[patient, rank] = best[rank] >> LOW
            chosen[patient, rank] = LOWEST_BITS - (best[rank] & LOWEST_BITS)


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
                    masks[word * 64 + np.int64(first(no)), exercise] |= code
                    no &= no - np.uint64(1)
                if strict >= 0:
                    unknown = may[row, word] & ~sure[row, word]
                    while unknown:
                        masks[word * 64 + np.int64(first(unknown)), exercise] |= np.uint16(1 << strict)
                        unknown &= unknown - np.uint64(1)
