"""
What makes no difference: exercises no patient can tell apart, and rules without which nothing changes.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.engine import Engine
from hep_engine.model.condition import AnyOf, FactKind, Has
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import CapProgram, Exclude, Refer, Rule, Selector
from hep_engine.model.table import Table
from hep_engine.model.words import Level
from hep_engine.reasoning import plain
from hep_engine.steps.admit import admit
from hep_engine.verify.alike import alike
from hep_engine.verify.formula import Formula
from hep_engine.verify.swallowed import swallowed
from tests.worlds.budget import tried
from tests.worlds.strategies import profiles, worlds


@tried(25)
@given(worlds(most_exercises=6), st.data())
def test_exercises_are_alike_just_when_every_patient_sees_them_alike(case, data):
    """
    Two of a class have the same verdict for every patient who avoids nothing.
    """
    classes, undecided = alike(Formula(case.knowledge), 20)
    assert not undecided
    for _ in range(5):
        profile = data.draw(profiles(case.knowledge)).model_copy(update={"avoid": frozenset()})
        verdicts = _read(case.engine(), profile).exercises
        for same in classes:
            assert len({verdicts[each] for each in same}) == 1


def _read(engine: Engine, profile):
    return plain.read(engine.book, admit(profile, engine.knowledge))


def test_a_copy_is_alike(shipped):
    """
    A wall sit with all that a step-up asks for is found; in the catalogue as it is, no two exercises are alike.
    """
    copy = shipped.exercises["step_up"].model_copy(update={"id": "wall_sit"})
    copied = replace(shipped, exercises=Table({**shipped.exercises, "wall_sit": copy}))
    assert alike(Formula(copied), 20) == ([("step_up", "wall_sit")], [])
    assert alike(Formula(shipped), 20) == ([], [])


def _without(knowledge: KnowledgeBase, rule: str) -> KnowledgeBase:
    draft = replace(knowledge.rules[rule], status="draft")
    return replace(knowledge, rules=Table({**knowledge.rules, rule: draft}))


@tried(25)
@given(worlds(most_exercises=5), st.data())
def test_without_a_swallowed_rule_everybody_gets_the_same(case, data):
    """
    The same status, level, exercises, scores, advice and limits, for patients asked a little, much or everything.
    """
    formula = Formula(case.knowledge)
    found, undecided = swallowed(formula, 20)
    assert not undecided
    after = {each.rule: Engine(_without(case.knowledge, each.rule), cross_check="off") for each in found[:4]}
    for _ in range(5 if after else 0):
        profile = data.draw(profiles(case.knowledge))
        before = _seen(case.engine(), profile)
        for rule, engine in after.items():
            assert _seen(engine, profile) == before, rule


def _seen(engine: Engine, profile):
    """What a patient sees; not which rules said so, nor what is asked."""
    result = engine.recommend(profile)
    program = result.program
    limits = program.limits if program else ()
    return (
        result.status,
        result.disposition.level,
        result.disposition.could_be,
        result.disposition.settled,
        [
            (each.exercise, each.score, sorted({said.text for said in each.cautions}), bool(each.confirm))
            for each in result.recommendations
        ],
        [(each.exercise, each.dose) for each in program.plan] if program else None,
        {what: min(each.most for each in limits if each.what == what) for what in ("exercises", "minutes")}
        if program
        else None,
    )


def _changed(knowledge: KnowledgeBase, **rules: Rule) -> Formula:
    return Formula(replace(knowledge, rules=Table({**knowledge.rules, **rules})))


def _by(formula: Formula, *rules: str) -> dict[str, tuple[str, ...]]:
    """Which of the rules are swallowed, and by which."""
    found, undecided = swallowed(formula, 20, only=rules)
    assert not undecided
    return {each.rule: each.rules for each in found}


def test_a_second_gate_for_the_same_is_swallowed(shipped):
    """
    A gate that asks what a gate as severe asks; and that one by it, since either could go.
    """
    twin = replace(shipped.rules["rf_dvt"], when=shipped.rules["rf_fever"].when)
    assert _by(_changed(shipped, rf_dvt=twin), "rf_dvt", "rf_fever", "rf_ces") == {
        "rf_dvt": ("rf_fever",),
        "rf_fever": ("rf_dvt",),
    }


def test_a_milder_gate_does_not_swallow(shipped):
    """
    The same condition with a lower level changes what the patient is told.
    """
    same = shipped.rules["rf_fever"].when
    mild = replace(shipped.rules["rf_dvt"], when=same, then=Refer(Level.CLINICIAN_REVIEW_BEFORE))
    assert _by(_changed(shipped, rf_dvt=mild), "rf_dvt", "rf_fever") == {"rf_dvt": ("rf_fever",)}


def test_a_limit_is_swallowed_by_one_as_strict(shipped):
    """
    Twins by each other; of two for the same patients the laxer by the stricter.
    """
    same = shipped.rules["pl_irritable"].when
    twin = replace(shipped.rules["pl_older"], when=same)
    strict = replace(twin, then=CapProgram("exercises", 2))
    both = ("pl_irritable", "pl_older")
    assert _by(_changed(shipped, pl_older=twin), *both) == {
        "pl_irritable": ("pl_older",),
        "pl_older": ("pl_irritable",),
    }
    assert _by(_changed(shipped, pl_older=strict), *both) == {"pl_irritable": ("pl_older",)}
    assert _by(Formula(shipped), *both, "pl_helper") == {}


def test_a_limit_is_not_swallowed_by_one_that_may_not_hold(shipped):
    """
    While irritability is not told the one limit stands, and the other could be confirmed away.
    """
    irritable = shipped.rules["pl_irritable"].when
    wider = replace(shipped.rules["pl_older"], when=AnyOf((irritable, Has(FactKind.FINDING, "leg_pain"))))
    assert _by(_changed(shipped, pl_older=wider), "pl_irritable") == {}


def test_a_restriction_that_only_asks_is_not_swallowed(shipped):
    """
    What implies a contraindication can be open while the contraindication is ruled out; then it must be confirmed.
    """
    selector = Selector((("id", ("step_up",)),))
    asks = replace(shipped.rules["dr_unknown"], when=Has(FactKind.FINDING, "osteoporosis"), then=Exclude(selector))
    against = shipped.exercises["step_up"].model_copy(
        update={"contraindications": ("osteoporosis_or_fragility_fracture",)}
    )
    changed = replace(shipped, exercises=Table({**shipped.exercises, "step_up": against}))
    assert _by(_changed(changed, dr_unknown=asks), "dr_unknown") == {}


def test_advice_that_is_shown_is_not_swallowed(shipped):
    """
    Some exercise that it speaks of has no precaution of its own.
    """
    assert _by(Formula(shipped), "dr_stop", "caution_hypertension_controlled") == {}


@pytest.mark.parametrize(
    ("rule", "own"),
    [("gb_falls_carry", ("contraindicated",)), ("cap_difficulty_symptom_modulation", ("not_for_approach",))],
)
def test_what_the_files_of_exercises_say_swallows_a_restriction(shipped, rule, own):
    """
    The shipped second locks are named, with what locks first.
    """
    found, _ = swallowed(Formula(shipped), 20, only={rule})
    assert [(each.rule, each.rules, each.own) for each in found] == [(rule, (), own)]
