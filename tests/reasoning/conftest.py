"""Patients that the tests of the second reading share."""

from __future__ import annotations

import pytest

from hep_engine import PatientProfile
from hep_engine.reasoning import durable

needs_durable = pytest.mark.skipif(
    not durable.available(), reason="durable-rules does not import on Python 3.13 and later"
)
HIP = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, age=45)


@pytest.fixture(scope="session")
def patients(engine):
    """Patients of every status: ready, provisional and withheld for several reasons."""
    plain = [
        HIP,
        HIP.model_copy(update={"pain_score": 1, "irritability": "high"}),
        HIP.model_copy(update={"pain_score": 6}),
        HIP.model_copy(update={"phase": "chronic", "deficits": frozenset({"pelvic_control", "thoracic_mobility"})}),
        HIP.model_copy(update={"findings": frozenset({"osteoporosis"}), "age": 71, "sex": "female"}),
        HIP.model_copy(update={"findings": frozenset({"osteoporosis", "minor_trauma"})}),
        HIP.model_copy(update={"findings": frozenset({"bladder_change"})}),
        HIP.model_copy(update={"age": 15}),
        HIP.model_copy(update={"age": None, "equipment": frozenset({"mat", "dowel"}), "measures": {"odi": 24}}),
        PatientProfile(pain_score=2, phase="maintenance", directional_preference="extension", avoid={"bridge"}),
    ]
    asked = engine.questions()
    return [*plain, *(each.screened(asked) for each in plain)]
