"""One ruleset of durable-rules: the right answer or none at all, and nothing left behind."""

from __future__ import annotations

import gc
import traceback

import pytest

from hep_engine.errors import DisagreementError
from hep_engine.reasoning import durable
from hep_engine.reasoning.ruleset import MOST_RULES, Ruleset, field_hash
from tests.reasoning.conftest import needs_durable
from tests.reasoning.faulty import FAULTS, Counting, Faulty

RULES = {
    "0": [{"$gte": {"lo_pain_score": 3000}}],
    "1": [{"fever": 1}],
    "2": [{"fever": 0}],
    "3": [{"$neq": {"w_phase": "acute"}}, {"$lte": {"hi_age": 65000}}],
    "4": [],
    "5": [{"$neq": {"w_phase": "acute"}}, {"fever": 1}, {"cough": 0}],
}
FACTS = {
    '"fever":1,"cough":0,"w_phase":"chronic","lo_pain_score":3000,"hi_age":65000': {"0", "1", "3", "4", "5"},
    '"fever":0,"w_phase":"acute","lo_pain_score":2999,"hi_age":41000': {"2", "4"},
    '"cough":1,"fever":0,"w_phase":"_","lo_pain_score":10000,"hi_age":66000': {"0", "2", "4"},
    '"cough":1,"fever":1,"w_phase":"acute","lo_pain_score":0,"hi_age":0': {"1", "4"},
    '"w_phase":"chronic","lo_pain_score":0,"hi_age":0': {"3", "4"},
}
"""Facts, and the rules that hold of each."""

HARMLESS = ("start_action_for_state: no sentinel", "delete_state: engine error", "delete_ruleset: engine error")
"""Faults that never touch an evaluation of these rules, one of which always fires before the sentinel."""


@pytest.fixture
def real():
    """The C module itself."""
    return durable.durable_rules_engine


def answers(ruleset, rounds):
    """What *ruleset* says in each of *rounds* passes over the facts: right, wrong, or the error."""
    for _ in range(rounds):
        for fact, expected in FACTS.items():
            try:
                fired = ruleset.fired(fact)
            except DisagreementError as error:
                yield error
            else:
                yield "right" if sorted(fired) == sorted(expected) else f"wrong: {fired}"


@needs_durable
def test_every_rule_that_holds_fires_once(real):
    """
    A ruleset that is well answers right, again and again, whatever the fact before was.
    """
    assert set(answers(Ruleset(real, RULES), 50)) == {"right"}


@needs_durable
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_now_and_then_is_made_good_or_reported(real, fault):
    """
    With one call in twenty going wrong, an answer is right or it is an error; and most are right, by trying again.
    """
    engine = Faulty(real, fault, rate=0.05)
    said = list(answers(Ruleset(engine, RULES), 100))
    right = said.count("right")
    assert right + sum(isinstance(each, DisagreementError) for each in said) == len(said)
    assert right >= 0.95 * len(said)
    assert engine.injected or fault in HARMLESS or fault.startswith("create_ruleset")


@needs_durable
@pytest.mark.parametrize("fault", [each for each in FAULTS if each not in HARMLESS])
def test_an_engine_that_always_fails_gives_no_answer(real, fault):
    """
    With every call going wrong there is an error for every fact, and never an answer.
    """
    engine = Faulty(real, fault, rate=1)
    ruleset = Ruleset(engine, RULES)
    said = list(answers(ruleset, 3))
    assert all(isinstance(each, DisagreementError) for each in said)
    assert engine.injected >= 3 * len(said), "each was tried three times"


@needs_durable
@pytest.mark.parametrize("fault", HARMLESS)
def test_a_fault_outside_the_evaluation_spoils_no_answer(real, fault):
    """
    An engine that refuses to delete only costs memory; and a first firing is never the sentinel here.
    """
    ruleset = Ruleset(Faulty(real, fault, rate=1), RULES)
    for _ in range(5):
        assert set(answers(ruleset, 1)) == {"right"}
        ruleset.close()


@needs_durable
@pytest.mark.parametrize("fault", FAULTS)
def test_the_error_tells_nothing_of_the_patient(real, fault):
    """
    The message says what failed, in our words, although the engine's own message quotes the fact.
    """
    for each in answers(Ruleset(Faulty(real, fault, rate=1), RULES), 1):
        if isinstance(each, DisagreementError):
            assert str(each).startswith("the second reading failed: ")
            assert each.differences == ()
            assert not [word for word in ("fever", "cough", "chronic", "3000", "65000", "{") if word in str(each)]


@needs_durable
def test_the_chain_of_errors_tells_nothing_of_the_patient(real):
    """
    A log prints the cause of an error too, and the engine's message could quote the fact.
    """
    engine = Counting(real)
    original = engine.call

    def refuse_chronic(name, *given):
        if name == "assert_fact" and "chronic" in given[1]:
            raise engine.error(f"cannot read {given[1]}")
        return original(name, *given)

    engine.call = refuse_chronic
    with pytest.raises(DisagreementError, match="the second reading failed: error") as caught:
        Ruleset(engine, RULES).fired(next(iter(FACTS)))
    assert '"chronic"' not in "".join(traceback.format_exception(caught.value))


@needs_durable
def test_after_a_fault_a_fresh_handle_is_used(real):
    """
    A handle that went wrong once is given back and never used again; the answer comes from a new one.
    """
    engine = Faulty(real, "retract_fact: not done", rate=0)
    ruleset = Ruleset(engine, RULES)
    assert set(answers(ruleset, 1)) == {"right"}
    engine.rate = 1
    first_fact, expected = next(iter(FACTS.items()))
    with pytest.raises(DisagreementError, match="a fact stayed behind"):
        ruleset.fired(first_fact)
    engine.rate = 0
    assert sorted(ruleset.fired(first_fact)) == sorted(expected)
    assert engine.open == 1


@needs_durable
@pytest.mark.parametrize("fault", ["assert_fact: refused 2", "complete_and_start_action: nothing"])
def test_a_faulty_handle_is_given_back(real, fault):
    """
    Failing three times over leaves no ruleset open, even when it fails on opening.
    """
    engine = Faulty(real, fault, rate=1)
    list(answers(Ruleset(engine, RULES), 2))
    assert engine.calls["create_ruleset"] > 0
    assert engine.open == 0


@needs_durable
def test_interrupting_an_evaluation_does_not_spoil_the_next(real):
    """
    Control-C between two firings: the fact that stayed behind is noticed, and the next patient is read afresh.
    """
    engine = Counting(real)
    ruleset = Ruleset(engine, RULES)
    first, second = list(FACTS)[:2]
    ruleset.fired(first)
    original = engine.call
    engine.call = lambda name, *given: _interrupt() if name == "complete_and_start_action" else original(name, *given)
    with pytest.raises(KeyboardInterrupt):
        ruleset.fired(first)
    engine.call = original
    assert set(ruleset.fired(second)) == FACTS[second]


def _interrupt():
    raise KeyboardInterrupt


@needs_durable
def test_closing_gives_the_memory_back_and_use_opens_again(real):
    """
    A ruleset is compiled when it is used, given back when closed, and works again afterwards.
    """
    engine = Counting(real)
    ruleset = Ruleset(engine, RULES)
    assert engine.open == 0
    for _ in range(3):
        assert set(answers(ruleset, 1)) == {"right"}
        assert engine.open == 1
        ruleset.close()
        ruleset.close()
        assert engine.open == 0


@needs_durable
@pytest.mark.parametrize("before", [True, False])
def test_what_is_needed_for_now_is_open_until_the_last_has_done(real, before):
    """
    Whoever needs a ruleset for now, one within another or one beside another, leaves it as it was.
    """
    engine = Counting(real)
    ruleset, fact = Ruleset(engine, RULES), next(iter(FACTS))
    if before:
        ruleset.fired(fact)
    for _ in range(2):
        first, second = ruleset.for_now(), ruleset.for_now()
        first.__enter__()
        ruleset.fired(fact)
        second.__enter__()
        first.__exit__(None, None, None)
        assert engine.open == 1
        ruleset.fired(fact)
        second.__exit__(None, None, None)
        assert engine.open == before


@needs_durable
def test_a_ruleset_that_is_let_go_gives_its_memory_back(real):
    """
    Nobody has to close a ruleset.
    """
    engine = Counting(real)
    for _ in range(20):
        set(answers(Ruleset(engine, RULES), 1))
    gc.collect()
    assert engine.calls["create_ruleset"] == 20
    assert engine.open == 0


@needs_durable
def test_as_many_rules_as_fit_all_fire(real):
    """
    47 rules that all hold fire together, with the sentinel behind them.
    """
    ruleset = Ruleset(real, {str(number): [{"$gte": {"lo_age": number}}] for number in range(MOST_RULES)})
    assert len(ruleset.fired('"lo_age":99')) == MOST_RULES


def test_more_rules_than_fit_are_refused():
    """
    One rule more would be near the engine's limit, where it answers wrongly or hangs.
    """
    with pytest.raises(ValueError, match="at most 47 rules"):
        Ruleset(object(), {str(number): [] for number in range(MOST_RULES + 1)})
    gc.collect()


@needs_durable
def test_the_hash_is_the_one_by_which_the_engine_knows_a_field(real):
    """
    Two names with one hash are one field to the engine: this is what loading refuses.
    """
    one, other = "f_e6b61cb3f6", "f_05bb87bcfe"
    assert field_hash(one) == field_hash(other)
    assert Ruleset(real, {"0": [{one: 1}]}).fired(f'"{other}":1') == ["0"]
    assert Ruleset(real, {"0": [{one: 1}]}).fired('"f_05bb87bcff":1') == []
