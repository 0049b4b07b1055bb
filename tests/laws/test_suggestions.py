"""
What would make an exercise eligible: true for every value in its interval, and no smaller change does it.
"""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.worlds.budget import tried
from tests.worlds.strategies import cases

CALM = ["low", "moderate", "high"]


@tried(100)
@given(cases(), st.data())
def test_a_suggestion_holds_throughout_and_nothing_smaller_does(case, data):
    """
    Tried against every combination of lower pain, calmer symptoms and the exercise's equipment.
    """
    exercise = data.draw(st.sampled_from(sorted(case.knowledge.exercises)))
    explanation = case.engine().explain(case.profile, exercise)
    working = {
        (len(fields), drop, fields): change
        for fields, drop, change in _changes(case, exercise)
        if _eligible(case, exercise, change)
    }
    if explanation.verdict == "recommended":
        assert explanation.would_be_eligible_if is None
        return
    if explanation.would_be_eligible_if is None:
        assert not working
        return
    change = {each.field: each for each in explanation.would_be_eligible_if}
    pain = change.get("pain_score")
    drop = case.profile.pain_score - pain.to_max if pain else 0
    assert (len(change), drop, tuple(sorted(change))) == min(working)
    for values in product(*(_values(each, case) for each in change.values())):
        assert _eligible(case, exercise, dict(zip(change, values, strict=True)))
    if pain and len(change) == 1 and pain.to_min > 0:
        assert not _eligible(case, exercise, {"pain_score": pain.to_min - 1}), "the interval stops too early"


def _changes(case, exercise):
    """Every change that may be suggested: its fields, the fall in pain, and the new values."""
    profile = case.profile
    needs = set(case.knowledge.exercises[exercise].equipment) - (profile.equipment or set())
    pains = [None, *range(profile.pain_score)]
    calmer = [None, *(CALM[: CALM.index(profile.irritability)] if profile.irritability else [])]
    for pain, irritability, equipped in product(pains, calmer, [False, True] if needs else [False]):
        change = {}
        if pain is not None:
            change["pain_score"] = pain
        if irritability is not None:
            change["irritability"] = irritability
        if equipped:
            change["equipment"] = (profile.equipment or frozenset()) | needs
        if change:
            yield tuple(sorted(change)), profile.pain_score - pain if pain is not None else 0, change


def _values(change, case):
    if change.field == "equipment":
        return [(case.profile.equipment or frozenset()) | set(change.add)]
    if change.field == "pain_score":
        return range(change.to_min, change.to_max + 1)
    return CALM[CALM.index(change.to_min) : CALM.index(change.to_max) + 1]


def _eligible(case, exercise, change):
    changed = case.profile.model_copy(update=change)
    return any(each.exercise == exercise for each in case.engine().recommend(changed).recommendations)
