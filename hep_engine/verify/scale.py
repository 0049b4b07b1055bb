"""A number as a solver counts it: whole steps from the lowest value, so that every comparison is exact."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import z3

from hep_engine.model.condition import Operator
from hep_engine.model.vocabulary import Measure

__all__ = ["AGE", "PAIN", "Scale", "possible_together", "scales_of"]


@dataclass(frozen=True, slots=True)
class Scale:
    """The values a number can have: *low*, and so many *steps* of one size above it, in the number's own unit."""

    low: Fraction
    step: Fraction
    steps: int

    def compares(self, count: Any, op: Operator, value: Decimal) -> Any:
        """The comparison with *value*, as one about the *count* of steps."""
        place = (Fraction(value) - self.low) / self.step
        match op:
            case ">=":
                return count >= math.ceil(place)
            case ">":
                return count >= math.floor(place) + 1
            case "<=":
                return count <= math.floor(place)
            case "<":
                return count <= math.ceil(place) - 1
            case "=":
                return count == place.numerator if place.denominator == 1 else z3.BoolVal(False)

    def value(self, count: int) -> int | float:
        """The number that is *count* steps above the lowest."""
        value = self.low + count * self.step
        return value.numerator if value.denominator == 1 else float(Decimal(value.numerator) / value.denominator)


PAIN = Scale(Fraction(0), Fraction(1), 10)
"""NPRS now."""
AGE = Scale(Fraction(0), Fraction(1), 130)
"""Whole years."""


def scales_of(measures: Mapping[str, Measure]) -> dict[str, Scale]:
    """The scale of every measure."""
    found = {}
    for name, measure in measures.items():
        low, high, step = (Fraction(each) for each in (measure.min, measure.max, measure.step))
        found[name] = Scale(low, step, math.floor((high - low) / step))
    return found


def possible_together(measures: Mapping[str, Measure], counts: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """For every score that is part of another: both names, and that the two can be right together."""
    scales = scales_of(measures)
    for name, measure in measures.items():
        total = measure.part_of
        if total is None or name not in counts or total not in counts:
            continue
        rest = _value(scales[total], counts[total]) - _value(scales[name], counts[name])
        yield name, total, rest >= 0
        if measure.rest_max is not None:
            yield name, total, rest <= z3.Q(*Fraction(measure.rest_max).as_integer_ratio())


def _value(scale: Scale, count: Any) -> Any:
    low, step = (z3.Q(*each.as_integer_ratio()) for each in (scale.low, scale.step))
    return low + step * z3.ToReal(count)
