"""
A glance at a profile passes only what full validation passes, and what is told is the same.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import PatientProfile
from hep_engine.model.table import Table
from hep_engine.steps import admit
from tests.worlds.budget import tried
from tests.worlds.strategies import cases

FIELDS = tuple(PatientProfile.model_fields)


class Odd(StrEnum):
    """A word of another type."""

    WORD = "finding_0"


class Same:
    """Something that says it is a word."""

    def __hash__(self):
        return hash("finding_0")

    def __eq__(self, other):
        return other == "finding_0"


def values(case) -> st.SearchStrategy[object]:
    """Right and wrong values for any field: of other types, out of range, unknown, too many."""
    vocabulary = case.knowledge.vocabulary
    words = st.sampled_from(sorted([*vocabulary.findings, *vocabulary.deficits, *vocabulary.equipment, "unknown"]))
    numbers = st.sampled_from((0, 3, 10, 11, -1, 131, True, 3.0, 2.5, float("nan"), float("inf"), "3", Decimal(3)))
    return st.one_of(
        st.none(),
        numbers,
        words,
        st.sampled_from(("acute", "low", "female", "extension", "none", b"acute", Odd.WORD)),
        st.frozensets(words, max_size=3),
        st.lists(words, max_size=2),
        st.sampled_from((frozenset({Odd.WORD}), frozenset({Same()}), frozenset({3}), {"finding_0"}, ())),
        st.just(frozenset(f"exercise_{number}" for number in range(1001))),
        st.dictionaries(st.sampled_from(("odi", "psfs", "count", "other")), numbers, max_size=2).map(
            lambda measures: Table(measures) if len(measures) % 2 else measures
        ),
    )


@tried(50)
@given(st.data())
def test_a_glance_passes_only_what_validation_passes(data):
    """
    Copies that were never validated, with one or two fields set to anything: the same verdict, mistakes and facts.
    """
    case = data.draw(cases(most_exercises=3))
    changes = data.draw(st.dictionaries(st.sampled_from(FIELDS), values(case), max_size=2))
    profile = case.profile.model_copy(update=changes)
    assert _outcome(profile, case.knowledge) == _outcome(profile, case.knowledge, glancing=False)


@tried(40)
@given(cases())
def test_a_right_profile_passes_at_a_glance(case):
    """
    Most profiles are right, and are not validated again.
    """
    assert admit.admitted(case.profile, case.knowledge) is case.profile


@pytest.mark.parametrize("total", [*range(11), 4.0, 4.5, float("nan"), float("inf"), "4", True, None])
def test_a_score_and_the_score_it_is_a_part_of_pass_together_or_not(shipped, total):
    """
    Whatever the two are: a glance says what validation says, and does not pass a pair that cannot be true.
    """
    for part in (*range(7), 1.0, 1.5, float("-inf"), "1", True):
        measures = {"start_back_distress": part, "start_back_total": total}
        told = Table({name: score for name, score in measures.items() if score is not None})
        profile = PatientProfile(pain_score=3, phase="acute").model_copy(update={"measures": told})
        outcome = _outcome(profile, shipped)
        assert outcome == _outcome(profile, shipped, glancing=False)
        if type(part) is type(total) is int and part <= 5 and total <= 9 and 0 <= total - part <= 4:
            assert admit.admitted(profile, shipped) is profile


def test_a_copy_with_more_fields_is_refused(engine):
    """
    What is no field is no field of a copy either.
    """
    profile = PatientProfile(pain_score=3, phase="acute")
    for wrong in (
        profile.model_copy(update={"other": 3}),
        PatientProfile.model_construct(pain_score=3),
        PatientProfile.model_construct(**{**vars(profile), "pain_score": "3"}),
    ):
        with pytest.raises(ValueError, match="validation error"):
            engine.recommend(wrong)


def _outcome(profile, knowledge, *, glancing=True):
    """What is told, or what is wrong, by type and in words."""
    with pytest.MonkeyPatch.context() as patch:
        if not glancing:
            patch.setattr(admit, "_evidently_right", lambda *_: False)
        try:
            return admit.admit(profile, knowledge)
        except Exception as wrong:  # noqa: BLE001  # whatever it is, it must be the same without the glance
            return type(wrong), str(wrong)
