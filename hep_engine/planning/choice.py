"""The exact choice of a program: of all admissible sets of exercises, the best one.

A set is admissible when it has at most `most` exercises, no two of them exclude each other, and the exercises whose
minutes count take no longer than `seconds`. Of two admissible sets the better one has, each counted only where those
before it are equal:

1. more of the patient's deficits covered without a concern: see `Candidate.concern`;
2. more of them covered at all;
3. something that keeps the patient moving (walking and the like), where that fits;
4. more exercises, as long as there are fewer than `least`;
5. fewer exercises with a concern;
6. fewer exercises, once there are `least`;
7. the higher sum of scores;
8. no need to get down to the floor;
9. the better ranks, the best exercise of each compared first.

Of few candidates every set is looked at (`planning/few.py`). Of many, those that enough others outdo are left out
first; then branch and bound over the rest, best first: a branch is left when even the best it could become is worse
than the best set found. Nothing is estimated, so what is found is the best there is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import NamedTuple

from hep_engine.planning.candidate import Bounds, Candidate, Worth, worth
from hep_engine.planning.few import FEW, EverySet
from hep_engine.planning.outdone import in_the_running

__all__ = ["Choice", "Choosing", "choose"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The best admissible set, by rank."""

    chosen: tuple[Candidate, ...]
    bounds: Bounds
    value: int
    """The worth but for the ranks as one number, to be compared among the same candidates alone."""
    pressed: bool
    """Whether the time kept an exercise out of some set that was looked at."""

    @property
    def worth(self) -> Worth:
        """How good it is."""
        return worth(self.chosen, self.bounds)


def choose(
    candidates: Sequence[Candidate], bounds: Bounds, kept: Collection[str] = (), *, better_than: int = -1
) -> Choice | None:
    """The best admissible set of *candidates* that holds all that are *kept*; see `Choosing`."""
    return Choosing(candidates, bounds, kept).best([each.seconds for each in candidates], better_than)


class Choosing:
    """The choice among the same *candidates* with one time after another."""

    def __init__(self, candidates: Sequence[Candidate], bounds: Bounds, kept: Collection[str] = ()) -> None:
        """Choose within the *bounds*; every set is to hold all that are *kept*."""
        self._candidates, self._bounds, self._kept = candidates, bounds, kept
        self._few = EverySet(candidates, bounds, kept) if len(candidates) <= FEW else None

    def best(self, seconds: Sequence[int], better_than: int = -1) -> Choice | None:
        """The best admissible set, where each candidate takes so many *seconds*.

        `None` where those that are kept alone are too much, or no set has a value above *better_than*, that of an
        earlier choice of the same candidates.
        """
        if self._few is not None:
            return self._of_few(self._few, seconds, better_than)
        return self._of_many([*map(_timed, self._candidates, seconds)], better_than)

    def _of_few(self, few: EverySet, seconds: Sequence[int], better_than: int) -> Choice | None:
        first = few.first(seconds, self._bounds.seconds)
        if first is None or (value := len(few.sets) - first) <= better_than:
            return None
        chosen = [_timed(self._candidates[place], seconds[place]) for place in few.sets[first]]
        return Choice(tuple(chosen), self._bounds, value, pressed=first > 0)

    def _of_many(self, timed: Sequence[Candidate], better_than: int) -> Choice | None:
        bounds, kept = self._bounds, self._kept
        weights = _Weights.of(timed, bounds)  # of all, so that values can be compared whoever is in the running
        candidates = in_the_running(timed, bounds.most, kept)
        in_order = sorted(candidates, key=lambda each: (each.exercise not in kept, each.rank))
        firm = in_order[: sum(each.exercise in kept for each in candidates)]
        excluded = frozenset[str]().union(*(each.excludes for each in firm))
        if (
            len(firm) > bounds.most
            or sum(each.seconds for each in firm) > bounds.seconds
            or any(each.exercise in excluded for each in firm)
        ):
            return None
        return _Search(in_order, bounds, weights).best(len(firm), better_than)


def _timed(each: Candidate, seconds: int) -> Candidate:
    """The candidate with the time it takes now."""
    return each if each.seconds == seconds else each._replace(seconds=seconds)


class _Weights(NamedTuple):
    """What one more of each counts in the worth of a set, so that no sum of later aims outweighs an earlier one."""

    well: int
    covered: int
    moving: int
    up_to_least: int
    concern: int
    size: int

    @classmethod
    def of(cls, candidates: Sequence[Candidate], bounds: Bounds) -> _Weights:
        """Each weight is greater than all that the aims after it can sum to."""
        deficits = len(frozenset[str]().union(*(each.covers for each in candidates)))
        size = 4 * bounds.most * max((abs(each.score) for each in candidates), default=0) + 4
        concern = size * (bounds.most + 1)
        up_to_least = concern * (bounds.most + 1)
        moving = up_to_least * (bounds.least + 1)
        covered = moving * 2
        return cls(covered * (deficits + 1), covered, moving, up_to_least, concern, size)


class _Ahead(NamedTuple):
    """What the candidates from some place on could still bring. Deficits are bits."""

    well: int
    covered: int
    moving: bool
    scores: tuple[int, ...]
    """The sums of their best scores, by how many they are."""


_State = tuple[int, int, bool, int, int, bool, int]
"""What a branch knows of a set: deficits well covered and covered, moving, concerns, score, floor, seconds."""

_EMPTY: _State = (0, 0, False, 0, 0, False, 0)


class _Search:
    """One search. Deficits are bits and the worth of a set is one number, so that a branch costs little.

    Sets are met in the order of their ranks, so of sets that are otherwise equal the first is the better one.
    """

    def __init__(self, candidates: Sequence[Candidate], bounds: Bounds, weights: _Weights) -> None:
        self._all, self._bounds, self._weights = candidates, bounds, weights
        deficits = sorted(frozenset[str]().union(*(each.covers for each in candidates)))
        numbers = {deficit: number for number, deficit in enumerate(deficits)}
        places = {each.exercise: number for number, each in enumerate(candidates)}
        self._covers = [sum([1 << numbers[each] for each in candidate.covers]) for candidate in candidates]
        self._well = [0 if each.concern else bits for each, bits in zip(candidates, self._covers, strict=True)]
        self._against = [sum([1 << places[name] for name in each.excludes if name in places]) for each in candidates]
        self._alone: list[_State] = [
            (well, covers, each.keeps_moving, each.concern, each.score, each.on_floor, each.seconds)
            for each, well, covers in zip(candidates, self._well, self._covers, strict=True)
        ]
        self._ahead = self._from_here_on()
        self._found: tuple[int, ...] = ()
        self._value = 0
        self._pressed = False

    def best(self, kept: int, better_than: int) -> Choice | None:
        """The best admissible set among those that hold the first *kept* candidates, if it is better."""
        firm = tuple(range(kept))
        state = reduce(self._joined, firm, _EMPTY)
        barred = reduce(or_, self._against[:kept], 0)
        self._found, self._value = firm, self._worth_of(state, kept)
        # A good set to begin with lets most branches be left early; it is met again, so that ranks decide.
        good = self._greedy(firm, barred, state) - 1
        self._value = bar = max(self._value, good, better_than)
        if kept < self._bounds.most:
            self._branch(kept, firm, barred, state)
        if self._value == bar <= better_than:
            return None
        chosen = tuple(sorted((self._all[number] for number in self._found), key=lambda each: each.rank))
        return Choice(chosen, self._bounds, self._value, self._pressed)

    def _joined(self, state: _State, number: int) -> _State:
        """What a branch knows of a set once this candidate is in it."""
        well, covered, moving, concerns, score, floor, seconds = state
        more_well, covers, moves, concern, points, lies, takes = self._alone[number]
        return (
            well | more_well,
            covered | covers,
            moving or moves,
            concerns + concern,
            score + points,
            floor or lies,
            seconds + takes,
        )

    def _worth_of(self, state: _State, size: int) -> int:
        """The worth of a set of so many but for its ranks, as one number."""
        well, covered, moving, concerns, score, floor, _ = state
        for_well, for_covered, for_moving, for_least, for_concern, for_size = self._weights
        least = self._bounds.least
        return (
            well.bit_count() * for_well
            + covered.bit_count() * for_covered
            + moving * for_moving
            + (size if size < least else least) * for_least
            - concerns * for_concern
            - size * for_size
            + 2 * score
            + (not floor)
        )

    def _greedy(self, chosen: tuple[int, ...], barred: int, state: _State) -> int:
        """The worth of the set made by adding, again and again, the candidate that adds most."""
        value = self._worth_of(state, len(chosen))
        left = [number for number in range(len(self._all)) if number not in chosen]
        for size in range(len(chosen) + 1, self._bounds.most + 1):
            grown = [(number, self._joined(state, number)) for number in left if not barred >> number & 1]
            worths = [
                (self._worth_of(each, size), number, each) for number, each in grown if each[-1] <= self._bounds.seconds
            ]
            best, number, joined = max(worths, default=(value, 0, state))
            if best <= value:
                break
            value, state, barred = best, joined, barred | self._against[number]
            left.remove(number)
        return value

    def _from_here_on(self) -> list[_Ahead]:
        """What is ahead of each place."""
        found: list[_Ahead] = []
        well, covered, moving, best = 0, 0, False, list[int]()
        for number in reversed(range(len(self._all))):
            each = self._all[number]
            well, covered = well | self._well[number], covered | self._covers[number]
            moving = moving or each.keeps_moving
            best = sorted([*best, each.score], reverse=True)[: self._bounds.most]
            found.append(_Ahead(well, covered, moving, tuple(accumulate(best, initial=0))))
        return found[::-1]

    def _branch(self, place: int, chosen: tuple[int, ...], barred: int, state: _State) -> None:
        """Look at every set that adds candidates from *place* on to the *chosen* ones, but for those they *bar*."""
        size, seconds = len(chosen), self._bounds.seconds
        left = self._bounds.most - size
        most_well = state[0].bit_count() + _most(self._well[place:], state[0], left)
        most_covered = state[1].bit_count() + _most(self._covers[place:], state[1], left)
        for number in range(place, len(self._alone)):
            if barred >> number & 1:
                continue
            if not self._hopeful(number, state, size, most_well, most_covered):
                return
            joined = self._joined(state, number)
            if joined[-1] > seconds:
                self._pressed = True
                continue
            grown = (*chosen, number)
            value = self._worth_of(joined, size + 1)
            if value > self._value:
                self._found, self._value = grown, value
            if left > 1:
                self._branch(number + 1, grown, barred | self._against[number], joined)

    def _hopeful(self, place: int, state: _State, size: int, most_well: int, most_covered: int) -> bool:
        """Whether a set that adds candidates from *place* on could be the best."""
        well, covered, moving, concerns, score, _, _ = state
        ahead, weights, least = self._ahead[place], self._weights, self._bounds.least
        left = min(self._bounds.most - size, len(ahead.scores) - 1)
        more = 1 if size >= least else min(least - size, left)
        reached = size + more
        at_best = (
            min((well | ahead.well).bit_count(), most_well) * weights.well
            + min((covered | ahead.covered).bit_count(), most_covered) * weights.covered
            + (moving or ahead.moving) * weights.moving
            + (reached if reached < least else least) * weights.up_to_least
            - concerns * weights.concern
            - reached * weights.size
            + 2 * (score + ahead.scores[more])
        )
        return at_best + 1 > self._value


def _most(sets: Sequence[int], there: int, count: int) -> int:
    """The most bits that so many of these could add to those that are there."""
    gains = [(each & ~there).bit_count() for each in sets]
    if count == 1:
        return max(gains, default=0)
    gains.sort(reverse=True)
    return sum(gains[:count])
