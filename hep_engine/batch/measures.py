"""Scores of one measure, as a table of every value it can have: what is not in the table is no score of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hep_engine.model.vocabulary import Measure
from hep_engine.reasoning.atoms import Scale

__all__ = ["PARTS", "Score", "Scores"]

PARTS = 10**6
"""Scores are compared with each other in these parts of their unit."""

_MOST_VALUES = 100_000
"""A measure with more possible values is read row by row."""


class Score(NamedTuple):
    """The scores of many patients, as far as they were found among the possible ones."""

    places: NDArray[np.int64]
    """The row of its place on the scale; -1 where no condition looks at it."""
    parts: NDArray[np.int64]
    """The score in whole parts of its unit, to be compared exactly."""
    possible: NDArray[np.bool_]


class Scores:
    """Every value a measure can have."""

    def __init__(self, measure: Measure, scale: Scale | None, rows: Sequence[int]) -> None:
        """List the values; *rows* belong to the places of the *scale* on which conditions compare."""
        steps = int((measure.max - measure.min) / measure.step)
        exact = [measure.min + measure.step * number for number in range(steps + 1)] if steps < _MOST_VALUES else []
        kept = [each if _is_itself(each) else None for each in exact]
        self._first, self._step = float(measure.min), float(measure.step)
        # One more at the end, which nothing equals: for what lies beyond.
        self.values = np.array([*(np.nan if each is None else float(each) for each in kept), np.nan])
        self._rows = np.array(
            [-1 if scale is None or each is None else rows[scale.place(each)] for each in (*kept, None)]
        )
        self._parts = np.array([0 if each is None else int(each * PARTS) for each in (*kept, None)], np.int64)

    def read(self, values: NDArray[np.float64]) -> Score:
        """Look *values* up."""
        with np.errstate(invalid="ignore", over="ignore"):
            number = np.rint((values - self._first) / self._step)
            at = np.where((number >= 0) & (number < len(self.values)), number, -1).astype(np.int64)
        return Score(self._rows[at], self._parts[at], self.values[at] == values)


def _is_itself(value: Decimal) -> bool:
    """Whether a float says just this value, as a profile reads floats, in parts that can be compared."""
    return Decimal(str(float(value))) == value and (value * PARTS) % 1 == 0 and abs(value) < 10**9
