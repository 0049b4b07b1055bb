"""A dose in words."""

from __future__ import annotations

from hep_engine.model.exercise import Dose

__all__ = ["dose_in_words"]


def dose_in_words(dose: Dose, *, per_side: bool) -> str:
    """A dose as a person says it."""
    side = " on each side" if per_side else ""
    sets = "1 set" if dose.sets == 1 else f"{dose.sets} sets"
    reps = "1 repetition" if dose.reps == (1, 1) else f"{dose.reps} repetitions"
    lasting = dose.minutes is not None and (dose.sets, dose.reps) == (1, (1, 1))
    said = [] if lasting else [f"{sets} of {reps}{side}"]
    if dose.hold_seconds:
        said.append(f"each held {dose.hold_seconds} second{'s' if dose.hold_seconds > 1 else ''}")
    if dose.minutes:
        said.append(f"about {dose.minutes} minutes")
    times = {1: "once", 2: "twice"}.get(dose.times_per_day, f"{dose.times_per_day} times")
    days = "every day" if dose.days_per_week == 7 else f"on {dose.days_per_week} days a week"
    said.append(f"{times} a day {days}")
    if dose.effort is not None:
        said.append(f"effort {dose.effort} of 10")
    return ", ".join(said)
