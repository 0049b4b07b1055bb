"""Three-valued truth for a solver: whether something is so, and whether it may be so, each a formula.

A condition that is not known may be so without being so. Nothing here is shared with the readings that decide; that
is what makes a proof a third opinion.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

import z3

from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, Condition, Has, Is, NoneOf

__all__ = ["Patientlike", "Rails", "both", "either", "never", "read_condition", "settled"]


class Rails(NamedTuple):
    """Truth on two rails. Whatever is so may be so."""

    yes: Any
    may: Any

    @property
    def no(self) -> Any:
        """It is known not to be so."""
        return z3.Not(self.may)

    @property
    def unknown(self) -> Any:
        """It may be so, and nobody knows."""
        return z3.And(self.may, z3.Not(self.yes))


class Patientlike(Protocol):
    """Whatever can say of a clause whether it holds: a patient, or a week in a course."""

    def clause(self, clause: Has | Is | Compares) -> Rails:
        """Whether the clause holds."""


def settled(so: Any) -> Rails:
    """Something that is never unknown."""
    return Rails(so, so)


def never() -> Rails:
    """Something that is never so."""
    return settled(z3.BoolVal(False))


def both(parts: Iterable[Rails]) -> Rails:
    """All of them."""
    parts = list(parts)
    return Rails(z3.And([each.yes for each in parts]), z3.And([each.may for each in parts]))


def either(parts: Iterable[Rails]) -> Rails:
    """At least one of them."""
    parts = list(parts)
    return Rails(z3.Or([each.yes for each in parts]), z3.Or([each.may for each in parts]))


def read_condition(condition: Condition, of: Patientlike) -> Rails:
    """Whether *condition* holds of a patient."""
    match condition:
        case All(items):
            return both(read_condition(each, of) for each in items)
        case AnyOf(items):
            return either(read_condition(each, of) for each in items)
        case NoneOf(items):
            found = either(read_condition(each, of) for each in items)
            return Rails(z3.Not(found.may), z3.Not(found.yes))
        case AtLeast(need, items):
            parts = [read_condition(each, of) for each in items]
            return Rails(_so_many(need, [each.yes for each in parts]), _so_many(need, [each.may for each in parts]))
        case clause:
            return of.clause(clause)


def _so_many(need: int, truths: list[Any]) -> Any:
    return z3.PbGe([(each, 1) for each in truths], need)
