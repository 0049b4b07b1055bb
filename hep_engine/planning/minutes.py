"""How long a dose takes on a day it is done, and how a dose is held to what rules allow.

Where the dose gives minutes, those minutes times the times a day. Otherwise, for each time a day, in seconds:

    sets × repetitions × (hold + 3) × sides  +  30 × rests  +  30

A repetition takes 3 seconds beside its hold. Repetitions are the middle of their range, rounded up. One rests between
sets, but not where the other side works meanwhile, so `rests` is the sets less one, and none where there are two sides.
The last 30 seconds are for getting into position. The seconds are ours: nobody measured them.
"""

from __future__ import annotations

from collections.abc import Iterable

from hep_engine.model.exercise import Dose
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Planned

__all__ = ["minutes", "minutes_a_day", "seconds_of"]

_REPETITION, _REST, _READY = 3, 30, 30


def seconds_of(dose: Dose, *, per_side: bool, most_sets: int | None = None) -> int:
    """The seconds that *dose* takes on a day it is done, with no more than so many sets."""
    if dose.minutes is not None:
        return dose.minutes * 60 * dose.times_per_day
    sets = dose.sets if most_sets is None else min(dose.sets, most_sets)
    sides = 2 if per_side else 1
    reps = (dose.reps.low + dose.reps.high + 1) // 2
    moving = sets * reps * (dose.hold_seconds + _REPETITION) * sides
    rests = 0 if per_side else sets - 1
    return (moving + _REST * rests + _READY) * dose.times_per_day


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)


def minutes_a_day(plan: Iterable[Planned], knowledge: KnowledgeBase) -> tuple[int, int]:
    """The minutes of a day when everything is done: counted time, and the time of walking and the like."""
    counted, apart = 0, 0
    for each in plan:
        seconds = seconds_of(each.dose, per_side=each.per_side)
        if knowledge.category_of(each.exercise).own_time:
            apart += seconds
        else:
            counted += seconds
    return minutes(counted), minutes(apart)
