"""Standing: the exercises that fit by score, found for a whole catalogue at once and read from the best down.

The same sum as in `rank`, added up over bit sets (`reasoning/sums.py`): nothing is scored that is not read. The bits
stand in the order of the ids, so of exercises with equal scores the lowest bit is the first. No column holds a number
below zero: what may be below is counted from the lowest it can be.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import zip_longest
from operator import xor
from typing import NamedTuple, TypeVar

from hep_engine.model.exercise import Directness, Exercise
from hep_engine.model.facts import Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.policy import Weights
from hep_engine.model.rule import Prefer
from hep_engine.model.words import NPRS
from hep_engine.reasoning.bitsets import union, wide
from hep_engine.reasoning.index import IndexReading
from hep_engine.reasoning.sums import add_number, columns_of, from_the_top

__all__ = ["Standing", "order_of"]

_MOST_ROOM = 3
"""Points of room above today's pain that are counted."""

K = TypeVar("K", bound=Hashable)


def order_of(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The exercises by id: how those with equal scores stand."""
    return tuple(sorted(knowledge.exercises))


class Standing:
    """The scores of a catalogue as bit sets, in the order of `order_of`."""

    def __init__(self, knowledge: KnowledgeBase, index: IndexReading) -> None:
        """Sort the exercises into sets by everything a score can depend on, with the bits that *index* gave them."""
        exercises = [knowledge.exercises[name] for name in index.exercises]
        weights = knowledge.policy.weights
        self._names = index.exercises
        self._wanted = _sets((word, place) for place, each in enumerate(exercises) for word in each.indications)
        alike = _sets((_Alike.of(each), place) for place, each in enumerate(exercises))
        counts = range(max((each.total for each in alike), default=0) + 1)
        scores = {
            (pain, count): [(each.score(pain, count, weights), bits) for each, bits in alike.items()]
            for pain in NPRS
            for count in counts
        }
        self._lowest = min((score for pairs in scores.values() for score, _ in pairs), default=0)
        self._so_far = {
            case: columns_of((score - self._lowest, bits) for score, bits in pairs) for case, pairs in scores.items()
        }
        """By pain, and by how many of the deficits it is for a patient has: the score so far, above the lowest."""
        precautions = _sets((word, place) for place, each in enumerate(exercises) for word in each.precautions)
        raising = [(index.finding_bits[word], bits, weights.precaution.points) for word, bits in precautions.items()]
        raising += [
            (
                index.rule_bits[rule.id],
                _set(at for at, each in enumerate(exercises) if wish.selector.matches(each)),
                wish.points,
            )
            for rule in knowledge.acting("ranking")
            if isinstance(wish := rule.then, Prefer)
        ]
        self._raising = {holding: (bits, points) for holding, bits, points in raising if bits and points}
        """By the bit of a finding or rule, the exercises that have more or fewer points while it holds."""
        self._any_raising = union(self._raising)

    def best_first(self, fitting: int, told: Told, yes: int) -> Iterator[tuple[str, int]]:
        """The *fitting* exercises from the best down, each with its score; *yes* are bits of what holds.

        None that is for no deficit of the patient, even where that were forgotten among the conditions.
        """
        matching = self._matching(fitting, told.deficits)
        fitting = union(bits for _, bits in matching)
        columns, lowest = self._without_findings(matching, int(told.numbers["pain_score"])), self._lowest
        holding = yes & self._any_raising
        while holding:
            low = holding & -holding
            holding ^= low
            bits, points = self._raising[low]
            if points > 0:
                add_number(columns, bits & fitting, points)
            else:  # as if all had fewer, and the others as many more
                add_number(columns, fitting & ~bits, -points)
                lowest += points
        names = self._names
        for score, bits in from_the_top(columns, fitting):
            while bits:
                low = bits & -bits
                bits ^= low
                yield names[low.bit_length() - 1], lowest + score

    def _without_findings(self, matching: Sequence[tuple[int, int]], pain: int) -> list[int]:
        """What the *matching* ones score for the deficits they are for, for *pain*, and with everybody."""
        if len(matching) == 1:  # the others in the same columns are not asked for
            return [*self._so_far[pain, matching[0][0]]]
        columns: list[int] = []
        for count, bits in matching:
            also = [each & bits for each in self._so_far[pain, count]]
            columns = [one | other for one, other in zip_longest(columns, also, fillvalue=0)]
        return columns

    def _matching(self, fitting: int, deficits: Iterable[str]) -> list[tuple[int, int]]:
        """The *fitting* ones by how many of the *deficits* they are for, one at least."""
        at_least = [fitting]  # by how many of the deficits so far
        for deficit in deficits:
            bits = self._wanted.get(deficit, 0)
            if not bits & fitting:
                continue
            more = at_least[-1] & bits
            for count in range(len(at_least) - 1, 0, -1):
                at_least[count] |= at_least[count - 1] & bits
            if more:
                at_least.append(more)
        at_least.append(0)
        # Who has more of them also has fewer.
        exactly = enumerate(map(xor, at_least[1:], at_least[2:]), start=1)
        return [(count, bits) for count, bits in exactly if bits]


class _Alike(NamedTuple):
    """What exercises have in common that score alike, findings and rules aside."""

    total: int
    """How many deficits they are for."""
    highest: int
    """The highest pain at which they are offered."""
    difficulty: int
    directness: Directness

    @classmethod
    def of(cls, exercise: Exercise) -> _Alike:
        """What *exercise* has in common with others."""
        high, directness = exercise.pain_level.high, exercise.evidence.directness
        return cls(len(exercise.indications), high, exercise.difficulty, directness)

    def score(self, pain: int, count: int, weights: Weights) -> int:
        """Their points with this pain, when a patient has *count* of the deficits they are for."""
        matched = weights.matched_indication.points * count
        focus = weights.focus.points * count // self.total if self.total else 0
        room = weights.pain_room.points * min(self.highest - pain, _MOST_ROOM)
        directness: int = getattr(weights, f"directness_{self.directness}").points
        return matched + focus + room + weights.gentle_start.points * (5 - self.difficulty) + directness


def _sets(pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    """The set of places of each key."""
    places: dict[K, list[int]] = {}
    for key, place in pairs:
        places.setdefault(key, []).append(place)
    return {key: _set(each) for key, each in places.items()}


def _set(places: Iterable[int]) -> int:
    held = [*places]
    return wide(held, max(held, default=0) + 1)
