"""
The knowledge arrives as it was sent, or it is refused.
"""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from functools import cached_property

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import DisagreementError, Engine, KnowledgeBase
from hep_engine.adapters.spark.parcel import packed, unpacked
from hep_engine.model.table import Table
from hep_engine.reasoning import durable
from tests.worlds.budget import tried
from tests.worlds.strategies import profiles, worlds


@tried(40)
@given(worlds(), st.data(), st.sampled_from(["auto", "plain", "off"]))
def test_what_arrives_is_what_was_sent(case, data, check):
    """
    The knowledge is equal, and the engine recommends the same, checked by the same readings.
    """
    engine = case.engine(check)
    arrived = unpacked(packed(engine), engine.library)
    assert arrived.knowledge == engine.knowledge
    assert arrived.cross_check == engine.cross_check
    profile = data.draw(profiles(case.knowledge))
    assert arrived.recommend(profile).model_dump() == engine.recommend(profile).model_dump()


def _one_rule_less(knowledge):
    gates = [rule.id for rule in knowledge.acting("gates")]
    return {"rules": Table({name: each for name, each in knowledge.rules.items() if name != gates[0]})}


def _text(knowledge):
    name, first = next(iter(knowledge.exercises.items()))
    return {"exercises": Table({**knowledge.exercises, name: first.model_copy(update={"name": "Another"})})}


CHANGES = {_one_rule_less: ("decision", "content"), _text: ("content",)}


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_other_knowledge_is_refused_where_it_arrives(shipped, alone, change):
    """
    A gate less decides something else, another name says something else; the fingerprints it carries do not count.
    """
    parcel, other = packed(alone), replace(shipped, **change(shipped))
    assert (other.decision, other.content) == (shipped.decision, shipped.content)
    forged = replace(parcel, knowledge=pickle.dumps(tuple(getattr(other, each.name) for each in fields(other))))
    with pytest.raises(DisagreementError) as caught:
        unpacked(forged, alone.library)
    assert caught.value.differences == CHANGES[change]


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_other_knowledge_is_not_sent(shipped, change):
    """
    The driver works them out as well, before anything runs.
    """
    with pytest.raises(DisagreementError) as caught:
        packed(Engine(replace(shipped, **change(shipped)), cross_check="off"))
    assert caught.value.differences == CHANGES[change]


def test_knowledge_of_another_engine_is_refused(alone, engine, shipped):
    """
    Whole and sound, but not what the driver said.
    """
    parcel = packed(alone)
    for name in ("decision", "content"):
        with pytest.raises(DisagreementError) as caught:
            unpacked(replace(parcel, **{name: "sha256:" + "0" * 64}), alone.library)
        assert caught.value.differences == (name,)


def test_nothing_worked_out_is_sent(shipped):
    """
    Which rules act is remembered by a knowledge base, outside of its fingerprints: it is worked out anew.
    """
    lax = KnowledgeBase(*(getattr(shipped, each.name) for each in fields(shipped)))
    vars(lax)["_acting"] = {**shipped._acting, "gates": ()}
    assert lax == shipped
    assert isinstance(KnowledgeBase._acting, cached_property)
    arrived = unpacked(packed(Engine(lax, cross_check="off")), Engine(shipped, cross_check="off").library)
    assert arrived.knowledge.acting("gates") == shipped.acting("gates") != ()


@pytest.mark.parametrize("library", ["0.0.9", "9.9.9", "unknown"])
def test_another_version_of_the_library_is_refused(alone, library):
    """
    Before the knowledge is opened, which another version may not understand.
    """
    parcel = replace(packed(alone), knowledge=b"not opened")
    with pytest.raises(DisagreementError, match="version" if library == "unknown" else library):
        unpacked(parcel, library)


def test_a_copied_library_is_refused_on_both_sides(alone):
    """
    Where neither side knows its version, they cannot be the same.
    """
    with pytest.raises(DisagreementError, match="install"):
        unpacked(replace(packed(alone), library="unknown"), "unknown")


def test_a_second_reading_that_is_not_here_is_not_replaced(engine, monkeypatch):
    """
    What the driver read twice with durable-rules is not read with less, where that does not import.
    """
    parcel = replace(packed(engine), cross_check="durable")
    monkeypatch.setattr(durable, "durable_rules_engine", None)
    with pytest.raises(ImportError, match="durable"):
        unpacked(parcel, engine.library)
