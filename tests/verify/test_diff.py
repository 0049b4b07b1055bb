"""
A comparison for all patients: what is called equal is equal for whoever is sampled, and every witness is one.
"""

from __future__ import annotations

import z3
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import Engine
from hep_engine.model.question import asks
from hep_engine.model.truth import Truth
from hep_engine.reasoning.ask import Opener
from hep_engine.verify.asking import Asking
from hep_engine.verify.assignment import just_like
from hep_engine.verify.compare import compare
from hep_engine.verify.formula import Formula
from tests.verify.edits import edited, written_otherwise
from tests.worlds.budget import tried
from tests.worlds.strategies import cases, profiles, worlds


def _essence(engine, profile):
    """Everything that a result decides, without the order in which questions and reasons are told."""
    result = engine.recommend(profile)
    program = result.program
    return {
        "status": result.status,
        "level": (result.disposition.level, result.disposition.could_be, result.disposition.settled),
        "gates": {each.rule for each in result.disposition.reasons},
        "asked": {(each.kind, each.id, each.blocking, each.could_mean) for each in result.disposition.ask_first},
        "findings": {each.finding for each in result.findings},
        "approach": result.approach,
        "recommended": [
            (each.exercise, each.score, each.dose, {(one.finding, one.rule) for one in each.cautions},
             {(one.kind, one.id) for one in each.confirm})
            for each in result.recommendations
        ],
        "excluded": {each.exercise: {reason.code for reason in each.reasons} for each in result.excluded},
        "program": program and (program.exercises, [each.dose for each in program.plan], program.minutes_per_day),
        "release": set(result.release_needs),
    }  # fmt: skip


def _seen(engine, profile):
    """What holds of a patient, by kind and id, as the engine shows it."""
    result, facts = engine.recommend(profile), engine.facts(profile)
    acting = {rule.id for folder in ("gates", "restrictions") for rule in engine.knowledge.acting(folder)}
    return {
        "status": {result.status},
        "exercise": {each.exercise for each in result.recommendations},
        "approach": {facts.approach},
        "gate_fires": {rule for rule in acting if facts.rules[rule] is Truth.YES},
        "restriction": {rule for rule in acting if facts.rules[rule] is Truth.YES},
        "caution": {rule for rule in acting if facts.rules[rule] is Truth.YES},
        "finding": {name for name, truth in facts.findings.items() if truth is Truth.YES},
    }


@tried(8)
@given(worlds(8), st.integers(0, 10**6), st.data())
def test_knowledge_written_otherwise_is_proved_to_change_nothing(case, seed, data):
    """
    Lists in another order, `all` as `at_least`, `>` as `>=`, texts reworded: a proof, and sampled patients agree.
    """
    other = Engine(written_otherwise(case.knowledge, seed), cross_check="off")
    found = compare(case.engine(), other)
    assert found.changes == "nothing", found.for_all
    profile = data.draw(profiles(case.knowledge))
    assert _essence(case.engine(), profile) == _essence(other, profile)


@tried(16)
@given(worlds(8), st.integers(0, 10**6), st.data())
def test_no_sampled_patient_contradicts_a_comparison(case, seed, data):
    """
    After a random edit nobody loses what is equal or wider, nobody gains what is equal or narrower, and where nothing
    changes, nothing does. Whoever is shown gains on one side or loses on it, and both engines admit them.
    """
    before, after = case.engine(), Engine(edited(case.knowledge, seed), cross_check="off")
    found = compare(before, after)
    relation = {(each.kind, each.id): each.relation for each in found.for_all.changes}
    assert not {"differs", "undecided"} & {*relation.values()}, found.for_all.changes
    for change in found.for_all.changes:
        for witness, more, less in ((change.gained, after, before), (change.lost, before, after)):
            if witness and change.kind in ("status", "gate_fires", "exercise", "approach", "finding"):
                assert change.id in _seen(more, witness.profile)[change.kind]
                assert change.id not in _seen(less, witness.profile)[change.kind]
    for _ in range(3):
        profile = data.draw(profiles(case.knowledge))
        if found.changes == "nothing":
            assert _essence(before, profile) == _essence(after, profile)
        was, now = _seen(before, profile), _seen(after, profile)
        for kind in was:
            for name in was[kind] ^ now[kind]:
                if kind in ("restriction", "caution", "gate_fires"):
                    way = next(relation[one, name] for one in ("gate_fires", "restriction", "caution")
                               if (one, name) in relation)  # fmt: skip
                else:
                    way = relation[kind, name]
                assert way in (("crossed", "wider") if name in now[kind] else ("crossed", "narrower"))


@tried(25)
@given(cases())
def test_the_questions_of_a_formula_are_those_that_the_engine_asks(case):
    """
    What is open in a rule, followed through derived findings: the formula and the engine name the same.
    """
    engine, formula = case.engine(), Formula(case.knowledge)
    solver, asking = z3.Solver(), Asking(formula)
    solver.add(*just_like(formula.patient, case.profile), *formula.patient.admitted())
    assert solver.check() == z3.sat
    opener, facts = Opener(engine.book), engine.facts(case.profile)
    for _, condition in engine.book.rules:
        told = {
            question
            for question, is_open in asking.of(condition).items()
            if z3.is_true(solver.model().eval(is_open, model_completion=True))
        }
        assert told == {asks(clause) for clause in opener.still_open(condition, facts)}
