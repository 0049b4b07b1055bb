"""Postings: for each fact, the exercises it keeps out or leaves open, as one wide bit set over the catalogue.

An exercise's condition is a conjunction of simple ones: a pain range, words, a choice of deficits, things that must be
absent or at home. Each is turned round once, from "what does this exercise need" to "which does this fact keep out",
so that a patient costs a few wide *or*s, however many exercises there are. What has another form is judged one by one.
Time and memory to build it grow linearly with the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hep_engine.model.condition import All, AnyOf, Clause, Compares, Condition, FactKind, Has, Is, NoneOf, clauses
from hep_engine.model.facts import Told
from hep_engine.model.truth import Truth
from hep_engine.reasoning.atoms import ByValue, Scale
from hep_engine.reasoning.bitsets import Union, union, wide
from hep_engine.reasoning.masks import NO, UNKNOWN, Bit, Block, compiled

__all__ = ["Postings", "clauses_beside"]

_NOTHING = AnyOf(())


class Postings:
    """The conditions of a catalogue of exercises, turned round."""

    def __init__(self, conditions: Sequence[Condition], bit: Bit) -> None:
        """Post *conditions*, one for each exercise, in the order of the bits of the answer."""
        count = len(conditions)
        needed: dict[Condition, list[int]] = {}
        beside: dict[Condition, list[int]] = {}
        for place, condition in enumerate(conditions):
            posted, other = _sorted_out(condition)
            for part in posted:
                needed.setdefault(part, []).append(place)
            for part in other:
                beside.setdefault(part, []).append(place)
        sets = {part: wide(places, count) for part, places in needed.items() if not _is_choice(part)}
        choices = {part: places for part, places in needed.items() if _is_choice(part)}
        self._never = sets.pop(_NOTHING, 0)
        self._choosing = wide((place for places in choices.values() for place in places), count)
        self._wanted = _by_deficit(choices, count)
        self._equipment = {each.word: bits for each, bits in sets.items() if isinstance(each, Has)}
        self._any_equipment = union(self._equipment.values())
        self._words = _by_field(sets)
        self._numbers = _by_number(sets)
        absent = [(part.items[0], part) for part in sets if isinstance(part, NoneOf)]
        barring = [(clause, sets[part]) for clause, part in absent if isinstance(clause, Has)]
        self._barred = Union({bit(clause): bits for clause, bits in barring if clause.kind is not FactKind.AVOIDED})
        # One exercise each, mostly: as places, because a bit set for each would grow with the catalogue squared.
        self._avoided = {
            clause.word: needed[part]
            for clause, part in absent
            if isinstance(clause, Has) and clause.kind is FactKind.AVOIDED
        }
        self._beside: list[tuple[Block, int]] = [
            (compiled(part, bit), wide(places, count)) for part, places in beside.items()
        ]

    def shut(self, told: Told, approach: str, yes: int, may: int) -> int:
        """The exercises that are kept out, as a bit set."""
        wanted = 0
        for word in told.deficits:
            wanted |= self._wanted.get(word, 0)
        shut = self._never | (self._choosing & ~wanted) | self._barred(yes)
        words, numbers, equipment = told.words, told.numbers, told.equipment
        for field, named in self._words.items():
            shut |= named.read(approach if field == "approach" else words.get(field))[0]
        for name, counted in self._numbers.items():
            shut |= counted.read(numbers.get(name))[0]
        if equipment is not None:
            for word in self._equipment.keys() - equipment:
                shut |= self._equipment[word]
        for word in told.avoided:
            for place in self._avoided.get(word, ()):
                shut |= 1 << place
        for block, bits in self._beside:
            if block.read(yes, may) == NO:
                shut |= bits
        return shut

    def still_open(self, told: Told, approach: str, yes: int, may: int) -> int:
        """The exercises about which something is unknown, as a bit set; some of them may be kept out all the same."""
        still_open = self._barred(may & ~yes)
        for field, words in self._words.items():
            still_open |= words.read(approach if field == "approach" else told.words.get(field))[1]
        for name, numbers in self._numbers.items():
            still_open |= numbers.read(told.numbers.get(name))[1]
        if told.equipment is None:
            still_open |= self._any_equipment
        for block, bits in self._beside:
            if block.read(yes, may) == UNKNOWN:
                still_open |= bits
        return still_open


class _Words:
    """The exercises that a word of one field keeps out."""

    __slots__ = ("_every", "_keeps_out", "_untold")

    def __init__(self, clauses: Mapping[Is, int]) -> None:
        self._every = union(clauses.values())
        words = {word for clause in clauses for word in clause.words}
        self._keeps_out = {
            word: union(bits for clause, bits in clauses.items() if word not in clause.words) for word in words
        }
        self._untold = (
            union(bits for clause, bits in clauses.items() if clause.untold is Truth.NO),
            union(bits for clause, bits in clauses.items() if clause.untold is Truth.UNKNOWN),
        )

    def read(self, word: str | None) -> tuple[int, int]:
        """Kept out, and left open, by a word or by none."""
        return self._untold if word is None else (self._keeps_out.get(word, self._every), 0)


class _Numbers:
    """The exercises that one number keeps out."""

    __slots__ = ("_every", "_keeps_out")

    def __init__(self, clauses: Mapping[Compares, int]) -> None:
        self._every = union(clauses.values())
        scale = Scale(clause.value for clause in clauses)
        keeps_out = [0] * len(scale)
        for clause, bits in clauses.items():
            for place, holds in enumerate(scale.holds(clause.op, clause.value)):
                keeps_out[place] |= 0 if holds else bits
        self._keeps_out = ByValue(scale, keeps_out)

    def read(self, value: Decimal | None) -> tuple[int, int]:
        """Kept out, and left open, by a value or by none."""
        return (0, self._every) if value is None else (self._keeps_out[value], 0)


def clauses_beside(condition: Condition) -> list[Clause]:
    """The clauses of an exercise's condition that are not posted, so that they need bits of their own."""
    return [clause for part in _sorted_out(condition)[1] for clause, _ in clauses(part)]


def _sorted_out(condition: Condition) -> tuple[list[Condition], list[Condition]]:
    """The parts that can be posted, and the others. Of several choices among deficits one can be."""
    posted: list[Condition] = []
    beside: list[Condition] = []
    choosing = False
    for part in condition.items if isinstance(condition, All) else (condition,):
        match part:
            case Compares() | Is() | Has(FactKind.EQUIPMENT) | AnyOf(()):
                posted.append(part)
            case NoneOf((Has(FactKind.FINDING | FactKind.RULE | FactKind.AVOIDED),)):
                posted.append(part)
            case AnyOf() if _is_choice(part) and not choosing:
                choosing = True
                posted.append(part)
            case _:
                beside.append(part)
    return posted, beside


def _is_choice(part: Condition) -> bool:
    """Whether it asks for one of several deficits."""
    return isinstance(part, AnyOf) and bool(part.items) and all(_is_deficit(item) for item in part.items)


def _is_deficit(part: Condition) -> bool:
    return isinstance(part, Has) and part.kind is FactKind.DEFICIT


def _by_deficit(choices: Mapping[Condition, list[int]], count: int) -> dict[str, int]:
    """For each deficit the exercises that want it."""
    wanted: dict[str, list[int]] = {}
    for choice, places in choices.items():
        for clause, _ in clauses(choice):
            assert isinstance(clause, Has)
            wanted.setdefault(clause.word, []).extend(places)
    return {word: wide(places, count) for word, places in wanted.items()}


def _by_field(sets: Mapping[Condition, int]) -> dict[str, _Words]:
    asked = {part: bits for part, bits in sets.items() if isinstance(part, Is)}
    return {
        field: _Words({clause: bits for clause, bits in asked.items() if clause.field == field})
        for field in dict.fromkeys(clause.field for clause in asked)
    }


def _by_number(sets: Mapping[Condition, int]) -> dict[str, _Numbers]:
    asked = {part: bits for part, bits in sets.items() if isinstance(part, Compares)}
    return {
        name: _Numbers({clause: bits for clause, bits in asked.items() if clause.number == name})
        for name in dict.fromkeys(clause.number for clause in asked)
    }
