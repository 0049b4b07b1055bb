"""A second way to say what the best program is: every admissible set is made and measured, by code of its own.

It reads the result and the knowledge, and shares with the library only the names of their fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import ceil

from hep_engine import KnowledgeBase
from hep_engine.model.result import Recommendation, Recommendations

__all__ = ["admissible", "daily_seconds", "measure", "most"]


def most(result: Recommendations, what: str, exercise: str | None = None) -> int | None:
    """The lowest limit of a kind that speaks of the exercise."""
    found = [
        each.most
        for each in result.program.limits
        if each.what == what and (each.exercises is None or exercise in each.exercises)
    ]
    return min(found, default=None)


def daily_seconds(given: Recommendation, result: Recommendations, sets: int) -> int:
    """The stated formula, from the dose as the catalogue has it and the limits."""
    dose = given.dose
    if dose.minutes is not None:
        return min(dose.minutes, most(result, "minutes_at_a_time", given.exercise) or 999) * 60 * dose.times_per_day
    done = min([dose.sets, sets, *([limit] if (limit := most(result, "sets", given.exercise)) else [])])
    hold = min([dose.hold_seconds, *([limit] if (limit := most(result, "hold_seconds", given.exercise)) else [])])
    reps = ceil((dose.reps[0] + dose.reps[1]) / 2)
    sides, rests = (2, 0) if given.per_side else (1, done - 1)
    return dose.times_per_day * (done * reps * (hold + 3) * sides + 30 * rests + 30)


def _reachable(knowledge: KnowledgeBase, name: str) -> set[str]:
    found, todo = set(), list(knowledge.exercises[name].progresses_to)
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo += knowledge.exercises[each].progresses_to
    return found


def _own_time(knowledge: KnowledgeBase, name: str) -> bool:
    return knowledge.vocabulary.categories[knowledge.exercises[name].category].own_time


def _must_wait(given: Recommendation, result: Recommendations, knowledge: KnowledgeBase) -> bool:
    """Whether an easier recommended exercise that leads to it is for all the same, and needs no precaution."""
    return any(
        given.exercise in _reachable(knowledge, other.exercise)
        and {*given.matched_indications} <= {*other.matched_indications}
        and all(caution.finding is None for caution in other.cautions)
        for other in result.recommendations
    )


def _worries(given: Recommendation, result: Recommendations, knowledge: KnowledgeBase) -> bool:
    """A precaution, an open question, or an easier step for some of the same."""
    easier = any(
        given.exercise in _reachable(knowledge, other.exercise)
        and {*given.matched_indications} & {*other.matched_indications}
        for other in result.recommendations
    )
    return easier or bool(given.confirm) or any(caution.finding for caution in given.cautions)


def admissible(result: Recommendations, knowledge: KnowledgeBase, sets: int) -> Iterator[tuple[Recommendation, ...]]:
    """Every set that keeps to the limits when no exercise has more than so many sets."""
    free = [each for each in result.recommendations if not _must_wait(each, result, knowledge)]
    minutes, size = most(result, "minutes"), most(result, "exercises")
    for count in range(size + 1):
        for chosen in combinations(free, count):
            names = [each.exercise for each in chosen]
            counted = [each for each in chosen if not _own_time(knowledge, each.exercise)]
            chained = any(
                two in _reachable(knowledge, one) or one in _reachable(knowledge, two)
                for one, two in combinations(names, 2)
            )
            time = sum(daily_seconds(each, result, sets) for each in counted)
            if not chained and len(chosen) - len(counted) <= 1 and time <= 60 * minutes:
                yield chosen


def measure(
    chosen: tuple[Recommendation, ...], sets: int, result: Recommendations, knowledge: KnowledgeBase
) -> tuple[int | tuple[int, ...], ...]:
    """The aims in their order; greater is better."""
    least = min(knowledge.policy.program_least.value, most(result, "exercises"))
    floor = [knowledge.vocabulary.positions[knowledge.exercises[each.exercise].position].on_floor for each in chosen]
    worrying = [each for each in chosen if _worries(each, result, knowledge)]
    return (
        len({deficit for each in chosen if each not in worrying for deficit in each.matched_indications}),
        len({deficit for each in chosen for deficit in each.matched_indications}),
        int(any(_own_time(knowledge, each.exercise) for each in chosen)),
        min(len(chosen), least),
        -len(worrying),
        -len(chosen),
        min(sets, 2),
        sum(each.score for each in chosen),
        sets,
        int(not any(floor)),
        tuple(-each.rank for each in chosen),
    )
