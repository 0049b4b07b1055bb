"""
Ways in that a careful reviewer tried: each is shut, and stays shut.
"""

from __future__ import annotations

import copy
import pickle

import pytest
from pydantic import ValidationError

from hep_engine import Engine, PatientProfile, ProfileError
from hep_engine.knowledge.load import assemble
from hep_engine.knowledge.profile_file import read_profile
from tests.steps.test_telling_patients import FILES, _engine, _hip


@pytest.mark.parametrize(
    "text",
    [
        '{"pain_score": 3, "phase": "acute", "findings": ["bladder_change"], "findings": []}',
        '{"pain_score": 3, "phase": "acute", "measures": {"odi": 60, "odi": 10}}',
        "pain_score: 3\nphase: acute\nfindings: [bladder_change]\nfindings: []\n",
    ],
)
def test_a_key_that_stands_twice_hides_nothing(text):
    """
    In JSON and in YAML the second one does not win: both are refused.
    """
    with pytest.raises(ProfileError, match="twice"):
        read_profile(text.encode(), "patient")


def test_a_mistake_in_a_profile_file_does_not_quote_the_patient():
    """
    Only the place is told: the line could hold anything.
    """
    with pytest.raises(ProfileError) as caught:
        read_profile(b"{pain_score: 3, findings: [suicidal_thoughts]", "patient.yaml")
    assert "suicidal" not in str(caught.value)
    with pytest.raises(ProfileError) as caught:
        read_profile(b"pain_score: 3\nfindings: [suicidal_thoughts, *x]\n", "patient.yaml")
    assert "suicidal" not in str(caught.value)


def test_a_validation_error_does_not_quote_the_patient():
    """
    Its text names the field, not what was told.
    """
    with pytest.raises(ValidationError) as caught:
        PatientProfile(phase="acute", findings={"suicidal_thoughts"}, age=33)
    assert "suicidal" not in str(caught.value)


@pytest.mark.parametrize(
    "update",
    [
        {"finding": {"bladder_change"}},
        {"phase": None},
        {"pain_score": 3.5},
        {"pain_score": "3"},
        {"pain_score": float("nan")},
        {"pain_score": None},
        {"age": float("nan")},
        {"sex": "Male"},
        {"measures": {"odi": 10**400}},
    ],
)
def test_a_copy_with_changes_is_validated_too(engine, update):
    """
    `model_copy(update=…)` checks nothing, so the engine does.
    """
    with pytest.raises((ValidationError, ProfileError)):
        engine.recommend(_hip().model_copy(update=update))


def test_a_list_in_a_copy_means_the_same_as_a_set(engine):
    """
    What validation accepts, it also makes uniform.
    """
    listed = _hip().model_copy(update={"findings": ["bladder_change"]})
    assert engine.recommend(listed).disposition.level == "emergency"


def test_an_age_is_rounded_down_and_a_pain_score_up():
    """
    So that neither message opens a gate: 17.5 years are 17, a pain of 8.5 is 9.
    """
    with pytest.raises(ValidationError, match=r"17\.5 is 17"):
        PatientProfile(pain_score=3, phase="acute", age=17.5)
    with pytest.raises(ValidationError, match=r"5\.5 is 6"):
        PatientProfile(pain_score=8.5, phase="acute")


@pytest.mark.parametrize("exercise", [None, 5, ["clamshell"], "clamshel", "\x1b]0;x"])
def test_what_is_no_exercise_is_refused(engine, exercise):
    """
    With the nearest exercise where one is near, and nothing a terminal could trip over.
    """
    with pytest.raises(ProfileError) as caught:
        engine.explain(_hip(), exercise)
    assert str(caught.value).replace("\n", "").isprintable()


def test_what_is_frozen_cannot_be_changed(engine):
    """
    Neither the engine's knowledge nor anything in it, nor a profile's scores.
    """
    with pytest.raises(AttributeError):
        engine.knowledge = engine.knowledge
    with pytest.raises(TypeError):
        engine.knowledge.exercises["clamshell"].dose["maintenance"] = None
    with pytest.raises(TypeError):
        engine.knowledge.places["rule/rf_ces"] = None
    profile = _hip(measures={"odi": 24})
    with pytest.raises(TypeError):
        profile.measures.__init__({"odi": 60})
    assert profile.measures == {"odi": 24}


def test_public_values_survive_a_pickle_and_a_copy(engine):
    """
    So that they can travel to another process.
    """
    profile = _hip(measures={"odi": 24}).screened(engine.questions())
    result = engine.recommend(profile)
    for value in (profile, result, engine.knowledge, *engine.questions(), engine.explain(profile, "bridge")):
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.deepcopy(value) == value


def test_advice_for_two_findings_is_not_silenced_by_a_precaution_for_one():
    """
    A rule's caution gives way only where the exercise speaks of everything the rule asks about.
    """
    engine = _engine(
        "restrictions",
        "{all: [has hypertension_controlled, has osteoporosis]}",
        "{caution: Sit down between sets., for: {id: bridge}}",
    )
    profile = PatientProfile(
        pain_score=3,
        phase="chronic",
        age=50,
        deficits={"pelvic_control"},
        findings={"hypertension_controlled", "osteoporosis"},
    )
    bridge = next(each for each in engine.recommend(profile).recommendations if each.exercise == "bridge")
    assert "Sit down between sets." in [each.text for each in bridge.cautions]


def test_the_shipped_files_are_what_these_tests_build_on():
    """
    The engine made from files read one by one decides like the one that loads folders.
    """
    assert assemble(FILES).content == Engine.load(cross_check="off").knowledge.content
