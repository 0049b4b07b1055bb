"""
What exercises need is judged once for each state of what it asks about, and that is plain's verdict on every patient.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning import needs, plain
from hep_engine.reasoning.needs import Judged, Needs
from hep_engine.steps.admit import admit
from tests.worlds.budget import tried
from tests.worlds.plausible import plausible
from tests.worlds.strategies import cases, profiles


def same_as_judged_alone(prepared, book, told):
    """Each requirement of each exercise, judged for this patient alone, is what is remembered for such patients."""
    facts = plain.ruled(book, told)
    judged = Judged(prepared, facts)
    kept_out = {}
    for name, requirements in book.requirements.items():
        truths = [plain.judge(part.needs, facts) for part in requirements]
        assert judged.truths(name) == truths
        against = tuple(
            part.unmet(facts) for part, truth in zip(requirements, truths, strict=True) if truth is Truth.NO
        )
        if against:
            kept_out[name] = against
    assert judged.kept_out() == kept_out


@tried(60)
@given(cases(), st.data())
def test_what_is_remembered_of_others_is_what_plain_finds(case, data):
    """
    Many patients of one knowledge base, one after another, each as if it were alone.
    """
    book = case.engine().book
    prepared = Needs(book)
    for profile in data.draw(st.lists(profiles(case.knowledge), min_size=2, max_size=8)):
        same_as_judged_alone(prepared, book, admit(profile, case.knowledge))


@pytest.mark.parametrize("most", [1, needs.MOST_REMEMBERED])
def test_the_shipped_needs_are_judged_as_alone_however_few_are_remembered(monkeypatch, shipped, most):
    """
    Also where nearly nothing may be kept, and what is remembered begins anew all the time.
    """
    monkeypatch.setattr(needs, "MOST_REMEMBERED", most)
    monkeypatch.setattr(needs, "LEAST_STATES", min(most, needs.LEAST_STATES))
    book = Rulebook.of(shipped)
    prepared = Needs(book)
    for _, profile in plausible(shipped, 60, seed=4):
        same_as_judged_alone(prepared, book, admit(profile, shipped))


def test_no_more_is_remembered_than_is_allowed(monkeypatch, shipped):
    """
    However many patients come, each with deficits and equipment of their own.
    """
    monkeypatch.setattr(needs, "MOST_REMEMBERED", 120)
    book = Rulebook.of(shipped)
    prepared = Needs(book)
    for _, profile in plausible(shipped, 300, seed=5):
        Judged(prepared, plain.ruled(book, admit(profile, shipped))).kept_out()
    sizes = [len(group.remembered) for group in prepared.groups]
    assert max(sizes) <= max(needs.LEAST_STATES, 120)
    assert sum(size > 1 for size in sizes) > 5
