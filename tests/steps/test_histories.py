"""
A history that cannot be true is refused, every mistake at once, before anything is decided from it.
"""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from hep_engine import PatientProfile, ProfileError
from hep_engine.model.history import Prescribed, Session, Visit

CLAM = {"exercise": "clamshell", "sets": 2, "reps": (10, 12), "hold_seconds": 2, "days_per_week": 4, "times_per_day": 1}


def a_visit(week=1, approach="movement_control", sessions=(), **dose):
    return Visit(
        week=week, pain_score=3, approach=approach, program=(Prescribed(**{**CLAM, **dose}),), sessions=sessions
    )


@pytest.fixture(scope="module")
def patient(engine):
    """Somebody with a program."""
    told = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45, irritability="low")
    return told.screened(engine.questions())


@pytest.mark.parametrize(
    ("history", "what"),
    [
        ([], "there is no visit yet"),
        ([a_visit(2), a_visit(1)], "week 1 comes after week 2"),
        ([a_visit(1), a_visit(1)], "week 1 comes after week 1"),
        ([a_visit(approach="movement_kontrol")], "did you mean `movement_control`?"),
        ([a_visit(exercise="clamshel")], "did you mean `clamshell`?"),
        ([a_visit(sets=900)], "`sets` of `clamshell` is not from 1 to 10"),
        ([a_visit(reps=(12, 10))], "`reps` of `clamshell` is not from 1 to 100"),
        ([a_visit(hold_seconds=999)], "`hold_seconds` of `clamshell` is not from 0 to 600"),
        ([a_visit(sessions=[Session(exercise="bridge", pain_before=1, pain_during=1)])], "was not prescribed"),
        (["week 1"], "a list of visits is needed"),
    ],
)
def test_a_wrong_history_is_refused_with_its_place(engine, patient, history, what):
    """
    Weeks out of order, unknown words, doses nobody can have prescribed, sessions of something else.
    """
    with pytest.raises(ProfileError) as caught:
        engine.review(patient, history)
    assert what in str(caught.value)
    assert all(each.field.startswith("history") for each in caught.value.mistakes)


@pytest.mark.parametrize("pain", [-1, 11, 3.0, "3", True, float("nan")])
def test_pain_in_a_session_is_a_whole_number_from_0_to_10(pain):
    """
    As in the profile.
    """
    with pytest.raises(ValidationError):
        Session(exercise="clamshell", pain_before=pain, pain_during=3)
    with pytest.raises(ValidationError):
        Session(exercise="clamshell", pain_before=3, pain_during=pain)


def test_a_copy_that_was_never_validated_is_validated(engine, patient):
    """
    `model_copy` does not look at what it is given.
    """
    with pytest.raises(ValidationError):
        engine.review(patient, [a_visit().model_copy(update={"pain_score": 99})])


def test_a_new_red_flag_stops_everything(engine, patient):
    """
    The review is withheld, whatever the rules of the week say.
    """
    red = patient.model_copy(
        update={"findings": {"bladder_change"}, "ruled_out": patient.ruled_out - {"bladder_change"}}
    )
    reviewed = engine.review(red, [a_visit()])
    assert (reviewed.status, reviewed.steps) == ("withheld", ())
    assert reviewed.result.program is None


def test_pain_that_is_worse_is_screened_again_first(engine, patient):
    """
    Two points up: today's questions, and no step, until they were asked.
    """
    worse = patient.model_copy(update={"pain_score": 5})
    reviewed = engine.review(worse, [a_visit()])
    assert (reviewed.status, reviewed.steps, reviewed.result) == ("screen_again", (), None)
    assert reviewed.questions == engine.questions()
    assert engine.review(worse, [a_visit()], asked_again=True).status == "ready"
