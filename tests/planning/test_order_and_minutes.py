"""
Doing order and time: down to the floor as seldom as can be, stages in their order, minutes by the stated formula.
"""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.model.program import Limit
from hep_engine.model.record import Range
from hep_engine.planning.dosing import held_to, with_sets
from hep_engine.planning.minutes import minutes, seconds_of
from hep_engine.planning.order import Stop, in_doing_order
from tests.worlds.doses import a_dose

positions = st.sampled_from([("supine", True), ("prone", True), ("sitting", False), ("standing", False)])


@st.composite
def stops(draw):
    """Up to five exercises."""
    placed = draw(st.lists(st.tuples(positions, st.integers(1, 7)), max_size=5))
    return tuple(
        Stop(f"e{rank}", rank, stage, position, floor)
        for rank, ((position, floor), stage) in enumerate(placed, start=1)
    )


def descents(order):
    """How often one gets down to the floor, starting on one's feet."""
    up = [False, *(each.on_floor for each in order)]
    return sum(after and not before for before, after in pairwise(up))


@given(stops())
def test_nobody_gets_down_to_the_floor_twice(given_stops):
    """
    And every exercise is done once.
    """
    order = in_doing_order(given_stops)
    assert descents(order) == any(each.on_floor for each in given_stops)
    assert sorted(each.exercise for each in order) == sorted(each.exercise for each in given_stops)


@given(stops())
def test_no_order_is_better(given_stops):
    """
    Against every other order: first by descents, then by the stages, then by changes of position, then by ranks.
    """

    def worse(order):
        against = sum(one.stage > two.stage for number, one in enumerate(order) for two in order[number + 1 :])
        moves = sum(one.position != two.position for one, two in pairwise(order))
        return descents(order), against, moves, [each.rank for each in order]

    assert in_doing_order(given_stops) == min(permutations(given_stops), key=worse)


@pytest.mark.parametrize(
    ("changed", "per_side", "seconds"),
    [
        ({}, False, 2 * 10 * 8 + 30 + 30),
        ({}, True, 2 * 10 * 8 * 2 + 30),
        ({"times_per_day": 3}, False, 3 * (2 * 10 * 8 + 30 + 30)),
        ({"reps": Range(1, 2), "sets": 1, "hold_seconds": 60}, False, 2 * 63 + 30),
        ({"minutes": 5, "times_per_day": 3}, False, 900),
    ],
)
def test_seconds_follow_the_formula(changed, per_side, seconds):
    """
    As the docstring of the room states it.
    """
    assert seconds_of(a_dose(**changed), per_side=per_side) == seconds


@given(st.integers(0, 10_000))
def test_minutes_round_up(seconds):
    """
    No patient is told less than it takes.
    """
    assert 0 <= minutes(seconds) * 60 - seconds < 60


limits = st.builds(
    Limit,
    st.sampled_from(["exercises", "minutes", "sets", "hold_seconds", "effort"]),
    st.integers(1, 10),
    st.sampled_from([None, ("clamshell",), ("bridge",)]),
    st.sampled_from([None, "a_rule"]),
    st.just("So it is."),
    st.just("rules/x.yaml:1"),
)


@given(st.lists(limits, max_size=5))
def test_a_limit_only_ever_takes_away(given_limits):
    """
    The dose is within every limit that speaks of the exercise, is never raised, and each change is told once.
    """
    before = a_dose()
    after, said = held_to(given_limits, before, "clamshell")
    for what in ("sets", "hold_seconds", "effort"):
        speaking = [
            each.most for each in given_limits if each.what == what and each.exercises in (None, ("clamshell",))
        ]
        assert getattr(after, what) == min([getattr(before, what), *speaking])
    changed = [what for what in ("sets", "hold_seconds", "effort") if getattr(after, what) != getattr(before, what)]
    assert len(said) == len(changed)
    assert with_sets(after, 1).sets == 1
