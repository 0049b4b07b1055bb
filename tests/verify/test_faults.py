"""
No statement is vacuous: an edit that breaks it is refuted, by a patient whom a clinician would recognise.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import z3

from hep_engine import Engine
from hep_engine.model import rulebook
from hep_engine.model.condition import All, Compares
from hep_engine.model.proof import THEOREMS
from hep_engine.model.table import Table
from hep_engine.model.words import Level
from hep_engine.verify import formula
from hep_engine.verify.prove import Prover
from hep_engine.verify.statement import Statement
from hep_engine.verify.week import decide_weeks
from tests.verify.faults import FAULTS, on_exercise, on_rule
from tests.worlds.knowledge import make_knowledge


def statement(prover: Prover, name: str) -> Statement:
    """One of the prover's statements."""
    return next(each for each in prover.statements() if each.id == name)


def refuted(knowledge, name):
    """What becomes of a statement about this knowledge."""
    prover = Prover(Engine(knowledge, cross_check="off"))
    return prover.decide(statement(prover, name))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_refuted_by_a_patient_who_shows_it(fault, shipped):
    """
    The patient has what the fault is about, little else, and gets in the engine what must never be given.
    """
    broken = fault.edit(shipped)
    decided = refuted(broken, fault.refutes)
    assert decided.outcome == "refuted"
    found = decided.counterexample
    if found is None:
        assert decided.dead, "a statement about what must be possible names what is not"
        return
    profile, engine = found.profile, Engine(broken, cross_check="off")
    for field, value in fault.patient.items():
        told = getattr(profile, field)
        assert told >= value if isinstance(value, set) else told == value
    assert len(profile.findings) + len(profile.deficits) + len(profile.measures) <= 4, "it is a small patient"
    assert profile.phase in ("subacute", "chronic"), "and an everyday one"
    offered = [
        {each.exercise for each in engine.recommend(one).recommendations} for one in (profile, found.after) if one
    ]
    assert any(found.exercise in each for each in offered)
    if found.screened:
        assert profile == profile.model_copy(update={"ruled_out": set()}).screened(engine.questions())
    healthy = Engine(shipped, cross_check="off").recommend(profile).recommendations
    if not found.after:
        assert found.exercise not in {each.exercise for each in healthy}, "without the fault they do not get it"


_CODES = {
    "contraindicated": "nothing_contraindicated",
    "pain_below_range": "nothing_outside_its_pain_range",
    "pain_above_range": "nothing_outside_its_pain_range",
    "phase_not_listed": "nothing_out_of_phase",
    "not_for_approach": "nothing_without_a_dose",
    "restricted": "nothing_restricted",
    "too_difficult": "nothing_restricted",
    "equipment_missing": "nothing_without_its_equipment",
    "avoided": "nothing_unwanted_or_inactive",
    "not_active": "nothing_unwanted_or_inactive",
}


@pytest.mark.parametrize("code", _CODES)
def test_what_an_exercise_needs_cannot_be_forgotten(code, shipped, monkeypatch):
    """
    A catalogue read without one kind of requirement is refuted, and the engine, read so too, shows it.
    """
    knowledge = on_exercise("bridge", status="draft")(shipped)
    _forget(code, monkeypatch)
    assert refuted(knowledge, _CODES[code]).outcome == "refuted"


def test_an_exercise_for_no_deficit_is_not_offered_even_by_an_engine_that_forgot(shipped, monkeypatch):
    """
    The solver finds the patient; the engine ranks by deficits and so offers nothing, and the difference is told.
    """
    _forget("no_matching_indication", monkeypatch)
    assert refuted(shipped, "nothing_without_a_deficit").outcome == "differs"


def _forget(code, monkeypatch):
    """From now on the engine and the formula read the catalogue without one kind of requirement."""
    whole = rulebook.requirements

    def forgetful(exercise, known):
        return tuple(each for each in whole(exercise, known) if each.code != code)

    monkeypatch.setattr(rulebook, "requirements", forgetful)
    monkeypatch.setattr(formula, "requirements", forgetful)


@pytest.mark.parametrize("name", ["nothing_behind_a_gate", "an_open_gate_is_never_ready"])
def test_a_level_that_no_longer_blocks_is_refuted(name, shipped, monkeypatch):
    """
    The statements take the blocking levels from the contract, not from what the engine takes for them.
    """
    monkeypatch.setattr(Level, "blocks", property(lambda self: self in (Level.URGENT, Level.EMERGENCY)))
    assert refuted(shipped, name).outcome == "refuted"


def test_a_follow_up_rule_that_never_fires_is_named(shipped):
    """
    It is read of a week, so it is decided of all weeks.
    """
    never = All((Compares("pain_rise", ">", shipped.vocabulary.follow_up["pain_rise"].max),))
    broken = on_rule("fu_flare", when=never)(shipped)
    decided = decide_weeks(broken, 10)
    assert (decided.outcome, decided.dead) == ("refuted", ("fu_flare",))


_WEEKS = ("every_follow_up_rule_can_fire",)


def test_every_statement_that_comes_with_the_library_is_refuted_somewhere():
    """
    None of them is true whatever the knowledge says.
    """
    seldom = {"nothing_without_a_deficit", "an_open_gate_is_never_ready"}
    here = {*_CODES.values(), *_WEEKS, *seldom}
    assert set(THEOREMS) == here | ({fault.refutes for fault in FAULTS} & set(THEOREMS))


def test_a_patient_whom_the_engine_treats_otherwise_is_an_outcome_of_its_own(shipped):
    """
    A formula of other knowledge than the engine's: the solver finds somebody, and the engine does not show it.
    """
    other = FAULTS[0].edit(shipped)
    prover = Prover(Engine(shipped, cross_check="off"), formula=formula.Formula(other))
    decided = prover.decide(statement(prover, FAULTS[0].refutes))
    assert (decided.outcome, decided.counterexample) == ("differs", None)


def test_what_is_not_decided_is_not_proved(monkeypatch):
    """
    A solver that gives up proves nothing, of patients and of weeks.
    """
    monkeypatch.setattr(z3.Solver, "check", lambda self, *assumed: z3.unknown)
    decided = list(Prover(Engine(make_knowledge(3, 4, 4, 6), cross_check="off")).prove())
    assert {each.outcome for each in decided} == {"undecided"}


def test_knowledge_without_statements_is_proved_too(shipped):
    """
    The statements of the library need none of the rules'.
    """
    rules = Table({name: rule for name, rule in shipped.rules.items() if rule.folder != "invariants"})
    prover = Prover(Engine(replace(shipped, rules=rules), cross_check="off"))
    assert [each.id for each in prover.statements()] == [name for name in THEOREMS if name not in _WEEKS]
