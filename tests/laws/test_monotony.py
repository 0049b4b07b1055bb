"""
Knowing more is safe: one more present finding never adds an exercise, one more ruled out never removes one.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.worlds.strategies import cases


def _eligible(case, profile):
    return {each.exercise for each in case.engine().recommend(profile).recommendations}


def _askable(case):
    return sorted(word for word, entry in case.knowledge.vocabulary.findings.items() if not entry.derived)


@given(cases(), st.data())
def test_one_more_present_finding_never_adds_an_exercise(case, data):
    """
    Whether it was unknown or ruled out before.
    """
    finding = data.draw(st.sampled_from(_askable(case) or [""]))
    if finding:
        more = case.profile.model_copy(
            update={
                "findings": case.profile.findings | {finding},
                "ruled_out": case.profile.ruled_out - {finding},
            }
        )
        assert _eligible(case, more) <= _eligible(case, case.profile)


@given(cases(), st.data())
def test_one_more_finding_ruled_out_never_removes_an_exercise(case, data):
    """
    Asking and hearing no can only open the list.
    """
    unknown = [each for each in _askable(case) if each not in case.profile.findings]
    finding = data.draw(st.sampled_from(unknown or [""]))
    if finding:
        asked = case.profile.model_copy(update={"ruled_out": case.profile.ruled_out | {finding}})
        assert _eligible(case, asked) >= _eligible(case, case.profile)
