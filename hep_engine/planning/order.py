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
from itertools import combinations, pairwise, permutations

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


def _cost(order: Sequence[Stop]) -> tuple[int, int, int, tuple[int, ...]]:
    down = sum(each.on_floor and not before.on_floor for before, each in pairwise(order))
    against = sum(before.stage > after.stage for before, after in combinations(order, 2))
    moves = sum(before.position != after.position for before, after in pairwise(order))
    return down + (order[0].on_floor if order else 0), against, moves, tuple(each.rank for each in order)


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
