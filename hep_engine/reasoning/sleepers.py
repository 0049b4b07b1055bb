"""Conditions that sleep until a fact wakes them: what no fact wakes is no, and costs nothing.

Most rules ask for findings that most patients do not have. Each condition waits for a few bits such that it is no while
none of them may be set; a condition that has no such bits is always awake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, Condition, Has, Is, NoneOf
from hep_engine.reasoning.bitsets import Union, bits_of
from hep_engine.reasoning.masks import Bit, Block, compiled

__all__ = ["Sleepers"]

Often = Callable[[int], int]
"""A guess at how often some of these bits is set; to compare with others."""

_ALWAYS = 10**9


class Sleepers:
    """A row of conditions, each with a bit of its own, the lowest first."""

    def __init__(self, conditions: Sequence[Condition], bit: Bit, often: Often) -> None:
        """Compile *conditions*; each sleeps, where there is a choice, for the bits that are the least *often* set."""
        self.blocks: dict[int, Block] = {}
        """Each condition, by its bit."""
        self.choices = 0
        """Those that ask for any one of some clauses: what wakes them with a yes is all they need."""
        self.woken_by: dict[int, int] = {}
        """The conditions that one bit wakes."""
        self._always = 0
        for place, condition in enumerate(conditions):
            own = 1 << place
            self.blocks[own] = compiled(condition, bit)
            waiting = _waiting(condition, bit, often)
            if waiting is None:
                self._always |= own
                continue
            if _is_choice(condition):
                self.choices |= own
            for each in bits_of(waiting):
                self.woken_by[1 << each] = self.woken_by.get(1 << each, 0) | own
        self._woken = Union(self.woken_by)
        self._settled = Union({each: woken & self.choices for each, woken in self.woken_by.items()})

    def awake(self, bits: int) -> int:
        """The conditions that could be anything but no when at most these bits may be set."""
        return self._always | self._woken(bits)

    def settled(self, bits: int) -> int:
        """The choices that hold when these bits are set."""
        return self._settled(bits)


def _waiting(condition: Condition, bit: Bit, often: Often) -> int | None:
    """Bits such that the condition is no while none of them may be; `None` where there are no such bits."""

    def cost(mask: int | None) -> int:
        return _ALWAYS if mask is None else often(mask)

    def each(items: Iterable[Condition]) -> list[int | None]:
        return sorted((_waiting(item, bit, often) for item in items), key=cost)

    match condition:
        case Has() | Is() | Compares():
            return bit(condition)
        case All(items):  # one that must hold is enough to wait for
            return next(iter(each(items)), None)
        case AnyOf(items):
            return _together(each(items))
        case AtLeast(need, items) if 1 <= need <= len(items):  # of any *need* items, one is among these
            return _together(each(items)[: len(items) - need + 1])
        case AtLeast(need, _):
            return 0 if need > 0 else None
        case NoneOf():
            return None


def _is_choice(condition: Condition) -> bool:
    """Whether any one clause of the condition is enough for all of it."""
    match condition:
        case Has() | Is() | Compares():
            return True
        case AnyOf(items):
            return all(_is_choice(item) for item in items)
        case All((item,)):
            return _is_choice(item)
    return False


def _together(masks: Iterable[int | None]) -> int | None:
    union = 0
    for mask in masks:
        if mask is None:
            return None
        union |= mask
    return union
