"""
A sample of every table is answered twice, and a difference stops the table.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import DisagreementError, Engine
from hep_engine.batch import recommend_table
from hep_engine.batch.plan import Plan
from hep_engine.batch.second import sample
from tests.batch.tables import table_of
from tests.worlds.budget import tried
from tests.worlds.plausible import plausible


@tried(60)
@given(st.integers(0, 10**9), st.integers(0, 3000), st.integers(1, 50), st.integers(0, 2**40), st.integers(0, 3000))
def test_the_sample_rests_on_row_and_seed_alone(first, count, one_in, seed, cut):
    """
    Drawn in two parts or in one, the same rows are drawn.
    """
    cut = min(cut, count)
    parts = sample(first, cut, one_in, seed) + [cut + each for each in sample(first + cut, count - cut, one_in, seed)]
    assert sample(first, count, one_in, seed) == parts


def test_about_one_row_in_a_thousand_is_drawn():
    """
    And another seed draws others; with 0 none is drawn, with 1 each.
    """
    assert 900 < len(sample(0, 10**6, 1000, 1)) < 1100
    assert sample(0, 10**5, 1000, 1) != sample(0, 10**5, 1000, 2)
    assert sample(0, 100, 0, 1) == []
    assert sample(7, 100, 1, 1) == list(range(100))


def _points(plan: Plan) -> None:
    plan.scores.always[:] += 1


def _eligible(plan: Plan) -> None:
    plan.eligibility.needs = np.roll(plan.eligibility.needs, 1)


def _level(plan: Plan) -> None:
    plan.level_rows = plan.level_rows[::-1].copy()


def _matched(plan: Plan) -> None:
    plan.deficits = plan.deficits[::-1]


def _questions(plan: Plan) -> None:
    plan.asker.questions = lambda position, profile: ("age",)


FAULTS = [_points, _eligible, _level, _matched, _questions]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_table_is_noticed(shipped, monkeypatch, fault):
    """
    Wrong points, eligibility, levels, deficits or questions: nothing is returned, and the error names what differs.
    """
    made = Plan.__init__

    def faulty(self: Plan, engine) -> None:
        made(self, engine)
        fault(self)

    monkeypatch.setattr(Plan, "__init__", faulty)
    patients = [profile for _, profile in plausible(shipped, 80)]
    patients += [each.model_copy(update={"ruled_out": frozenset()}) for each in patients[:5]]
    engine = Engine(shipped, cross_check="off")  # of its own, because a plan is kept with its engine
    with pytest.raises(DisagreementError) as caught:
        recommend_table(engine, table_of(patients), sample=1)
    assert caught.value.differences
    assert "p1" not in str(caught.value)
