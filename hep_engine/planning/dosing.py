"""A dose held to the limits of a program: only ever less, with the reason for each change."""

from __future__ import annotations

from collections.abc import Iterable

from hep_engine.model.exercise import Dose
from hep_engine.model.program import Limit
from hep_engine.model.wording import lower_first

__all__ = ["held_to", "with_sets"]

_UNITS = {
    "sets": "sets",
    "hold_seconds": "seconds of holding",
    "effort": "as effort out of 10",
    "minutes_at_a_time": "minutes at a time",
}
"""What a limit on a dose counts; it is the dose's own key, but for minutes."""


def held_to(limits: Iterable[Limit], dose: Dose, exercise: str) -> tuple[Dose, tuple[str, ...]]:
    """*dose* within every limit that speaks of *exercise*, and a sentence for each change."""
    changed: dict[str, str] = {}
    for each in sorted(limits, key=lambda each: (each.what, each.most, each.rule or "")):
        if each.what not in _UNITS or (each.exercises is not None and exercise not in each.exercises):
            continue
        key = "minutes" if each.what == "minutes_at_a_time" else each.what
        planned = getattr(dose, key)
        if planned is not None and planned > each.most:
            because = lower_first(each.because.rstrip("."))
            unit = _UNITS[each.what].replace("sets", "set") if each.most == 1 else _UNITS[each.what]
            changed[each.what] = f"{each.most} {unit} rather than {planned}: {because}."
            dose = dose.model_copy(update={key: each.most})
    return dose, tuple(changed.values())


def with_sets(dose: Dose, most: int) -> Dose:
    """*dose* with at most so many sets."""
    return dose if dose.sets <= most else dose.model_copy(update={"sets": most})
