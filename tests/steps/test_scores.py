"""Scores that cannot both be right are refused: STarT Back, every pair there is."""

from __future__ import annotations

import pytest

from hep_engine import PatientProfile, ProfileError


@pytest.mark.parametrize("total", range(10))
@pytest.mark.parametrize("distress", range(6))
def test_start_back_pairs(engine, total, distress):
    """
    Distress is five of the nine items: never more than the total, and never more than four less.
    """
    measures = {"start_back_total": total, "start_back_distress": distress}
    profile = PatientProfile(pain_score=3, phase="chronic", age=40, measures=measures)
    if 0 <= total - distress <= 4:
        assert engine.recommend(profile)
    else:
        with pytest.raises(ProfileError) as caught:
            engine.recommend(profile)
        (mistake,) = caught.value.mistakes
        assert mistake.field == "measures"
        assert mistake.hint == "check both scores"


def test_either_score_alone_is_taken(engine):
    """
    Half an answer is an answer.
    """
    for measures in ({"start_back_total": 9}, {"start_back_distress": 5}):
        assert engine.recommend(PatientProfile(pain_score=3, phase="chronic", measures=measures))
