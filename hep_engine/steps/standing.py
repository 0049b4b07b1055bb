"""Standing: the exercises that fit by score, found for a whole catalogue at once and read from the best down.

The same sum as in `rank`, added up over bit sets: exercises that fit are split by what they score, one kind of part
after the other, and those with equal points stay together. The bits stand in the order of what an exercise scores with
every patient, so within a set the lowest bit is the best, and nothing is scored that is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import chain
from typing import TypeVar

from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import Prefer
from hep_engine.model.words import NPRS
from hep_engine.reasoning.bitsets import wide
from hep_engine.reasoning.index import IndexReading

__all__ = ["Standing", "Stood", "order_of"]

_MOST_ROOM = 3
"""Points of room above today's pain that are counted."""

_FEW = 40
"""So many are sorted sooner than merged."""

Stood = tuple[int, str]
"""The score turned round, so that sorting puts the best first, and the exercise."""

K = TypeVar("K", str, int)
_Points = dict[int, int]
"""Bit sets of exercises, by the points they have."""


def order_of(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The exercises by the part of their score that every patient gives them, the best first; then by id."""
    return tuple(sorted(knowledge.exercises, key=lambda name: (-_always(knowledge.exercises[name], knowledge), name)))


class Standing:
    """The scores of a catalogue as bit sets, in the order of `order_of`."""

    def __init__(self, knowledge: KnowledgeBase, index: IndexReading) -> None:
        """Sort the exercises into sets by everything a score can depend on, with the bits that *index* gave them."""
        exercises = [knowledge.exercises[name] for name in index.exercises]
        weights = knowledge.policy.weights
        self._names = index.exercises
        self._always = [_always(each, knowledge) for each in exercises]
        self._matched, self._focus = weights.matched_indication.points, weights.focus.points
        self._wanted = _sets((word, place) for place, each in enumerate(exercises) for word in each.indications)
        self._totals = _sets((len(each.indications), place) for place, each in enumerate(exercises))
        highs = _sets((each.pain_level.high, place) for place, each in enumerate(exercises))
        self._room = {
            pain: _together(
                (weights.pain_room.points * min(high - pain, _MOST_ROOM), bits) for high, bits in highs.items()
            )
            for pain in NPRS
        }
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
        self._raising = [each for each in raising if each[1] and each[2]]

    def best_first(self, fitting: int, told: Told, yes: int) -> Iterator[Stood]:
        """The *fitting* exercises from the best down; *yes* are the bits of the findings and rules that hold."""
        parts = self._by_matches(fitting, told.deficits)
        parts = _split(parts, self._room[int(told.numbers["pain_score"])].items())
        for holding, bits, points in self._raising:
            if yes & holding and bits & fitting:
                parts = _raised(parts, bits, points)
        lines = [self._line(points, bits) for points, bits in parts.items()]
        if fitting.bit_count() <= _FEW:
            return iter(sorted(chain.from_iterable(lines)))
        return merge(*lines)

    def _by_matches(self, fitting: int, deficits: Iterable[str]) -> _Points:
        """The exercises by what they score for the deficits they are for, and for how little else they are for."""
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
        parts: _Points = {}
        for count in range(1, len(at_least)):
            exactly = at_least[count] & ~(at_least[count + 1] if count + 1 < len(at_least) else 0)
            if exactly:
                for total, bits in self._totals.items():
                    if both := exactly & bits:
                        points = self._matched * count + self._focus * count // total
                        parts[points] = parts.get(points, 0) | both
        return parts

    def _line(self, points: int, bits: int) -> Iterator[Stood]:
        while bits:
            low = bits & -bits
            bits ^= low
            place = low.bit_length() - 1
            yield -points - self._always[place], self._names[place]


def _always(exercise: Exercise, knowledge: KnowledgeBase) -> int:
    """The points that an exercise has with every patient."""
    weights = knowledge.policy.weights
    directness: int = getattr(weights, f"directness_{exercise.evidence.directness}").points
    return weights.gentle_start.points * (5 - exercise.difficulty) + directness


def _split(parts: Mapping[int, int], kinds: Iterable[tuple[int, int]]) -> _Points:
    """Each set cut into kinds, each of which scores so much more."""
    return _together(
        (points + more, both) for points, bits in parts.items() for more, kind in kinds if (both := bits & kind)
    )


def _raised(parts: Mapping[int, int], raised: int, more: int) -> _Points:
    """Each set cut into those that score so much more, and the others."""
    return _together(
        pair
        for points, bits in parts.items()
        for pair in ((points + more, bits & raised), (points, bits & ~raised))
        if pair[1]
    )


def _together(pairs: Iterable[tuple[int, int]]) -> _Points:
    """Sets with equal points become one."""
    parts: _Points = {}
    for points, bits in pairs:
        parts[points] = parts.get(points, 0) | bits
    return parts


def _sets(pairs: Iterable[tuple[K, int]]) -> dict[K, int]:
    """The set of places of each key."""
    places: dict[K, list[int]] = {}
    for key, place in pairs:
        places.setdefault(key, []).append(place)
    return {key: _set(each) for key, each in places.items()}


def _set(places: Iterable[int]) -> int:
    held = [*places]
    return wide(held, max(held, default=0) + 1)
