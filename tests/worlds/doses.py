"""A dose, made for a test."""

from __future__ import annotations

from typing import Any

from hep_engine.model.exercise import Dose
from hep_engine.model.record import Range

__all__ = ["a_dose"]


def a_dose(**changed: Any) -> Dose:
    """Two sets of eight to twelve, held for five seconds, four days a week; or otherwise, as told."""
    usual = {"sets": 2, "reps": Range(8, 12), "hold_seconds": 5, "days_per_week": 4, "times_per_day": 1, "effort": 7}
    return Dose.model_construct(**{"minutes": None, **usual, **changed})
