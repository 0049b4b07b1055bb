"""A dose held to the limits of a program: only ever less, with the reason for each change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hep_engine.model.exercise import Dose, Exercise
from hep_engine.model.program import Limit
from hep_engine.model.record import Range
from hep_engine.model.wording import lower_first

__all__ = ["held_in_order", "held_to", "in_order", "lesser", "no_more_than_written", "with_sets"]

_UNITS = {
    "sets": "sets",
    "hold_seconds": "seconds of holding",
    "effort": "as effort out of 10",
    "minutes_at_a_time": "minutes at a time",
}
"""What a limit on a dose counts; it is the dose's own key, but for minutes."""


def in_order(limits: Iterable[Limit]) -> list[Limit]:
    """The limits that are about a dose, in the order in which it is held to them: of several the strictest first."""
    dosing = (each for each in limits if each.what in _UNITS)
    return sorted(dosing, key=lambda each: (each.what, each.most, each.rule or ""))


def held_to(limits: Iterable[Limit], dose: Dose, exercise: str) -> tuple[Dose, tuple[str, ...]]:
    """*dose* within every limit that speaks of *exercise*, and a sentence for each change."""
    return held_in_order(in_order(limits), dose, exercise)


def held_in_order(limits: Iterable[Limit], dose: Dose, exercise: str) -> tuple[Dose, tuple[str, ...]]:
    """The same for limits that are `in_order` already, so that they are sorted once for many exercises."""
    changed: dict[str, str] = {}
    for each in limits:
        if each.exercises is not None and exercise not in each.exercises:
            continue
        key = "minutes" if each.what == "minutes_at_a_time" else each.what
        planned = getattr(dose, key)
        if planned is not None and planned > each.most:
            because = lower_first(each.because.rstrip("."))
            unit = _UNITS[each.what].replace("sets", "set") if each.most == 1 else _UNITS[each.what]
            changed[each.what] = f"{each.most} {unit} rather than {planned}: {because}."
            dose = dose.model_copy(update={key: each.most})
    return dose, tuple(changed.values())


@lru_cache(maxsize=1024)
def with_sets(dose: Dose, most: int) -> Dose:
    """*dose* with at most so many sets. The same doses come again and again, and a copy of one costs a lot."""
    return dose if dose.sets <= most else dose.model_copy(update={"sets": most})


def lesser(one: Dose, other: Dose) -> Dose:
    """Part by part the lesser of two doses of one exercise; *other* where the one counts minutes and it does not."""
    if (one.minutes is None) != (other.minutes is None):
        return other
    least = {
        what: min(getattr(one, what), getattr(other, what))
        for what in ("sets", "hold_seconds", "days_per_week", "times_per_day")
    }
    known = {
        what: min(each for each in (getattr(one, what), getattr(other, what)) if each is not None)
        for what in ("minutes", "effort")
        if getattr(one, what) is not None or getattr(other, what) is not None
    }
    reps = Range(min(one.reps[0], other.reps[0]), min(one.reps[1], other.reps[1]))
    return other.model_copy(update={**least, **known, "reps": reps})


def no_more_than_written(dose: Dose, today: Dose, exercise: Exercise) -> Dose:
    """*dose*, no part of it beyond the most that the exercise's file gives for any approach; *today* is today's."""
    if (dose.minutes is None) != (today.minutes is None):
        return today
    most = {
        what: max(getattr(each, what) or 0 for each in exercise.dose.values())
        for what in ("sets", "hold_seconds", "days_per_week", "times_per_day", "minutes", "effort")
    }
    held = {what: min(getattr(dose, what), limit) for what, limit in most.items() if getattr(dose, what) is not None}
    top = max(each.reps.high for each in exercise.dose.values())
    low, high = max(1, min(dose.reps[0], top)), max(1, min(dose.reps[1], top))
    return dose.model_copy(update={**held, "sets": max(1, held["sets"]), "reps": Range(low, high)})
