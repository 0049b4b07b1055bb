"""Three-valued truth, after Kleene: what is not known is neither yes nor no."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

__all__ = ["Truth", "at_least", "every", "negated", "some"]


class Truth(Enum):
    """Yes, no, or not known."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """`None` is unknown."""
        return Truth.UNKNOWN if value is None else Truth.YES if value else Truth.NO


def every(truths: Iterable[Truth]) -> Truth:
    """Kleene's *and*: one no settles it, one unknown leaves it open. Of nothing: yes."""
    settled = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return Truth.NO
        if truth is Truth.UNKNOWN:
            settled = Truth.UNKNOWN
    return settled


def some(truths: Iterable[Truth]) -> Truth:
    """Kleene's *or*: one yes settles it, one unknown leaves it open. Of nothing: no."""
    settled = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return Truth.YES
        if truth is Truth.UNKNOWN:
            settled = Truth.UNKNOWN
    return settled


def negated(truth: Truth) -> Truth:
    """Kleene's *not*: unknown stays unknown."""
    return Truth.NO if truth is Truth.YES else Truth.YES if truth is Truth.NO else truth


def at_least(need: int, truths: Iterable[Truth]) -> Truth:
    """Yes once *need* are yes; no once too few are left that could be."""
    seen = list(truths)
    if seen.count(Truth.YES) >= need:
        return Truth.YES
    return Truth.NO if len(seen) - seen.count(Truth.NO) < need else Truth.UNKNOWN
