"""
What the follow-up rules read of a week: pain at its worst, success at its least, and what was not noted is not known.
"""

from __future__ import annotations

import pytest

from hep_engine.model.history import Prescribed, Session, Visit
from hep_engine.steps.course import course_of, exercise_course

DOSE = {"sets": 2, "reps": (8, 10), "hold_seconds": 5, "days_per_week": 4, "times_per_day": 1}


def session(before=2, during=3, morning=2, reps=12, clean=True, spread=False):
    return Session(
        exercise="bridge",
        pain_before=before,
        pain_during=during,
        pain_next_morning=morning,
        reps_in_last_set=reps,
        clean=clean,
        symptoms_spread=spread,
    )


def week(*sessions, number=1, pain=3):
    program = (Prescribed(exercise="bridge", **DOSE),)
    return Visit(week=number, pain_score=pain, approach="movement_control", program=program, sessions=sessions)


def numbers(*visits, pain=3):
    return dict(exercise_course("bridge", visits, pain).numbers)


@pytest.mark.parametrize(
    ("sessions", "name", "value"),
    [
        ([session(5, 6), session(6, 6)], "pain_start", 5),
        ([session(5, 6), session(6, 6)], "pain_during", 6),
        ([session(1, 4), session(4, 5)], "pain_rise", 3),
        ([session(2, 3, 2), session(2, 3, 4)], "morning_rise", 2),
        ([session(morning=2), session(morning=None)], "morning_rise", None),
        ([session(morning=3), session(morning=None)], "morning_rise", 1),
        ([session(reps=13), session(reps=12)], "extra_reps", 2),
        ([session(reps=14), session(reps=None)], "extra_reps", None),
        ([session(reps=14)], "extra_reps", None),
        ([session(clean=False), session(), session()], "clean_sessions", 2),
        ([session(), session(clean=None)], "clean_sessions", None),
        ([session(), session(clean=False)], "clean_sessions", 0),
        ([session(spread=False), session(spread=False)], "spreading_sessions", 0),
        ([session(spread=False), session(spread=None)], "spreading_sessions", None),
        ([session(spread=True), session(spread=None)], "spreading_sessions", 1),
        ([session(), session(), session()], "sessions_done_percent", 75),
        ([], "sessions_done_percent", 0),
        ([], "pain_during", None),
        ([], "hold_seconds", 5),
    ],
)
def test_a_number_of_one_week(sessions, name, value):
    """
    Worst pain from the lowest start; the fewer of two sessions; nothing from what nobody noted.
    """
    assert numbers(week(*sessions)).get(name) == value


def test_weeks_are_compared_only_where_they_follow_each_other():
    """
    A gap breaks the comparison and the count.
    """
    first, second = week(session(during=3)), week(session(during=5), number=2)
    assert numbers(first, second)["week_pain_rise"] == 2
    assert numbers(first, second)["weeks_on_step"] == 2
    later = week(session(during=5), number=9)
    assert "week_pain_rise" not in numbers(first, later)
    assert numbers(first, later)["weeks_on_step"] == 1


def test_the_course_counts_weeks_and_pain_from_its_start():
    """
    And from the last visit.
    """
    told = course_of([week(number=2, pain=6), week(number=4, pain=3)], 5).numbers
    assert (told["weeks_in_program"], told["pain_fall"], told["pain_since_last_week"]) == (3, 1, 2)
