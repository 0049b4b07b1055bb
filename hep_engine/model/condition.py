"""A condition: the small frozen tree that every reading of a rule reads.

A clinician writes clauses (`has fever_or_rigors`, `pain_score >= 9`) in blocks (`all`, `any`, `none`, `at_least`).
An exercise's eligibility is built as the same kind of tree, with three kinds of clause nobody writes: equipment at
home, an exercise the patient avoids, and another rule of the book.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from hep_engine.errors import Span
from hep_engine.model.truth import Truth

__all__ = [
    "NEVER",
    "All",
    "AnyOf",
    "AtLeast",
    "Block",
    "Clause",
    "Compares",
    "Condition",
    "FactKind",
    "Has",
    "Is",
    "NoneOf",
    "Operator",
    "clauses",
]

Operator = Literal[">=", "<=", ">", "<", "="]


class FactKind(StrEnum):
    """What a `Has` clause asks for. Only findings, equipment and rules can be unknown."""

    FINDING = "has"
    CLEARED = "cleared"
    DEFICIT = "deficit"
    EQUIPMENT = "equipment"
    AVOIDED = "avoids"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Has:
    """The patient has this finding, deficit, clearance or equipment; or: this rule holds."""

    kind: FactKind
    word: str
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.word}"


@dataclass(frozen=True, slots=True)
class Is:
    """A word field (phase, irritability, …) has one of these words.

    `untold` is the truth when the field is not told: unknown, but for `sex` and, under `none`, for
    `directional_preference`, which nobody found if it was not told. Sex is used for risk thresholds alone and
    is never asked, so a clause about it reads towards the rule firing: the lower threshold is taken.
    """

    field: str
    words: tuple[str, ...]
    untold: Truth = Truth.UNKNOWN
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        if len(self.words) == 1:
            return f"{self.field} is {self.words[0]}"
        return f"{self.field} is one of {', '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Compares:
    """A number (`pain_score`, `age` in years, a measure in its own unit) stands in this relation to *value*."""

    number: str
    op: Operator
    value: Decimal
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.number} {self.op} {self.value}"


@dataclass(frozen=True, slots=True)
class All:
    """Every item holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one item holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No item holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least *need* of the items hold."""

    need: int
    items: tuple[Condition, ...]


_CLAUSES = (Has, Is, Compares)
Clause = Has | Is | Compares
Block = All | AnyOf | NoneOf | AtLeast
Condition = Clause | Block

NEVER = AnyOf(())
"""A condition that never holds: any of nothing."""


def clauses(condition: Condition, negative: bool = False) -> Iterator[tuple[Clause, bool]]:
    """Every clause of a condition, from the first, with whether it stands under an odd number of `none`."""
    if isinstance(condition, _CLAUSES):
        yield condition, negative
        return
    inside = negative != isinstance(condition, NoneOf)
    for item in condition.items:
        yield from clauses(item, inside)
