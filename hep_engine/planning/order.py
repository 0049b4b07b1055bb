"""The order in which the exercises of a program are done.

Of all orders, the one that is smallest in this, each counted only where those before it are equal:

1. times the patient gets down to the floor (or bed);
2. pairs done against the order of stages (breathing, mobility, control, strength, daily tasks, balance, walking);
3. changes of position from one exercise to the next;
4. the ranks, read in order, so that of equal orders the better exercise comes first.

A program is at most a handful, so every order is tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Planned

__all__ = ["Stop", "in_doing_order", "ordered"]


@dataclass(frozen=True, slots=True)
class Stop:
    """An exercise as the order sees it."""

    exercise: str
    rank: int
    stage: int
    position: str
    on_floor: bool


def in_doing_order(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """The best order of *stops*."""
    return min(permutations(stops), key=_cost)


def _cost(order: Sequence[Stop]) -> tuple[int, int, int, list[int]]:
    down = against = moves = 0
    before: Stop | None = None
    for number, each in enumerate(order):
        down += each.on_floor and not (before and before.on_floor)
        moves += before is not None and before.position != each.position
        for after in order[number + 1 :]:
            against += each.stage > after.stage
        before = each
    return down, against, moves, [each.rank for each in order]


def ordered(plan: Sequence[Planned], ranks: Mapping[str, int], knowledge: KnowledgeBase) -> tuple[Planned, ...]:
    """A plan in doing order; *ranks* are those of the recommendations."""
    stops = {}
    for each in plan:
        position = knowledge.exercises[each.exercise].position
        on_floor = knowledge.vocabulary.positions[position].on_floor
        stage = knowledge.category_of(each.exercise).stage
        stops[each.exercise] = Stop(each.exercise, ranks[each.exercise], stage, position, on_floor)
    places = {stop.exercise: place for place, stop in enumerate(in_doing_order(tuple(stops.values())))}
    return tuple(sorted(plan, key=lambda each: places[each.exercise]))
