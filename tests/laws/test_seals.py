"""
A seal is made of what release rests on, written as plain JSON, whatever way it was written.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from hep_engine import Engine
from hep_engine.model import seal
from hep_engine.model.seal import seal_of
from tests.worlds.budget import tried
from tests.worlds.plausible import plausible
from tests.worlds.strategies import cases, keen_cases


def plainly_sealed(result):
    """The seal by the general way of writing, which knows no types."""
    written = to_json(seal._rests_on(result), fallback=repr)
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


@tried(60)
@given(st.one_of(cases(screened=True), keen_cases()))
def test_by_its_types_it_is_what_it_is_without_them(case):
    """
    Of every result that can be released.
    """
    result = case.engine().recommend(case.profile)
    if result.status == "ready":
        assert result.seal == plainly_sealed(result)


def test_the_shipped_knowledge_is_sealed_alike(shipped):
    """
    Programs, cautions and questions of the clinic among them.
    """
    engine = Engine(shipped, cross_check="off")
    ready = [result for _, each in plausible(shipped, 60, seed=3) if (result := engine.recommend(each)).program]
    assert len(ready) > 20
    assert all(each.seal == plainly_sealed(each) for each in ready)


@pytest.mark.parametrize(
    "edit",
    [
        {"approach": 7},
        {"safety_net": ["call", "wait"]},
        {"disposition": None},
        {"release_needs": ("half \ud800 a letter",)},
        {"program": "two of them"},
    ],
    ids=str,
)
def test_what_is_not_of_its_type_has_a_seal_too(recwarn, shipped, edit):
    """
    It is another one than before, the one of plain JSON where there is one, and nothing is said aloud.
    """
    engine = Engine(shipped, cross_check="off")
    result = next(result for _, each in plausible(shipped, 20) if (result := engine.recommend(each)).program)
    edited = replace(result, **edit)
    assert seal_of(edited) == seal_of(replace(result, **edit)) != result.seal
    if "release_needs" not in edit:
        assert seal_of(edited) == plainly_sealed(edited)
    assert not recwarn.list
