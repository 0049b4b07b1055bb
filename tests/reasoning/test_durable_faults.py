"""When the second reading is wrong or not well: an engine recommends what is right, or nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hep_engine import DisagreementError, Engine, PatientProfile
from hep_engine.model.condition import All, Compares
from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning import durable
from hep_engine.reasoning.durable import DurableReading
from hep_engine.reasoning.rails import NEVER, Rails
from hep_engine.reasoning.ruleset import MOST_RULES, field_hash
from tests.reasoning.conftest import HIP, needs_durable
from tests.reasoning.faulty import FAULTS, FAULTS_OF_ANY_KIND, QUIET_FAULTS, Faulty

NEVER_MET = ("delete_state: engine error", "delete_ruleset: engine error")
"""Faults that do not come up in an evaluation."""
CALM = HIP.model_copy(update={"irritability": "low", "equipment": frozenset()})
"""A patient of whom everything is known that the readings ask about clamshells."""


def faulty_engine(monkeypatch, shipped, fault, rate):
    """A recommendation engine whose durable-rules goes wrong as told, and that durable-rules."""
    module = Faulty(durable.durable_rules_engine, fault, rate)
    monkeypatch.setattr(durable, "durable_rules_engine", module)
    return Engine(shipped, cross_check="durable"), module


@pytest.fixture(scope="module")
def right(shipped, patients):
    """What every patient is recommended when all is well."""
    engine = Engine(shipped, cross_check="off")
    checked = ("index", "durable")
    return [replace(engine.recommend(each), checked_by=checked) for each in patients]


@needs_durable
@pytest.mark.parametrize("fault", FAULTS_OF_ANY_KIND)
def test_faults_now_and_then_never_change_a_recommendation(monkeypatch, shipped, patients, right, fault):
    """
    One call in twenty goes wrong: what is recommended is right, or there is an error.
    """
    engine, _ = faulty_engine(monkeypatch, shipped, fault, rate=0.05)
    answered = 0
    for patient, expected in zip(patients, right, strict=True):
        try:
            result = engine.recommend(patient)
        except DisagreementError:
            continue
        answered += 1
        assert result == expected
    assert answered or fault.startswith("complete_and_start_action")


@needs_durable
@pytest.mark.parametrize("fault", [each for each in FAULTS if each not in NEVER_MET])
def test_an_engine_that_always_fails_recommends_nothing(monkeypatch, shipped, patients, fault):
    """
    Every call goes wrong in a way the door notices: no patient gets an answer.
    """
    engine, module = faulty_engine(monkeypatch, shipped, fault, rate=1)
    for patient in patients:
        with pytest.raises(DisagreementError):
            engine.recommend(patient)
    assert module.injected


@needs_durable
@pytest.mark.parametrize("fault", [*NEVER_MET, *QUIET_FAULTS])
def test_an_engine_that_always_lies_recommends_nothing_wrong(monkeypatch, shipped, patients, right, fault):
    """
    Every call goes wrong in a way that looks like an answer, or outside an evaluation: right, or an error.
    """
    engine, _ = faulty_engine(monkeypatch, shipped, fault, rate=1)
    for patient, expected in zip(patients, right, strict=True):
        try:
            assert engine.recommend(patient) == expected
        except DisagreementError:
            assert fault in QUIET_FAULTS


def flipped(old, new):
    """Rules in which one comparison of pain has become another."""

    def mutate(literals, clause, **how):
        turned = {old: new}
        return [
            replace(each, test=turned.get(each.test, each.test)) if each.field.endswith("_pain_score") else each
            for each in literals(clause, **how)
        ]

    return "_literals", mutate


def without(field):
    """Rules in which every test of one field is gone."""
    return "_literals", lambda literals, clause, **how: [
        each for each in literals(clause, **how) if each.field != field
    ]


def last_alternative_gone(rule):
    """Rules in which the last alternative of one rule is gone, on both rails."""

    def mutate(add, name, need, items):
        return add(name, need, items[:-1] if name in (f"+rule.{rule}", f"?rule.{rule}") else items)

    return "_add", mutate


def never(name):
    """Rules in which one symbol never holds, although it may be possible."""
    return "_add", lambda add, given, need, items: add(given, need, (NEVER,) if given == name else items)


MUTATIONS = {
    "`>=` for pain becomes `>`": (flipped("$gte", "$gt"), {"pain_score": 1}, "exercise clamshell: yes or no"),
    "`<=` for pain becomes `<`": (flipped("$lte", "$lt"), {"pain_score": 5}, "exercise clamshell: yes or no"),
    "pain is not compared from above": (without("hi_pain_score"), {"pain_score": 6}, "rule pc_9_10: no or unknown"),
    "the phase is not looked at": (without("w_phase"), {"phase": "acute"}, "exercise clamshell: no or"),
    "an alternative of a red flag is gone": (
        last_alternative_gone("rf_ces"),
        {"findings": frozenset({"bilateral_leg_pain_new"})},
        "rule rf_ces: yes or",
    ),
    "a gate never fires": (
        never("+rule.rf_minor_age"),
        {"age": 15},
        "rule rf_minor_age: yes or unknown",
    ),
    "a finding is not concluded": (
        never("+finding.age_under_18"),
        {"age": 15},
        "finding age_under_18: yes or unknown",
    ),
}


def mutated(monkeypatch, shipped, mutation):
    """An engine whose rules were compiled for durable-rules with one mistake."""
    method, mutate = mutation
    original = getattr(Rails, method)
    monkeypatch.setattr(Rails, method, lambda self, *given, **how: mutate(original.__get__(self), *given, **how))
    engine = Engine(shipped, cross_check="durable")
    monkeypatch.undo()
    return engine


@needs_durable
@pytest.mark.parametrize("mistake", MUTATIONS)
def test_a_mistake_in_the_compiled_rules_stops_the_recommendation(monkeypatch, shipped, engine, mistake):
    """
    A patient on whom the two readings differ gets nothing, and the error names the difference.
    """
    mutation, change, difference = MUTATIONS[mistake]
    patient = CALM.model_copy(update=change).screened(engine.questions())
    wrong = mutated(monkeypatch, shipped, mutation)
    assert engine.recommend(patient).checked_by == ("index", "durable")
    with pytest.raises(DisagreementError, match="two readings of the rules differ, so nothing") as caught:
        wrong.recommend(patient)
    assert [each for each in caught.value.differences if each.startswith(difference)]
    with pytest.raises(DisagreementError):
        wrong.explain(patient, "clamshell")


@needs_durable
def test_a_mistake_that_does_not_touch_a_patient_does_not_stop_them(monkeypatch, shipped, engine):
    """
    Where both readings agree the answer is given, although elsewhere they would differ.
    """
    wrong = mutated(monkeypatch, shipped, flipped("$gte", "$gt"))
    patient = CALM.model_copy(update={"pain_score": 2}).screened(engine.questions())
    assert wrong.recommend(patient) == engine.recommend(patient)


@needs_durable
def test_both_readings_are_really_taken(monkeypatch, shipped, engine):
    """
    A result that says it was checked by durable-rules was: the C module was asked for it.
    """
    counted, module = faulty_engine(monkeypatch, shipped, "assert_fact: wrong code", rate=0)
    assert counted.recommend(HIP).checked_by == ("index", "durable")
    before = module.calls["assert_fact"]
    counted.recommend(HIP)
    assert module.calls["assert_fact"] > before
    assert Engine(shipped, cross_check="off").recommend(HIP).checked_by == ("index",)


def test_every_ruleset_of_the_shipped_knowledge_is_small(shipped):
    """
    At most 47 rules and the sentinel each, which stays under the engine's limit of 64.
    """
    reading = DurableReading(Rulebook.of(shipped), engine=object())
    sizes = [len(json.loads(shard.ruleset._written)) for shards in reading._rounds for shard in shards]
    assert len(sizes) > 1
    assert max(sizes) <= MOST_RULES + 1


def test_field_names_that_the_engine_takes_for_one_are_refused(shipped):
    """
    Two measures whose names have one hash would be one measure to the engine, so nothing is compiled.
    """
    one, other = "fsgpzpeg", "fmscvafv"
    assert field_hash(f"lo_{one}") == field_hash(f"lo_{other}")
    both = All((Compares(one, ">=", 3), Compares(other, ">=", 3)))
    book = replace(Rulebook.of(shipped), rules=(("colliding", both),), exercises=())
    with pytest.raises(DisagreementError, match="rename a measure"):
        DurableReading(book, engine=object())


def test_asking_for_durable_rules_where_they_are_missing_says_so(monkeypatch, shipped):
    """
    Without durable-rules `auto` takes plain as the second reading, and `durable` refuses to start.
    """
    monkeypatch.setattr(durable, "durable_rules_engine", None)
    engine = Engine(shipped)
    assert engine.recommend(PatientProfile(pain_score=3, phase="acute")).checked_by == ("index", "plain")
    assert engine.cross_check == "plain"
    with pytest.raises(ImportError, match=r"3\.11 and 3\.12"):
        Engine(shipped, cross_check="durable")
