"""The compiled code over exercises: the best ones of each patient picked, and the codes of those left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled, within
from hep_engine.batch.processor import AT_ONCE, first, greater, ones

__all__ = ["LOW", "LOWEST_BITS", "left_out", "top_exercises"]

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

LOW = 20
"""So many low bits of a key are the exercise."""
LOWEST_BITS = 2**LOW - 1
MOSTLY = 4
"""So many bits of a word are mostly enough."""
FEW = 64
"""Up to so many keys it is quicker to compare each with each."""
_LEAST = -(2**62)
"""Less than any key."""


@compiled
def top_exercises(
    fits: Words, shown: NDArray[np.bool_], pains: Ints, sets: Words, wanted: Words, widths: tuple[int, int],
    totals: Words, matches: Ints, guard_points: int, wish_points: Ints, always: Ints, chosen: Codes, scores: Ints,
    counts: Ints,
) -> None:  # fmt: skip
    """The best exercises of each patient who is *shown* any, best first.

    What a patient has and what an exercise looks at are sets in the same words: deficits, then precautions, then
    wishes, the first two as many words as *widths* says. Of equal scores the exercise with the lower id comes first.
    """
    one, six, most = np.uint64(1), np.uint64(6), chosen.shape[1]
    guards, wishes, end = np.uint64(widths[0]), np.uint64(widths[0] + widths[1]), np.uint64(wanted.shape[1])
    room = 64 * fits.shape[1] + max(MOSTLY, AT_ONCE)
    offered, matched, keys = np.empty(room, np.uint64), np.empty(room, np.uint64), np.empty(room, np.int64)
    best = np.empty(most + 1, np.int64)
    for patient in range(len(shown)):
        counts[patient] = 0
        if not shown[patient]:
            continue
        count, pain = np.uint64(0), pains[patient]
        for group in range(np.uint64(fits.shape[1])):
            left, start, place = fits[patient, group], np.uint64(group) << six, count
            count += ones(left)
            # A few at once whether they are there or not, which costs less than to ask each time; the next ones, and in
            # the end nobody, take the places of those that are not.
            for _ in range(MOSTLY):
                offered[place] = start + first(left)
                left &= left - one
                place += one
            while left:
                offered[place] = start + first(left)
                left &= left - one
                place += one
        deficits = sets[patient, 0]
        for at in range(count):
            matched[at] = ones(wanted[offered[at], 0] & deficits)
        for word in range(one, guards):
            deficits = sets[patient, word]
            for at in range(count):
                matched[at] += ones(wanted[offered[at], word] & deficits)
        # One number, the exercise turned round below the score, so that the greater one is the better one.
        for at in range(count):
            exercise = offered[at]
            score = always[pain, exercise] + matches[totals[exercise], matched[at]]
            keys[at] = (score << LOW) + (LOWEST_BITS - np.int64(exercise))
        for word in range(guards, wishes):
            present = sets[patient, word]
            if present:
                for at in range(count):
                    careful = int(np.int64(ones(wanted[offered[at], word] & present)))
                    keys[at] += (guard_points * careful) << LOW
        for word in range(wishes, end):
            holding = sets[patient, word]
            while holding:
                wish = first(holding)
                holding &= holding - one
                points = int(wish_points[(np.uint64(word - wishes) << six) + wish]) << LOW
                for at in range(count):
                    keys[at] += points * int(np.int64((wanted[offered[at], word] >> wish) & one))
        # Signed: what is made of a signed and an unsigned number goes on as a float.
        remaining = _narrowed(keys, int(np.int64(count)), best, most)
        if remaining <= FEW:
            _ranked(keys, remaining, best, most)
        else:
            _inserted(keys, remaining, best, most)
        found = min(remaining, most)
        counts[patient] = found
        for rank in range(found):
            scores[patient, rank] = best[rank] >> LOW
            chosen[patient, rank] = LOWEST_BITS - (best[rank] & LOWEST_BITS)


@within
def _narrowed(keys: Ints, count: int, best: Ints, most: int) -> int:
    """Leave out of the first *count* keys many that cannot be among the *most* best; how many remain."""
    if count <= 2 * most:
        return count
    # Dealt out to as many hands as are wanted: the highest of each hand would be enough, so their lowest is the bar.
    for hand in range(most):
        best[hand] = keys[hand]
    for start in range(most, count - most + 1, most):
        for hand in range(most):
            best[hand] = max(best[hand], keys[start + hand])
    least = best[0]
    for hand in range(1, most):
        least = min(least, best[hand])
    remaining = 0
    for at in range(count):
        key = keys[at]
        keys[remaining] = key
        remaining += int(key >= least)
    return remaining


@within
def _ranked(keys: Ints, count: int, best: Ints, most: int) -> None:
    """Put each key where it belongs, by how many are greater: all comparisons at once, and no branch to guess."""
    end = (count + AT_ONCE - 1) // AT_ONCE * AT_ONCE
    for at in range(count, end):
        keys[at] = _LEAST
    for at in range(count):
        key, rank = keys[at], 0
        for start in range(0, end, AT_ONCE):
            rank += greater(keys, start, key)
        best[min(rank, most)] = key  # the last place is for those that are not among the best


@within
def _inserted(keys: Ints, count: int, best: Ints, most: int) -> None:
    """Put each key where it belongs, one after the other."""
    found = 0
    for at in range(count):
        key = keys[at]
        if found < most:
            place = found
            found += 1
        elif key > best[most - 1]:
            place = most - 1
        else:
            continue
        while place > 0 and best[place - 1] < key:
            best[place] = best[place - 1]
            place -= 1
        best[place] = key


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
                    masks[word * 64 + int(np.int64(first(no))), exercise] |= code
                    no &= no - np.uint64(1)
                if strict >= 0:
                    unknown = may[row, word] & ~sure[row, word]
                    while unknown:
                        masks[word * 64 + int(np.int64(first(unknown))), exercise] |= np.uint16(1 << strict)
                        unknown &= unknown - np.uint64(1)
