"""
Whatever a caller hands in, only `ProfileError` and pydantic's `ValidationError` come back.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hep_engine import PatientProfile, ProfileError

FIELDS = sorted(PatientProfile.model_fields)
WORDS = ["osteoporosis", "bladder_change", "clamshell", "hip_stabilization", "mat", "odi", "age_under_18", "acute", ""]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(WORDS)
    | st.sampled_from([10**400, -(10**30), "9" * 100_000, "\ud800", "\x00", "3", 3.0, 5.5])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=4)
        | st.frozensets(st.sampled_from(WORDS), max_size=4)
    ),
    max_leaves=6,
)


@given(fields=st.dictionaries(st.sampled_from(FIELDS), values, max_size=6))
def test_no_value_of_a_field_raises_anything_else(engine, fields):
    """
    Strings for numbers, booleans, NaN, huge ints, unknown ids, contradictions, sets for words.
    """
    told = {"pain_score": 3, "phase": "acute", **fields}
    result, refused = _answer(engine, told)
    if refused:
        assert str(refused).encode(errors="replace")
    else:
        assert json.loads(result.model_dump_json())["status"] == result.status


def _answer(engine, told):
    """The result, or the refusal."""
    try:
        return engine.recommend(PatientProfile(**told)), None
    except (ProfileError, ValidationError) as refused:
        return None, refused


@given(st.binary(max_size=60) | st.text(max_size=60) | values.map(repr))
def test_no_json_raises_anything_else(text):
    """
    A profile comes from JSON, or is refused.
    """
    with pytest.raises(ValidationError):
        PatientProfile.model_validate_json(text)


@given(value=values)
def test_what_is_not_a_profile_is_refused(engine, value):
    """
    A dict is not a profile.
    """
    with pytest.raises(ProfileError):
        engine.recommend(value)


@pytest.mark.parametrize("pain", ["3", 3.0, True, False, float("nan"), 5.5, 11, -1, 10**400, None])
def test_a_pain_score_is_a_whole_number_from_0_to_10(pain):
    """
    And the message says how to round.
    """
    with pytest.raises(ValidationError) as caught:
        PatientProfile(pain_score=pain, phase="acute")
    assert "pain_score" in str(caught.value)
    if isinstance(pain, float):
        assert "round a decimal up" in str(caught.value)


def test_all_mistakes_of_a_profile_come_at_once(engine):
    """
    Field by field, with the nearest known word.
    """
    profile = PatientProfile(
        pain_score=3,
        phase="acute",
        deficits={"hip_stabilisation"},
        findings={"bladder_change", "age_under_18"},
        ruled_out={"bladder_change"},
        cleared={"osteoporosis"},
        measures={"odi": 101, "psfs": 2.34},
        avoid={"clamshel"},
    )
    with pytest.raises(ProfileError) as caught:
        engine.recommend(profile)
    said = [(each.field, each.what) for each in caught.value.mistakes]
    assert [field for field, _ in said] == sorted(field for field, _ in said)
    assert ("deficits", "no deficit is called `hip_stabilisation`") in said
    assert ("findings", "`age_under_18` is concluded by rules and is never told") in said
    assert ("ruled_out", "`bladder_change` is also given in findings") in said
    assert ("cleared", "`osteoporosis` cannot be cleared") in said
    assert ("measures", "`odi` goes from 0 to 100") in said
    assert ("measures", "`psfs` goes in steps of 0.1") in said
    assert "did you mean `clamshell`?" in str(caught.value)
