"""A condition as masks over two big whole numbers: the bits that are *yes*, and the bits that *may* be.

Every clause is one bit of both; what is yes also may be, and what may not be is no. A block asks for its clauses with
one *and* on each number, whatever their count, and goes deeper only for blocks inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from hep_engine.model.condition import All, AnyOf, AtLeast, Clause, Compares, Condition, Has, Is, NoneOf

__all__ = ["NO", "UNKNOWN", "YES", "Bit", "Block", "compiled"]

NO, UNKNOWN, YES = 0, 1, 2
"""Truth as a number: on how many of the two rails it stands."""

Bit = Callable[[Clause], int]
"""The one bit that stands for a clause."""


class Block(Protocol):
    """A compiled condition."""

    def read(self, yes: int, may: int) -> int:
        """NO, UNKNOWN or YES, for these bits."""


class _Any:
    """At least one of the clauses of *mask*, or of the *parts*, holds."""

    __slots__ = ("mask", "parts")

    def __init__(self, mask: int, parts: tuple[Block, ...]) -> None:
        self.mask, self.parts = mask, parts

    def read(self, yes: int, may: int) -> int:
        if yes & self.mask:
            return YES
        found = UNKNOWN if may & self.mask else NO
        for part in self.parts:
            truth = part.read(yes, may)
            if truth == YES:
                return YES
            found |= truth
        return found


class _All:
    """All clauses of *mask*, and all of the *parts*, hold."""

    __slots__ = ("mask", "parts")

    def __init__(self, mask: int, parts: tuple[Block, ...]) -> None:
        self.mask, self.parts = mask, parts

    def read(self, yes: int, may: int) -> int:
        mask = self.mask
        if may & mask != mask:
            return NO
        found = YES if yes & mask == mask else UNKNOWN
        for part in self.parts:
            truth = part.read(yes, may)
            if truth == NO:
                return NO
            if truth == UNKNOWN:
                found = UNKNOWN
        return found


class _None:
    """Nothing of *inside* holds."""

    __slots__ = ("inside",)

    def __init__(self, inside: _Any) -> None:
        self.inside = inside

    def read(self, yes: int, may: int) -> int:
        return YES - self.inside.read(yes, may)


class _AtLeast:
    """So many of the clauses of *mask* and of the *parts* hold."""

    __slots__ = ("mask", "need", "parts")

    def __init__(self, need: int, mask: int, parts: tuple[Block, ...]) -> None:
        self.need, self.mask, self.parts = need, mask, parts

    def read(self, yes: int, may: int) -> int:
        sure, possible = (yes & self.mask).bit_count(), (may & self.mask).bit_count()
        for part in self.parts:
            truth = part.read(yes, may)
            sure += truth == YES
            possible += truth != NO
        return YES if sure >= self.need else NO if possible < self.need else UNKNOWN


def compiled(condition: Condition, bit: Bit) -> Block:
    """The condition, ready to be read of bits."""
    match condition:
        case Has() | Is() | Compares():
            return _Any(bit(condition), ())
        case All(items):
            return _All(*_split(items, bit))
        case AnyOf(items):
            return _Any(*_split(items, bit))
        case NoneOf(items):
            return _None(_Any(*_split(items, bit)))
        case AtLeast(need, items):
            return _AtLeast(need, *_split(items, bit))


def _split(items: Sequence[Condition], bit: Bit) -> tuple[int, tuple[Block, ...]]:
    """The clauses among the items as one mask, and the rest compiled; a clause that is there twice counts twice."""
    mask = 0
    parts: list[Block] = []
    for item in items:
        if isinstance(item, Has | Is | Compares) and not mask & bit(item):
            mask |= bit(item)
        else:
            parts.append(compiled(item, bit))
    return mask, tuple(parts)
