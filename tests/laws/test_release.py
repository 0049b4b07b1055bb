"""
Nothing reaches a patient but by release: not a withheld plan, not an open question, not an exercise never recommended.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hep_engine import Engine, Override, PatientProfile, ReleaseError
from hep_engine.model.seal import seal_of
from tests.worlds.budget import tried
from tests.worlds.strategies import cases, keen_cases


def _confirmable(result):
    chosen = [each for each in result.recommendations if each.exercise in result.program.exercises]
    needs = [*result.program.confirm, *(question for each in chosen for question in each.confirm)]
    return all(each.kind in ("finding", "equipment") for each in needs)


@tried(100)
@given(st.one_of(cases(), keen_cases()), st.data())
def test_only_a_whole_ready_and_confirmed_program_is_released(case, data):
    """
    With every open id confirmed it is; with any one of them missing it is not; and nothing else is.
    """
    engine, result = case.engine(), case.engine().recommend(case.profile)
    ready = result.program is not None and bool(result.program.exercises)
    if not ready:
        with pytest.raises(ReleaseError):
            engine.release(result, confirmed=result.release_needs, by="physiotherapist")
        return
    assume(_confirmable(result))
    released = engine.release(result, confirmed=result.release_needs, by="physiotherapist")
    assert tuple(each.planned for each in released.exercises) == result.program.plan
    assert set(released.confirmed) == set(result.release_needs)
    assert released.seal == seal_of(released)
    for missing in result.release_needs:
        with pytest.raises(ReleaseError, match=f"`{missing}` is still open"):
            engine.release(result, confirmed=set(result.release_needs) - {missing}, by="physiotherapist")


@tried(100)
@given(keen_cases(), st.data())
def test_an_override_never_adds_what_is_not_recommended(case, data):
    """
    Whatever the reason: a contraindicated, restricted or otherwise excluded exercise stays out.
    """
    engine, result = case.engine(), case.engine().recommend(case.profile)
    assume(result.program is not None and result.program.exercises and _confirmable(result))
    recommended = {each.exercise: each for each in result.recommendations}
    name = data.draw(st.sampled_from(sorted(case.knowledge.exercises)))
    override = Override(change="add", exercise=name, reason="patient_preference")
    needs = (
        {*result.release_needs, *(each.id for each in recommended[name].confirm if name in recommended)}
        if (name in recommended)
        else set(result.release_needs)
    )
    if name not in recommended or name in result.program.exercises:
        with pytest.raises(ReleaseError):
            engine.release(result, confirmed=needs, by="physiotherapist", overrides=[override])
        return
    assume(all(each.kind in ("finding", "equipment") for each in recommended[name].confirm))
    released = engine.release(result, confirmed=needs, by="physiotherapist", overrides=[override])
    added = next(each for each in released.exercises if each.planned.exercise == name)
    assert added.origin == "clinician"
    assert added.cautions == recommended[name].cautions
    assert [each.change for each in released.overrides] == ["add"]


SCREENED = {"pain_score": 3, "phase": "subacute", "deficits": {"hip_stabilization", "pelvic_control"}, "age": 45}


@pytest.fixture(scope="module")
def ready(engine):
    """A ready result with questions still open about its exercises."""
    told = {**SCREENED, "irritability": "low", "equipment": {"mat"}}
    return engine.recommend(PatientProfile(**told).screened(engine.questions()))


def refused(engine, result, **given):
    with pytest.raises(ReleaseError) as caught:
        engine.release(result, **{"confirmed": result.release_needs, "by": "physiotherapist", **given})
    return str(caught.value)


@pytest.mark.parametrize(
    "changed",
    [
        lambda result, other: replace(result, status="ready", program=other.program),
        lambda result, other: replace(other, recommendations=result.recommendations),
        lambda result, other: replace(result, release_needs=(), recommendations=other.recommendations),
        lambda result, other: result.top(2),
        lambda result, other: replace(result, program=replace(result.program, limits=())),
        lambda result, other: replace(
            result, recommendations=tuple(replace(each, confirm=()) for each in result.recommendations)
        ),
        lambda result, other: replace(
            result,
            program=replace(
                result.program,
                plan=tuple(
                    replace(each, dose=each.dose.model_copy(update={"sets": 9})) for each in result.program.plan
                ),
            ),
        ),
    ],
)
def test_a_result_that_was_put_together_is_refused(engine, ready, changed):
    """
    Mixed from two patients, cut short, its limits, questions or doses edited: the seal or the second composing tells.
    """
    other = engine.recommend(
        PatientProfile(**{**SCREENED, "deficits": {"balance"}, "pain_score": 2}).screened(engine.questions())
    )
    wrong = changed(ready, other)
    with pytest.raises(ReleaseError, match="not as the engine made it"):
        engine.release(wrong, confirmed={*ready.release_needs, *other.release_needs}, by="physiotherapist")


def test_a_withheld_result_made_ready_by_hand_is_refused(engine, ready):
    """
    Its status alone does not open the door.
    """
    red = PatientProfile(**{**SCREENED, "findings": {"bladder_change"}}).screened(engine.questions())
    withheld = engine.recommend(red)
    assert "it is withheld" in refused(engine, withheld)
    forged = replace(withheld, status="ready", program=ready.program, recommendations=ready.recommendations)
    assert "not as the engine made it" in refused(engine, forged, confirmed=ready.release_needs)


def test_another_edition_of_the_knowledge_releases_nothing(engine, ready, shipped):
    """
    A rule that changed since may have changed who gets what.
    """
    edited = replace(shipped, content="sha256:" + "0" * 64)
    assert "another edition" in refused(Engine(edited, cross_check="off"), ready)


@pytest.mark.parametrize("by", ["", "   ", "x" * 81, "physio\nsecond line", None])
def test_whoever_releases_is_named_by_a_role(engine, ready, by):
    """
    In a few printable words.
    """
    assert "by: whoever releases" in refused(engine, ready, by=by)


@pytest.mark.parametrize(
    ("override", "what"),
    [
        ({"change": "add", "exercise": "clamshel"}, "did you mean `clamshell`?"),
        ({"change": "add", "exercise": "cat_camel"}, "not recommended to this patient"),
        ({"change": "drop", "exercise": "walking_program"}, "`walking_program` is not in the program"),
        ({"change": "drop", "exercise": "clamshell", "reason": "felt_like_it"}, "no reason for an override"),
        ({"change": "dose", "exercise": "clamshell"}, "a changed dose names what changes"),
        ({"change": "dose", "exercise": "clamshell", "dose": {"sets": 0}}, "`sets` is a whole number from 1 to 10"),
        ({"change": "dose", "exercise": "clamshell", "dose": {"sets": True}}, "`sets` is a whole number"),
        ({"change": "dose", "exercise": "clamshell", "dose": {"reps": (12, 8)}}, "`reps` is a whole number"),
        ({"change": "dose", "exercise": "clamshell", "dose": {"set": 2}}, "did you mean `sets`?"),
        ({"change": "drop", "exercise": "clamshell", "dose": {"sets": 2}}, "a dose is given with `dose` alone"),
    ],
)
def test_an_override_that_is_wrong_says_how(engine, ready, override, what):
    """
    The exercise, the reason and each part of the dose.
    """
    assert "clamshell" in ready.program.exercises
    told = Override(**{"reason": "clinical_judgement", **override})
    assert what in refused(engine, ready, overrides=[told])


def test_a_contraindicated_exercise_is_refused_by_name(engine):
    """
    With the line of the file it rests on.
    """
    told = {**SCREENED, "findings": {"kneeling_intolerance"}, "irritability": "low", "equipment": {"mat"}}
    told["deficits"] = {"trunk_extensor_endurance", "hip_stabilization"}
    result = engine.recommend(PatientProfile(**told).screened(engine.questions()))
    barred = next(
        each.exercise for each in result.excluded if any(reason.code == "contraindicated" for reason in each.reasons)
    )
    said = refused(engine, result, overrides=[Override(change="add", exercise=barred, reason="clinical_judgement")])
    assert "contraindicated for this patient, and no reason overrides that" in said
    assert f"catalog/exercises/{barred}.yaml:" in said


def test_a_dose_never_goes_beyond_a_rules_limit(engine):
    """
    A clinician's reason does not lift what a finding demands.
    """
    told = {**SCREENED, "findings": {"hypertension_controlled"}, "irritability": "low", "equipment": {"mat"}}
    result = engine.recommend(PatientProfile(**told).screened(engine.questions()))
    name = next(each for each in result.program.exercises if each != "bent_knee_fall_out" and "tilt" not in each)
    told = Override(change="dose", exercise=name, reason="too_easy", dose={"hold_seconds": 30})
    assert "`hold_seconds` is at most 10 for this patient (pl_hold_hypertension)" in refused(
        engine, result, overrides=[told]
    )


def test_a_clinicians_changes_are_shown_as_theirs(engine, ready):
    """
    With the reason in words, and what the program goes beyond.
    """
    outside = [each.exercise for each in ready.recommendations if each.exercise not in ready.program.exercises][:2]
    needs = {question.id for each in ready.recommendations for question in each.confirm} | set(ready.release_needs)
    changes = [Override(change="add", exercise=each, reason="done_before") for each in outside]
    changes.append(Override(change="dose", exercise="clamshell", reason="too_hard", dose={"sets": 1, "reps": 6}))
    released = engine.release(ready, confirmed=needs, by=" physiotherapist ", overrides=changes)
    assert released.by == "physiotherapist"
    assert {each.planned.exercise for each in released.exercises if each.origin == "clinician"} == {
        *outside,
        "clamshell",
    }
    clamshell = next(each.planned for each in released.exercises if each.planned.exercise == "clamshell")
    assert (clamshell.dose.sets, tuple(clamshell.dose.reps)) == (1, (6, 6))
    assert any(each.startswith("5 exercises, more than the 4 of the policy") for each in released.beyond)
    assert "because the patient has done it before" in released.overrides[0].text


def test_an_added_exercise_brings_its_open_questions(engine, ready):
    """
    What is open about it is confirmed as well, or it does not come in.
    """
    added = next(
        each
        for each in ready.recommendations
        if each.exercise not in ready.program.exercises
        and {question.id for question in each.confirm} - set(ready.release_needs)
    )
    missing = next(question.id for question in added.confirm if question.id not in ready.release_needs)
    change = Override(change="add", exercise=added.exercise, reason="done_before")
    assert f"`{missing}` is still open" in refused(engine, ready, overrides=[change])


def test_a_limit_that_is_still_open_is_asked_about(engine):
    """
    Treated high blood pressure that nobody asked about could lower a dose, so release waits for the answer.
    """
    told = PatientProfile(**SCREENED, irritability="low", equipment={"mat"}).screened(engine.questions())
    result = engine.recommend(told)
    assert "hypertension_controlled" in [each.id for each in result.program.confirm]
    assert "`hypertension_controlled` is still open" in refused(
        engine, result, confirmed=set(result.release_needs) - {"hypertension_controlled"}
    )
