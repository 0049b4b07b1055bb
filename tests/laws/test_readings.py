"""
Two readings, one meaning: plain and durable agree on everything, and a fault in either is caught.
"""

from __future__ import annotations

import pytest
from hypothesis import given

from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning import durable, plain
from hep_engine.steps.admit import admit
from tests.worlds.budget import tried
from tests.worlds.strategies import cases

pytestmark = pytest.mark.skipif(
    not durable.available(), reason="durable-rules does not import on Python 3.13 and later"
)


@given(cases())
def test_durable_never_disagrees_with_plain(case):
    """
    The second opinion and the reference meaning are the same: approach, findings, rules and eligibility.
    """
    assert _plain(case) == _durable(case)


@tried(25)
@given(cases(most_exercises=300))
def test_durable_agrees_on_large_catalogues(case):
    """
    Up to 300 exercises, clustered ones that share pain range and phases among them.
    """
    assert _plain(case) == _durable(case)


def _plain(case):
    return plain.read(Rulebook.of(case.knowledge), admit(case.profile, case.knowledge))


def _durable(case):
    return case.engine("durable")._patient._durable.read(admit(case.profile, case.knowledge))
