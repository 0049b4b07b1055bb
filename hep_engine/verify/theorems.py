"""What must hold of every exercise in any knowledge base: no patient gets one that is not for them.

Each statement is put in the words of the catalogue and the rules, not in terms of how eligibility is put together, so
that a mistake there refutes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import z3

from hep_engine.model.exercise import Exercise
from hep_engine.model.proof import THEOREMS
from hep_engine.model.rule import CapDifficulty, Exclude, Never, Rule, Selector
from hep_engine.verify.formula import Formula
from hep_engine.verify.seen import Seen
from hep_engine.verify.statement import BLOCKING, Case, Statement

__all__ = ["about_exercises", "invariant"]


def about_exercises(formula: Formula) -> Iterator[Statement]:
    """The statements about what no patient gets."""
    about: tuple[tuple[str, Callable[[], Iterator[Case]], Holds], ...] = (
        ("nothing_behind_a_gate", partial(_behind_a_gate, formula), _fires),
        ("nothing_contraindicated", partial(_contraindicated, formula), _has_finding),
        ("nothing_outside_its_pain_range", partial(_each, formula, _outside_its_range), _at_another_pain),
        ("nothing_out_of_phase", partial(_each, formula, _out_of_phase), _in_another_phase),
        ("nothing_without_a_dose", partial(_each, formula, _without_a_dose), _without_dose),
        ("nothing_restricted", partial(_restricted, formula), _fires),
        ("nothing_without_a_deficit", partial(_each, formula, _without_a_deficit), _without_deficit),
        ("nothing_without_its_equipment", partial(_each, formula, _without_its_equipment), _lacks_equipment),
        ("nothing_unwanted_or_inactive", partial(_each, formula, _unwanted), _is_unwanted),
    )
    for name, cases, supposed in about:
        yield Statement(name, THEOREMS[name], None, cases, _and_recommended(supposed))


def invariant(rule: Rule, formula: Formula) -> Statement:
    """A statement of `rules/invariants/`."""
    assert isinstance(rule.then, Never)
    at = formula.knowledge.at("rule", rule.id, "never", "recommend")
    cases = partial(_spoken_of, formula, rule, rule.then.selector)
    return Statement(rule.id, rule.because, at, cases, _and_recommended(_fires))


Holds = Callable[[Case, Seen], bool]
"""Whether what a case supposes of the patient is so in the engine."""


def _and_recommended(supposed: Holds) -> Callable[[Case, Seen, Seen], bool]:
    """The exercise of the case, or where it names none any, is recommended to whom the case supposes."""

    def shown(case: Case, seen: Seen, _: Seen) -> bool:
        offered = case.exercise in seen.recommended if case.exercise else bool(seen.recommended)
        return offered and supposed(case, seen)

    return shown


def _case(formula: Formula, so: Any, exercise: Exercise, says: str, **about: str) -> Case:
    claim = z3.And(so, formula.recommended(exercise.id))
    return Case(claim, f"{exercise.name} ({exercise.id}) {says}", exercise.id, **about)


def _spoken_of(formula: Formula, rule: Rule, selector: Selector) -> Iterator[Case]:
    for exercise in formula.knowledge.exercises.values():
        if selector.matches(exercise):
            yield _case(formula, formula.rule(rule.id).yes, exercise, "is recommended", rule=rule.id)


def _behind_a_gate(formula: Formula) -> Iterator[Case]:
    """The gates that block, and those that the policy wants to block whatever they say now."""
    knowledge = formula.knowledge
    standing = {name for name, level in knowledge.policy.standing_gates.items() if level in BLOCKING}
    anything = z3.Or([formula.recommended(each) for each in knowledge.exercises])
    for name in sorted({rule for rule, level in formula.gates if level in BLOCKING} | standing):
        if name in knowledge.rules:
            claim = z3.And(formula.rule(name).yes, anything)
            yield Case(claim, f"exercises are recommended while {name} fires", rule=name)


def _contraindicated(formula: Formula) -> Iterator[Case]:
    for exercise in formula.knowledge.exercises.values():
        for finding in exercise.contraindications:
            label = formula.knowledge.vocabulary.label("findings", finding)
            says = f"is recommended, though it is contraindicated: {label}"
            yield _case(formula, formula.finding(finding).yes, exercise, says, finding=finding)


def _restricted(formula: Formula) -> Iterator[Case]:
    for rule in formula.knowledge.acting("restrictions"):
        for exercise in formula.knowledge.exercises.values():
            if (isinstance(rule.then, Exclude) and rule.then.selector.matches(exercise)) or (
                isinstance(rule.then, CapDifficulty) and exercise.difficulty > rule.then.most
            ):
                says = f"is recommended, though {rule.id} keeps it out"
                yield _case(formula, formula.rule(rule.id).yes, exercise, says, rule=rule.id)


def _each(formula: Formula, unfitting: Callable[[Formula, Exercise], tuple[Any, str]]) -> Iterator[Case]:
    for exercise in formula.knowledge.exercises.values():
        so, says = unfitting(formula, exercise)
        yield _case(formula, so, exercise, f"is recommended, though {says}")


def _outside_its_range(formula: Formula, exercise: Exercise) -> tuple[Any, str]:
    pain, (low, high) = formula.patient.counts["pain_score"], exercise.pain_level
    return z3.Or(pain < low, pain > high), f"it is for pain {exercise.pain_level}"


def _out_of_phase(formula: Formula, exercise: Exercise) -> tuple[Any, str]:
    phases = formula.patient.words["phase"]
    return z3.Not(z3.Or([phases[each] for each in exercise.phases])), "it is not for this phase"


def _without_a_dose(formula: Formula, exercise: Exercise) -> tuple[Any, str]:
    return z3.Not(z3.Or([formula.approach(each) for each in exercise.dose])), "it has no dose for the approach"


def _without_a_deficit(formula: Formula, exercise: Exercise) -> tuple[Any, str]:
    return z3.Not(z3.Or([formula.patient.has_deficit(each) for each in exercise.indications])), "no deficit asks for it"


def _without_its_equipment(formula: Formula, exercise: Exercise) -> tuple[Any, str]:
    missing = [z3.Not(formula.patient.owns[each]) for each in exercise.equipment]
    return z3.And(formula.patient.equipment_told, z3.Or(missing)), "it needs what is not at home"


def _unwanted(formula: Formula, exercise: Exercise) -> tuple[Any, str]:
    inactive = exercise.status != "active"
    says = f"it is {exercise.status}" if inactive else "somebody asked to avoid it"
    return z3.Or(formula.patient.avoided[exercise.id], z3.BoolVal(inactive)), says


def _fires(case: Case, seen: Seen) -> bool:
    return seen.fires(case.rule)


def _has_finding(case: Case, seen: Seen) -> bool:
    return seen.has(case.finding)


def _at_another_pain(case: Case, seen: Seen) -> bool:
    low, high = seen.exercise(case.exercise).pain_level
    return not low <= seen.profile.pain_score <= high


def _in_another_phase(case: Case, seen: Seen) -> bool:
    return seen.profile.phase not in seen.exercise(case.exercise).phases


def _without_dose(case: Case, seen: Seen) -> bool:
    return seen.facts.approach not in seen.exercise(case.exercise).dose


def _without_deficit(case: Case, seen: Seen) -> bool:
    return seen.facts.told.deficits.isdisjoint(seen.exercise(case.exercise).indications)


def _lacks_equipment(case: Case, seen: Seen) -> bool:
    owned = seen.profile.equipment
    return owned is not None and not owned >= set(seen.exercise(case.exercise).equipment)


def _is_unwanted(case: Case, seen: Seen) -> bool:
    return case.exercise in seen.profile.avoid or seen.exercise(case.exercise).status != "active"
