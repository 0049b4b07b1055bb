"""A box: a region as a solver widens it. On each axis it says which values are allowed; an axis is widened alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hep_engine.model.gaps import Fact

__all__ = ["Box", "Point", "Span"]


class Span(NamedTuple):
    """Steps of a scale from *low* to *high*, and whether patients of whom the number was not told are in it."""

    low: int
    high: int
    untold: bool

    def has(self, step: int | None) -> bool:
        """Whether a number, or its not being told, is in it."""
        return self.untold if step is None else self.low <= step <= self.high


class Point(NamedTuple):
    """One patient, on every axis."""

    facts: frozenset[Fact]
    only: frozenset[str]
    words: Mapping[str, str | None]
    numbers: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Box:
    """Allowed values on every axis."""

    groups: tuple[tuple[Fact, ...], ...]
    """Of each group at least one is so."""
    only: frozenset[str]
    """The deficits that may be told, the directional preference aside."""
    words: Mapping[str, frozenset[str | None]]
    """The words each field may have; `None` is not told."""
    numbers: Mapping[str, Span]

    @classmethod
    def around(cls, point: Point) -> Box:
        """The box that holds whoever is like *point*, as far as what helps to be offered something goes."""
        return cls(
            tuple((each,) for each in sorted(point.facts)),
            point.only,
            {field: frozenset({word}) for field, word in point.words.items()},
            {
                name: Span(1, 0, True) if step is None else Span(step, step, False)
                for name, step in point.numbers.items()
            },
        )

    def has(self, point: Point) -> bool:
        """Whether a patient is in it."""
        return (
            point.only <= self.only
            and all(point.words[field] in words for field, words in self.words.items())
            and all(span.has(point.numbers[name]) for name, span in self.numbers.items())
            and all(any(each in point.facts for each in group) for group in self.groups)
        )
