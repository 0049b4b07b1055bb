"""Conditions on two rails: as conjunctions that hold when a condition is *yes*, and when it is *not no*.

The durable reading has no negation and no third truth value. So every condition is compiled twice, with negation
pushed down to its clauses, into conjunctions of tests on one flat fact: a token is or is not among those present, is or
is not among those ruled out, a word differs, a number's lower or upper bound compares, or a symbol holds. A symbol is
what is not a conjunction (`any`, `at_least`), or is too long a one; an earlier round of evaluation settles it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from hep_engine.model.condition import (
    All,
    AnyOf,
    AtLeast,
    Clause,
    Compares,
    Condition,
    FactKind,
    Has,
    Is,
    NoneOf,
)
from hep_engine.model.truth import Truth

__all__ = ["FAR", "MOST_TESTS", "UNTOLD", "Called", "Conjunction", "Literal", "Rails", "Symbol", "scaled", "token"]

MOST_TESTS = 100
"""Tests in one conjunction; a longer one is cut into symbols."""
UNTOLD = "_"
"""A word that was not told."""
FAR = 10**15
"""Beyond every number: the bounds of one that was not told."""

_TWO_VALUED = (FactKind.DEFICIT, FactKind.CLEARED, FactKind.AVOIDED)
_MIRRORED = {">=": "$lt", ">": "$lte", "<=": "$gt", "<": "$gte"}
_STRAIGHT = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt"}


@dataclass(frozen=True, slots=True)
class Literal:
    """One test on the flat fact: a set has or lacks a token, a word differs, a bound compares."""

    test: str
    field: str
    value: str | int


Conjunction = tuple[Literal, ...]
NEVER: Conjunction = (Literal("in", "s", "#never"),)


@dataclass(frozen=True, slots=True)
class Symbol:
    """Holds once at least *need* of the items hold; every item can be evaluated in *round*."""

    name: str
    need: int
    items: tuple[Conjunction, ...]
    round: int


class Called(NamedTuple):
    """What the symbols of one condition are called: that of *yes*, and that of *not no*."""

    sure: str
    possible: str

    @classmethod
    def of(cls, name: str) -> Called:
        """The symbols of the condition *name*."""
        return cls(f"+{name}", f"?{name}")


def token(kind: FactKind, word: str) -> str:
    """How a fact is called in the sets of the flat fact."""
    return f"{kind.name.lower()}.{word}"


def scaled(value: Decimal) -> int:
    """A number in thousandths, so that comparing is exact."""
    return int(value * 1000)


@dataclass(slots=True)
class Rails:
    """Compiles conditions into symbols, sharing those that say the same."""

    words: Mapping[str, tuple[str, ...]]
    ready: dict[str, int] = field(default_factory=dict)
    """The round from which a token, word or symbol can be read; what is not here was told: round 0."""
    symbols: list[Symbol] = field(default_factory=list)
    _shared: dict[tuple[int, tuple[Conjunction, ...]], str] = field(default_factory=dict)

    def define(self, name: str, condition: Condition, *, sure: bool) -> Symbol:
        """A symbol that holds when *condition* is yes (*sure*) or is not no; answers it with its round."""
        need, items = self._choices(condition, negative=False, sure=sure) or (
            1,
            (self._conjunction(condition, negative=False, sure=sure),),
        )
        return self._add(name, need, items)

    def _add(self, name: str, need: int, items: tuple[Conjunction, ...]) -> Symbol:
        items = tuple(map(self._short, items))
        if name in self.ready:
            raise AssertionError(f"two symbols are called {name}")
        symbol = Symbol(name, need, items, max((self.round(item) for item in items), default=0))
        self.symbols.append(symbol)
        self.ready[name] = symbol.round + 1
        return symbol

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return max((symbol.round for symbol in self.symbols), default=0) + 1

    def round(self, conjunction: Conjunction) -> int:
        """The first round in which a conjunction of what was defined so far can be read."""
        return max((self.ready.get(str(each.value), self.ready.get(each.field, 0)) for each in conjunction), default=0)

    def _choices(
        self, condition: Condition, *, negative: bool, sure: bool
    ) -> tuple[int, tuple[Conjunction, ...]] | None:
        """How many of which conjunctions must hold, if the condition is a choice; `None` if it is a conjunction."""
        match condition:
            case All(items) if negative:
                need = 1
            case AnyOf(items) if not negative:
                need = 1
            case NoneOf(items) if negative:
                need, negative = 1, False
            case AtLeast(n, items):
                need = len(items) - n + 1 if negative else n
            case Compares(number, "=", value) if negative:
                low, high = ("$gt", "$lt") if sure else ("$lt", "$gt")
                least, most = Literal(low, f"lo_{number}", scaled(value)), Literal(high, f"hi_{number}", scaled(value))
                return 1, ((least,), (most,))
            case _:
                return None
        return need, tuple(self._conjunction(item, negative=negative, sure=sure) for item in items)

    def _conjunction(self, condition: Condition, *, negative: bool, sure: bool) -> Conjunction:
        choices = self._choices(condition, negative=negative, sure=sure)
        if choices is not None:
            return self._one_symbol(*choices)
        match condition:
            case All(items):
                parts = [self._conjunction(item, negative=negative, sure=sure) for item in items]
            case AnyOf(items) | NoneOf(items):
                parts = [self._conjunction(item, negative=True, sure=sure) for item in items]
            case Has() | Is() | Compares():
                parts = [tuple(self._literals(condition, negative=negative, sure=sure))]
            case AtLeast():
                raise AssertionError("at_least is always a choice")
        return tuple(dict.fromkeys(literal for part in parts for literal in part))

    def _one_symbol(self, need: int, items: tuple[Conjunction, ...]) -> Conjunction:
        """The choice as one literal that a later round can test."""
        if len(items) < need:
            return NEVER
        if len(items) == 1:
            return items[0]
        return (self._symbol(need, items),)

    def _symbol(self, need: int, items: tuple[Conjunction, ...]) -> Literal:
        items = tuple(map(self._short, items))  # before it has its name, because pieces take the next ones
        if (need, items) not in self._shared:
            self._shared[need, items] = self._add(f"#{len(self._shared)}", need, items).name
        return Literal("in", "s", self._shared[need, items])

    def _short(self, conjunction: Conjunction) -> Conjunction:
        """The same in few tests: pieces of a long one become symbols."""
        if len(conjunction) <= MOST_TESTS:
            return conjunction
        pieces = [conjunction[start : start + MOST_TESTS] for start in range(0, len(conjunction), MOST_TESTS)]
        return self._short(tuple([self._symbol(1, (piece,)) for piece in pieces]))

    def _literals(self, clause: Clause, *, negative: bool, sure: bool) -> list[Literal]:
        match clause:
            case Has(kind, word):
                if kind in _TWO_VALUED:
                    return [Literal("not_in" if negative else "in", "p", token(kind, word))]
                if sure:
                    return [Literal("in", "r" if negative else "p", token(kind, word))]
                return [Literal("not_in", "p" if negative else "r", token(kind, word))]
            case Is(field, words, untold):
                barred = [word for word in self.words[field] if (word in words) == negative]
                # Not told reads as the clause's `untold`, turned round under `none`; unknown counts on the loose rail.
                holds = untold is (Truth.NO if negative else Truth.YES) or (untold is Truth.UNKNOWN and not sure)
                return [Literal("$neq", f"w_{field}", word) for word in [*barred, *([] if holds else [UNTOLD])]]
            case Compares(number, "=", value):
                lo, hi = f"lo_{number}", f"hi_{number}"
                first, second = (lo, hi) if sure else (hi, lo)
                return [Literal("$gte", first, scaled(value)), Literal("$lte", second, scaled(value))]
            case Compares(number, op, value):
                upward = (op in (">", ">=")) != negative
                bound = "lo" if upward == sure else "hi"
                return [Literal((_MIRRORED if negative else _STRAIGHT)[op], f"{bound}_{number}", scaled(value))]
