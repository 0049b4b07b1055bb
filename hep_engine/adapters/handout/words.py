"""How much and how often, as a patient would say it."""

from __future__ import annotations

from hep_engine.model.exercise import Dose

__all__ = ["amount", "effort", "how_often", "kept_smaller", "minutes_said", "sentence"]


def amount(dose: Dose, *, per_side: bool) -> tuple[str, ...]:
    """What is done each time, one short sentence after the other."""
    side = " on each side" if per_side else ""
    once = dose.reps == (1, 1)
    if dose.minutes is not None and once and dose.sets == 1:
        return (f"Do this for about {minutes_said(dose.minutes)}{side}.", *_held(dose, once=True))
    low, high = dose.reps
    count = str(low) if low == high else f"{low} to {high}"
    said = [f"Do this once{side}." if once else f"Do {count}{side}.", *_held(dose, once=once)]
    if dose.sets > 1:
        rest = "" if per_side else "Rest a little. "
        said.append(f"{rest}Do all of this {_times(dose.sets)}.")
    if dose.minutes is not None:
        said.append(f"It takes about {minutes_said(dose.minutes)}.")
    return tuple(said)


def _held(dose: Dose, *, once: bool) -> list[str]:
    if not dose.hold_seconds:
        return []
    return [f"Hold {'it' if once else 'each one'} for {_counted(dose.hold_seconds, 'second')}."]


def how_often(dose: Dose) -> str:
    """On how many days, and how many times on such a day."""
    days = "every day" if dose.days_per_week == 7 else f"on {_counted(dose.days_per_week, 'day')} a week"
    return f"{_times(dose.times_per_day).capitalize()} a day, {days}."


def effort(dose: Dose) -> str | None:
    """How hard it should feel, where the dose says so."""
    if dose.effort is None:
        return None
    return f"Effort: about {dose.effort} out of 10 (0 is rest, 10 is as hard as you can)."


def minutes_said(minutes: int) -> str:
    """`1 minute`, `12 minutes`."""
    return _counted(minutes, "minute")


def kept_smaller(change: str) -> str:
    """Why a dose is smaller than usual: `2 sets rather than 3: because …` of the plan, in two sentences."""
    what, _, why = change.partition(": ")
    return f"Kept smaller for you: {what}. {sentence(why)}".strip()


def sentence(text: str) -> str:
    """The text with a capital at its start, as it stands in a list."""
    return text[:1].upper() + text[1:]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
