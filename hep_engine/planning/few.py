"""The exact choice among few candidates: every set that may be chosen, the best first.

How good a set is does not depend on its time, so the sets are put in order once and looked through for each time that
is tried: the first that fits is the best.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import reduce

from hep_engine.planning.candidate import Bounds, Candidate

__all__ = ["FEW", "EverySet"]

FEW = 6
"""Of so many every set is looked at, which is done sooner than asking which could be the best."""


_Set = tuple[tuple[int, ...], int, int, int, bool, int, int, bool]
"""What is known of a set: the places of its candidates, those that something in it excludes, the deficits it covers
well and covers (each as bits), whether it keeps the patient moving, concerns, score, whether it needs the floor."""

_NOTHING: _Set = ((), 0, 0, 0, False, 0, 0, False)


class EverySet:
    """Every set of few *candidates* that holds all that are *kept* and keeps to the *bounds*, but for its time."""

    def __init__(self, candidates: Sequence[Candidate], bounds: Bounds, kept: Collection[str] = ()) -> None:
        """Put the sets in order."""
        least = bounds.least

        def worth(each: _Set) -> tuple[int, int, bool, int, int, int, int, bool]:
            # `candidate.worth` but for the ranks, of sets that were joined bit by bit, in half the time.
            places, _, well, covered, moving, concerns, score, on_floor = each
            size = len(places)
            up_to_least = size if size < least else least
            return well.bit_count(), covered.bit_count(), moving, up_to_least, -concerns, -size, score, not on_floor

        found = [*_sets(_alone(candidates), bounds.most, [each.exercise in kept for each in candidates])]
        # Those with equal worth are of one size, and were met in the order of their ranks; so they stay.
        found.sort(key=worth, reverse=True)
        ranked = [candidate.rank for candidate in candidates]
        self.sets = [tuple(sorted(places, key=ranked.__getitem__)) for places, *_ in found]
        """The places of the candidates in each set, the best set first."""

    def first(self, seconds: Sequence[int], most: int) -> int | None:
        """Which set is the first that takes no longer than *most*, where each candidate takes so many *seconds*."""
        takes = seconds.__getitem__
        for number, places in enumerate(self.sets):
            if sum(map(takes, places)) <= most:
                return number
        return None


def _alone(candidates: Sequence[Candidate]) -> list[_Set]:
    """Each candidate as a set, in the order of their ranks."""
    deficits = {
        each: 1 << number for number, each in enumerate(frozenset[str]().union(*[c.covers for c in candidates]))
    }
    places = {each.exercise: 1 << place for place, each in enumerate(candidates)}
    alone = list[_Set]()
    for place, each in sorted(enumerate(candidates), key=lambda numbered: numbered[1].rank):
        covers = sum([deficits[deficit] for deficit in each.covers])
        barred = sum([places[name] for name in each.excludes if name in places])
        well = 0 if each.concern else covers
        alone.append(((place,), barred, well, covers, each.keeps_moving, each.concern, each.score, each.on_floor))
    return alone


def _sets(alone: Sequence[_Set], most: int, kept: Sequence[bool]) -> Iterator[_Set]:
    """Every set of at most so many that holds what is kept and nothing that excludes another; of a size by rank."""
    firm = reduce(_joined, [each for each in alone if kept[each[0][0]]], _NOTHING)
    places, barred = firm[:2]
    if any(barred >> place & 1 for place in places):
        return
    free = [(each, each[0][0]) for each in alone if not kept[each[0][0]]]
    growing = [(firm, 0)]
    for size in range(len(places), most + 1):
        yield from [each for each, _ in growing]
        if size < most:
            growing = [
                (_joined(each, more), after)
                for each, start in growing
                for after, (more, place) in enumerate(free[start:], start=start + 1)
                if not each[1] >> place & 1
            ]


def _joined(one: _Set, other: _Set) -> _Set:
    """Both sets together."""
    places, barred, well, covered, moving, concerns, score, on_floor = one
    more, bars, covers_well, covers, moves, concern, points, lies = other
    return (
        places + more, barred | bars, well | covers_well, covered | covers,
        moving or moves, concerns + concern, score + points, on_floor or lies,
    )  # fmt: skip
