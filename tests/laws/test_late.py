"""
An answer whose parts are made when they are read is the answer that plain alone makes at once.
"""

from __future__ import annotations

import gc
import weakref
from dataclasses import fields, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import DisagreementError, Engine, Recommendations
from hep_engine.answer import Answer
from hep_engine.model.late import Late
from hep_engine.reasoning import plain
from hep_engine.reasoning.index import IndexReading
from hep_engine.steps.standing import Standing
from tests.worlds.budget import tried
from tests.worlds.eager import recommend_at_once
from tests.worlds.plausible import plausible
from tests.worlds.strategies import cases, keen_cases

PARTS = [each.name for each in fields(Recommendations)]


@given(st.one_of(cases(), keen_cases()), st.integers(0, 999))
def test_late_is_as_at_once_field_by_field(case, seed):
    """
    Every part of the result and of each recommendation, whatever is read first.
    """
    late, whole = case.engine().recommend(case.profile), recommend_at_once(case.engine(), case.profile)
    for part in Random(seed).sample(PARTS, len(PARTS)):
        assert getattr(late, part) == getattr(whole, part), part
    assert late == whole
    assert whole == case.engine().recommend(case.profile)
    assert late.model_dump_json() == whole.model_dump_json()


@tried(40)
@given(st.one_of(cases(), keen_cases()))
def test_late_values_do_all_that_values_do(case):
    """
    Hash, text, plain data, JSON and a changed copy, each asked of a result of which nothing was read before.
    """
    whole = recommend_at_once(case.engine(), case.profile)

    def late() -> Recommendations:
        return case.engine().recommend(case.profile)

    assert hash(late()) == hash(whole)
    assert repr(late()) == repr(whole)
    assert late().model_dump(mode="json") == whole.model_dump(mode="json")
    assert late().model_dump_json(indent=1) == whole.model_dump_json(indent=1)
    assert replace(late(), approach="other") == replace(whole, approach="other")
    assert [each.model_dump_json() for each in late().recommendations] == [
        each.model_dump_json() for each in whole.recommendations
    ]


@tried(30)
@given(st.one_of(keen_cases(), cases(most_exercises=60)), st.integers(-1, 12), st.integers(-1, 12))
def test_a_view_is_the_beginning_of_the_whole(case, count, fewer):
    """
    The best few are the first of all, read before or after the rest, and of a view as of a result.
    """
    whole = recommend_at_once(case.engine(), case.profile)
    late = case.engine().recommend(case.profile)
    shown = whole.recommendations[: max(count, 0)]
    assert late.top(count).recommendations == shown
    assert late.top(count) == replace(whole, recommendations=shown)
    assert late.top(count).top(fewer).recommendations == shown[: max(fewer, 0)]
    assert whole.top(count).recommendations == shown
    assert late.recommendations == whole.recommendations


def test_the_shipped_knowledge_says_the_same_late_and_at_once(shipped):
    """
    Sixty exercises and a few hundred patients of a clinic, before and after they were asked.
    """
    engine = Engine(shipped, cross_check="off")
    for _, profile in plausible(shipped, 60, seed=8):
        for each in (profile, profile.model_copy(update={"ruled_out": frozenset()})):
            assert engine.recommend(each) == recommend_at_once(engine, each)


def test_less_than_none_is_none(shipped):
    """
    Nobody who asks for fewer than no exercises is shown any, or all but a few.
    """
    result = Engine(shipped, cross_check="off").recommend(next(plausible(shipped, 1))[1])
    assert len(result.recommendations) > 1
    assert result.top(-1).recommendations == result.top(0).recommendations == ()


def test_what_is_late_is_frozen_all_the_same(shipped):
    """
    No part can be set or taken away, read or unread, and no name is a part that is none.
    """
    result = Engine(shipped, cross_check="off").recommend(next(plausible(shipped, 1))[1])
    for part in ("program", "status"):
        with pytest.raises(AttributeError):
            setattr(result, part, None)
    with pytest.raises(AttributeError):
        del result.seal
    with pytest.raises(AttributeError, match="no part called anything"):
        result.anything  # noqa: B018  # reading it is what is tried
    assert result.program is result.program
    assert isinstance(result, Late)


def test_what_is_complete_makes_nothing_more(monkeypatch, shipped):
    """
    Everything is there, in every recommendation as well, whatever becomes of what made it.
    """
    engine = Engine(shipped, cross_check="off")
    profile = next(each for _, each in plausible(shipped, 8) if engine.recommend(each).recommendations)
    whole, result = engine.recommend(profile).model_dump_json(), engine.recommend(profile)
    result.complete()
    monkeypatch.setattr(Answer, "made", None)
    for value in (result, *result.recommendations):
        assert all(hasattr(value, each.name) for each in fields(value))
    assert Recommendations.model_dump_json(result) == whole


def test_a_result_that_was_read_leaves_no_circle_behind(shipped):
    """
    Its memory is given back at once, without waiting for the garbage collector.
    """
    engine = Engine(shipped, cross_check="off")
    profile = next(plausible(shipped, 1))[1]
    engine.recommend(profile).model_dump_json()
    gc.collect()
    gc.disable()
    try:
        result = engine.recommend(profile)
        result.top(3).recommendations[0].complete()
        result.complete()
        watched = weakref.ref(result.maker)
        del result
        assert watched() is None
    finally:
        gc.enable()


def other_verdicts(index, bits, approaches):
    """What was decided with one verdict turned: the approach, each finding, each rule and each exercise in its turn."""
    for approach in approaches:
        if approach != bits.approach:
            yield "no reason is shown\n  treatment approach$|has no dose", bits._replace(approach=approach)
    for kind, bit_of in (("finding", index.finding_bits), ("rule", index.rule_bits)):
        for name, bit in bit_of.items():
            for yes, may in (0, 0), (0, bit), (bit, bit):
                turned = bits._replace(yes=bits.yes & ~bit | yes, may=bits.may & ~bit | may)
                if turned != bits:
                    yield f"no reason is shown\n  {kind} {name}$", turned
    for name, place in index.places.items():
        yield (
            f"no reason is shown\n  exercise {name}$|^{name} is offered, and has no dose",
            bits._replace(shut=bits.shut ^ 1 << place),
        )


@pytest.mark.parametrize("seed", range(4))
def test_no_reason_is_shown_that_does_not_carry_the_decision(monkeypatch, shipped, seed):
    """
    Where plain finds other than what was decided, what rests on it is refused, whatever it is.
    """
    engine = Engine(shipped, cross_check="off")
    profile = next(each for _, each in plausible(shipped, 8, seed) if engine.recommend(each).status == "ready")
    right = engine._answer(profile)._bits
    for difference, wrong in other_verdicts(engine._patient.index, right, engine.book.caution):
        monkeypatch.setattr(IndexReading, "bits", lambda index, told, wrong=wrong: wrong)
        result = engine.recommend(profile)
        with pytest.raises(DisagreementError, match=difference):
            result.model_dump_json()
        with pytest.raises(DisagreementError):
            result.excluded  # noqa: B018  # reading it is what is tried


def test_what_rests_on_the_decision_alone_can_still_be_read(monkeypatch, shipped):
    """
    A screen that shows the best few with their rationale shows them, where another part is refused.
    """
    engine = Engine(shipped, cross_check="off")
    profile = next(plausible(shipped, 1))[1]
    best = [each.rationale for each in engine.recommend(profile).top(3).recommendations]
    monkeypatch.setattr(IndexReading, "agrees", lambda *of: False)
    result = engine.recommend(profile)
    assert best == [each.rationale for each in result.top(3).recommendations]
    with pytest.raises(DisagreementError):
        result.recommendations[0].confirm  # noqa: B018  # reading it is what is tried


def test_another_approach_than_decided_is_noticed(monkeypatch, shipped):
    """
    The treatment approach is compared before any reason is shown.
    """
    result = Engine(shipped, cross_check="off").recommend(next(plausible(shipped, 1))[1])
    monkeypatch.setattr(plain, "approach_of", lambda book, facts: "another")
    with pytest.raises(DisagreementError, match="no reason is shown"):
        result.disposition  # noqa: B018  # reading it is what is tried


def test_a_score_that_is_not_the_sum_of_its_parts_is_noticed(monkeypatch, shipped):
    """
    The score by bits and the score by named parts are one, or the parts are not shown.
    """
    best_first = Standing.best_first

    def too_good(self, *of):
        return ((name, score + 1) for name, score in best_first(self, *of))

    monkeypatch.setattr(Standing, "best_first", too_good)
    result = Engine(shipped, cross_check="off").recommend(next(plausible(shipped, 1))[1])
    with pytest.raises(DisagreementError, match="not the sum of its parts"):
        result.recommendations[0].parts  # noqa: B018  # reading it is what is tried
