"""The week: on which days each exercise is done.

Days are spread as evenly as seven allow. Exercises done in one position fall on the same days, so that nobody gets down
to the floor more often than needed; other positions may start on another day, where that makes the fullest day lighter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

__all__ = ["DAYS", "Task", "spread"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_EVEN: tuple[tuple[int, ...], ...] = (
    (0,),
    (0, 4),
    (0, 2, 4),
    (0, 2, 4, 5),
    (0, 1, 2, 4, 5),
    (0, 1, 2, 3, 4, 5),
    (0, 1, 2, 3, 4, 5, 6),
)
"""For 1 to 7 days, days whose gaps differ by one at most; each holds the one before, so that a group stays together."""


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise as the week sees it."""

    position: str
    days: int
    minutes: int


def spread(tasks: Sequence[Task]) -> tuple[tuple[bool, ...], ...]:
    """For each task, Monday to Sunday, whether it is done.

    Of all first days for the positions, the ones that make the minutes of the days most alike; of equal ones the
    earliest.
    """
    positions = tuple(dict.fromkeys(task.position for task in tasks))
    starts = [range(7) if _shifts(tasks, each) else range(1) for each in positions[:_MOST]]
    tried = product(*([range(1), *starts[1:]] if starts else []))
    best = min(tried, key=lambda shift: _unevenness(tasks, dict(zip(positions, shift, strict=False))), default=())
    first = dict(zip(positions, best, strict=False))
    return tuple(tuple(day in _days(task, first) for day in range(7)) for task in tasks)


_MOST = 5
"""Positions that are moved against each other; a program has hardly more, and those beyond start on Monday."""


def _shifts(tasks: Sequence[Task], position: str) -> bool:
    return any(task.days < 7 for task in tasks if task.position == position)


def _days(task: Task, first: dict[str, int]) -> frozenset[int]:
    return frozenset((day + first.get(task.position, 0)) % 7 for day in _EVEN[task.days - 1])


def _unevenness(tasks: Sequence[Task], first: dict[str, int]) -> int:
    on = [_days(task, first) for task in tasks]
    return sum(sum(task.minutes for task, days in zip(tasks, on, strict=True) if day in days) ** 2 for day in range(7))
