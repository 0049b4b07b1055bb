"""
Corners that a law reaches too seldom: each is one patient, with the rule that makes the corner.
"""

from __future__ import annotations

import pytest

from hep_engine import Engine, PatientProfile, ProfileError
from hep_engine.knowledge.files import SourceFile, read_folder, shipped
from hep_engine.knowledge.load import assemble
from tests.knowledge.museum import rule

FILES = [
    *read_folder("catalog", shipped("catalog")),
    *read_folder("rules", shipped("rules")),
]


def _engine(folder: str, when: str, then: str) -> Engine:
    """The shipped knowledge with one more rule."""
    extra = SourceFile(f"rules/{folder}/extra.yaml", rule("extra", when, then).encode())
    return Engine(assemble([*FILES, extra]), cross_check="off")


def _hip(**fields) -> PatientProfile:
    told = {"pain_score": 3, "phase": "subacute", "deficits": {"hip_stabilization"}, "age": 45, **fields}
    return PatientProfile(**told)


def test_a_yes_that_would_imply_what_was_ruled_out_keeps_the_rest_of_that_gate_open():
    """
    A pregnancy warning sign implies pregnancy, which was ruled out; a gate that needs pregnancy and a sore wrist looks
    closed. The wrist is asked in the same round, because the warning sign is still open.
    """
    engine = _engine("gates", "{all: [has pregnancy, has wrist_pain_loading]}", "{refer: emergency}")
    asked = [each for each in engine.questions() if each.id not in ("pregnancy_warning_sign", "wrist_pain_loading")]
    profile = _hip().screened(asked)
    questions = {each.id for each in engine.recommend(profile).disposition.ask_first}
    assert {"pregnancy_warning_sign", "wrist_pain_loading"} <= questions
    assert "pregnancy" not in questions
    answered = profile.model_copy(
        update={
            "findings": profile.findings | {"pregnancy_warning_sign"},
            "ruled_out": profile.ruled_out | {"wrist_pain_loading"},
        }
    )
    assert engine.recommend(answered).disposition.settled


def test_a_suggestion_prefers_the_change_that_lowers_pain_least():
    """
    Calmer symptoms or less pain would each do; calmer symptoms leave the pain as it is, and are suggested.
    """
    engine = _engine("restrictions", "{all: [irritability is moderate, pain_score >= 3]}", "{exclude: {id: clamshell}}")
    profile = _hip(irritability="moderate").screened(engine.questions())
    (change,) = engine.explain(profile, "clamshell").would_be_eligible_if
    assert (change.field, change.was, change.to_min, change.to_max) == ("irritability", "moderate", "low", "low")
    assert change.model_dump()["from"] == "moderate"


def test_a_suggestion_may_need_two_changes():
    """
    A plank is too hard for movement control and for irritable symptoms: less pain and calm symptoms together.
    """
    engine = Engine(assemble(FILES), cross_check="off")
    profile = PatientProfile(
        pain_score=4,
        phase="chronic",
        deficits={"trunk_flexor_endurance"},
        age=40,
        irritability="high",
        equipment={"mat"},
    ).screened(engine.questions())
    changes = engine.explain(profile, "forearm_plank").would_be_eligible_if
    assert [(each.field, each.to_min, each.to_max) for each in changes] == [
        ("irritability", "low", "low"),
        ("pain_score", 0, 2),
    ]


@pytest.mark.parametrize(
    ("preference", "deficit", "refused"),
    [
        ("extension", "dp_flexion", True),
        ("none", "dp_lateral", True),
        ("extension", "dp_extension", False),
        (None, "dp_flexion", False),
    ],
)
def test_a_contrary_direction_is_refused(engine, preference, deficit, refused):
    """
    One direction, told once or twice; two are a contradiction, and so is a preference found to be none.
    """
    profile = _hip(deficits={deficit}, directional_preference=preference)
    if refused:
        with pytest.raises(ProfileError, match="contradicts the directional preference"):
            engine.recommend(profile)
    else:
        assert engine.recommend(profile).status


@pytest.mark.parametrize(
    ("age", "sex", "urgent"),
    [(66, "male", True), (66, "female", False), (66, None, True), (76, "female", True), (65, None, False)],
)
def test_sex_not_told_takes_the_lower_threshold(engine, age, sex, urgent):
    """
    A small fall at 66 is urgent for a man, and for a patient whose sex is not told.
    """
    profile = _hip(age=age, sex=sex, findings={"minor_trauma"}).screened(engine.questions())
    assert (engine.recommend(profile).disposition.level == "urgent") == urgent


def test_a_clearance_lifts_the_gate_and_nothing_else(engine):
    """
    Cleared after surgery: no longer withheld, and still never the exercises that name the surgery.
    """
    surgery = _hip(findings={"lumbar_surgery_under_6w"}, deficits={"hip_stabilization", "pelvic_control"})
    surgery = surgery.screened(engine.questions())
    assert engine.recommend(surgery).status == "withheld"
    cleared = engine.recommend(surgery.model_copy(update={"cleared": frozenset({"lumbar_surgery_under_6w"})}))
    assert cleared.status == "ready"
    codes = {each.exercise: {reason.code for reason in each.reasons} for each in cleared.excluded}
    assert "contraindicated" in codes["clamshell"]


def test_two_ways_of_saying_the_same_preference_give_the_same_list(engine):
    """
    A tested preference for flexion is the deficit of that name.
    """
    asked = engine.questions()
    tested = engine.recommend(_hip(deficits=set(), directional_preference="flexion").screened(asked))
    told = engine.recommend(_hip(deficits={"dp_flexion"}).screened(asked))
    names = [each.exercise for each in tested.recommendations]
    assert names
    assert names == [each.exercise for each in told.recommendations]


@pytest.mark.parametrize(
    ("deficits", "direction"),
    [({"dp_extension"}, "extension"), ({"dp_extension", "dp_lateral"}, None), ({"balance"}, None)],
)
def test_one_direction_told_as_a_deficit_is_a_preference_and_two_are_none(engine, deficits, direction):
    """
    With leg pain and two of them, nothing that moves the back in a direction is offered.
    """
    profile = _hip(deficits=deficits | {"lumbar_extension_mobility", "walking_tolerance"}, findings={"leg_pain"})
    assert engine.facts(profile).word("directional_preference") == direction
    exercises = [engine.knowledge.exercises[each.exercise] for each in engine.recommend(profile).recommendations]
    moving = {each.spine.direction for each in exercises} - {"neutral"}
    assert exercises
    assert moving == ({"extension"} if direction else set())
