"""
The formula reading and the engine are the same: every verdict, the status, and what is recommended.
"""

from __future__ import annotations

from hypothesis import given

from hep_engine.reasoning import plain
from hep_engine.steps.admit import admit
from hep_engine.verify.formula import Formula
from tests.verify.reading import FormulaReading
from tests.worlds.budget import tried
from tests.worlds.strategies import cases


@tried(60)
@given(cases())
def test_the_formula_never_disagrees_with_the_engine(case):
    """
    Approach, findings, rules, eligibility and each of its conditions; then status and recommendations.
    """
    engine = case.engine()
    verdicts, needs, status, recommended = FormulaReading(Formula(case.knowledge), engine.book).read(case.profile)
    expected = plain.read(engine.book, admit(case.profile, case.knowledge))
    result = engine.recommend(case.profile)
    assert list(expected.differences(verdicts)) == []
    assert needs == expected.needs
    assert (status, recommended) == (result.status, {each.exercise for each in result.recommendations})
