"""One step up or down in a dose, where a step is not another exercise."""

from __future__ import annotations

from hep_engine.model.exercise import Dose
from hep_engine.model.record import Range

__all__ = ["halved", "longer"]

_MOST_MINUTES_A_DAY = 30
_ONCE, _EACH_TIME = 5, 2


def longer(dose: Dose) -> Dose | None:
    """A few minutes more a day (`pocovi2024`, `garber2011`: 2 to 5 a week, towards 30), or `None` at the top.

    Done once a day, five minutes are added; done more often, two each time, so that a day does not leap.
    """
    if dose.minutes is None or dose.minutes * dose.times_per_day >= _MOST_MINUTES_A_DAY:
        return None
    added = _ONCE if dose.times_per_day == 1 else _EACH_TIME
    return dose.model_copy(update={"minutes": min(dose.minutes + added, _MOST_MINUTES_A_DAY // dose.times_per_day)})


def halved(dose: Dose) -> Dose:
    """Half of a dose, rounded up: of its minutes, else of its sets, else of its repetitions."""
    if dose.minutes is not None:
        return dose.model_copy(update={"minutes": _half(dose.minutes)})
    if dose.sets > 1:
        return dose.model_copy(update={"sets": _half(dose.sets)})
    return dose.model_copy(update={"reps": Range(_half(dose.reps[0]), _half(dose.reps[1]))})


def _half(number: int) -> int:
    return max(1, -(-number // 2))
