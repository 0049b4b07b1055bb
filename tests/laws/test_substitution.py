"""
A program without one exercise is the program of a patient who avoids it, and what it loses is told.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hep_engine import ProfileError
from tests.worlds.budget import tried
from tests.worlds.strategies import keen_cases


def _program(case):
    result = case.engine().recommend(case.profile)
    assume(result.program is not None and result.program.exercises)
    return result


@tried(100)
@given(keen_cases(), st.data())
def test_substituting_is_avoiding_from_the_start(case, data):
    """
    The same exercises, doses and order; twice over is avoiding both.
    """
    engine, result = case.engine(), _program(case)
    avoided = set()
    for _ in range(2):
        if not result.program.exercises:
            break
        name = data.draw(st.sampled_from(result.program.exercises))
        avoided.add(name)
        result = engine.substitute(result, name).result
        told = case.profile.model_copy(update={"avoid": case.profile.avoid | avoided})
        from_the_start = engine.recommend(told).program
        assert result.program.exercises == from_the_start.exercises
        assert result.program.plan == from_the_start.plan
        assert result.program.not_covered == from_the_start.not_covered
        left = {each.exercise: each.code for each in result.program.not_chosen}
        assert {each for each, code in left.items() if code == "put_aside"} == avoided


@tried(100)
@given(keen_cases(), st.data())
def test_what_is_lost_is_told(case, data):
    """
    A deficit no longer worked on, an exercise fewer, walking gone: each has its sentence, and without any nothing is.
    """
    engine, result = case.engine(), _program(case)
    found = engine.substitute(result, data.draw(st.sampled_from(result.program.exercises)))
    before, after = result.program, found.result.program
    uncovered = set(after.not_covered) - set(before.not_covered)
    said = " ".join(found.lost)
    assert ("any more." in said) == bool(
        uncovered or (before.own_time_minutes_per_day and not after.own_time_minutes_per_day)
    )
    assert ("exercises rather than" in said) == (len(after.exercises) < len(before.exercises))
    assert found.added == tuple(each for each in after.exercises if each not in before.exercises)
    assert found.without not in after.exercises


def test_what_is_not_in_the_program_cannot_be_taken_out(engine):
    """
    Nor can anything where there is no program; the nearest exercise is named.
    """
    from hep_engine import PatientProfile

    profile = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45)
    provisional = engine.recommend(profile)
    with pytest.raises(ProfileError, match="the result is provisional"):
        engine.substitute(provisional, "clamshell")
    result = engine.recommend(profile.screened(engine.questions()))
    with pytest.raises(ProfileError, match="did you mean"):
        engine.substitute(result, result.program.exercises[0][:-1])
    with pytest.raises(ProfileError, match="not as this engine made it"):
        engine.substitute(result.top(1), result.program.exercises[0])
