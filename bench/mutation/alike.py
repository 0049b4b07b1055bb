"""Alike: whether two knowledge bases treat every patient the same, decided by the solver.

What is compared is what a patient or a clinician gets: status, gates, findings, approach, what is recommended and what
is to be confirmed, scores, cautions and limits; and after a week, the steps. Reasons and their order are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from bench.mutation.formulas import Remembered
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import CapDose, Caution, Prefer, Rule, Selector
from hep_engine.verify.rails import Rails, read_condition
from hep_engine.verify.week import Week

__all__ = ["Treatment"]

_NEVER = z3.BoolVal(False)


class Treatment:
    """How a knowledge base treats its patients, as data and as formulas with a name."""

    def __init__(self, formula: Remembered) -> None:
        self.formula = formula
        self.knowledge = formula.knowledge
        self.week = Week(self.knowledge)
        self.data = dict(_data(self.knowledge))
        self.formulas = dict(_formulas(formula))
        self.weekly = dict(_weekly(self.knowledge, self.week))

    def differs(self, other: Treatment) -> str | None:
        """The first thing that is different for somebody, or nothing if all are treated alike."""
        for name in sorted(self.data.keys() | other.data.keys()):
            if self.data.get(name) != other.data.get(name):
                return name
        admitted = [*self.formula.admitted, *other.formula.admitted]
        weeks = [*self.week.admitted(), *other.week.admitted()]
        return _first(self.formulas, other.formulas, admitted) or _first(self.weekly, other.weekly, weeks)


def _first(one: dict[str, Any], other: dict[str, Any], admitted: list[Any]) -> str | None:
    solver = z3.Solver()
    solver.add(*admitted)
    for name in sorted(one.keys() | other.keys()):
        before, after = one.get(name, _NEVER), other.get(name, _NEVER)
        if not before.eq(after) and solver.check(z3.Xor(before, after)) != z3.unsat:
            return name
    return None


def _data(knowledge: KnowledgeBase) -> Iterator[tuple[str, Any]]:
    """What decides by itself: what scores, doses, programs and answers are made of."""
    policy, vocabulary = knowledge.policy, knowledge.vocabulary
    yield "what may be told", vocabulary.tellable
    yield "policy", (policy.weights, policy.program_size.value, policy.program_least.value)
    yield "minutes and safety net", (policy.program_minutes.value, policy.safety_net.value)
    yield "what is unknown", policy.unknown_contraindication.value
    for each in knowledge.exercises.values():
        kind, place = vocabulary.categories[each.category], each.position
        yield f"{each.id}: score", (each.pain_level.high, each.indications, each.difficulty, each.evidence.directness)
        yield f"{each.id}: precautions", each.precautions
        yield f"{each.id}: dose", (each.dose, each.per_side, each.progresses_to)
        yield f"{each.id}: place in a program", (place, kind.stage, kind.own_time)


def _formulas(formula: Remembered) -> Iterator[tuple[str, Any]]:
    knowledge = formula.knowledge
    yield "withheld", formula.withheld
    yield "ready", formula.ready
    for rule, level in formula.gates:
        yield from _rails(f"{rule} refers {level}", formula.rule(rule))
    for finding in knowledge.vocabulary.findings:
        yield from _rails(finding, formula.finding(finding))
    for approach in knowledge.vocabulary.approaches:
        yield approach, formula.approach(approach)
    for exercise in knowledge.exercises:
        yield f"{exercise} recommended", formula.recommended(exercise)
        yield (
            f"{exercise} with nothing to confirm",
            z3.And(formula.recommended(exercise), formula.eligible(exercise).yes),
        )
    for folder in ("restrictions", "ranking", "program"):
        for rule_ in knowledge.acting(folder):
            if folder != "restrictions" or isinstance(rule_.then, Caution):
                yield from _rails(f"{rule_.id} {_meant(rule_, knowledge)}", formula.rule(rule_.id))


def _weekly(knowledge: KnowledgeBase, week: Week) -> Iterator[tuple[str, Any]]:
    for rule in knowledge.acting("follow_up"):
        yield from _rails(f"{rule.id} {rule.then}", read_condition(rule.when, week))


def _rails(name: str, rails: Rails) -> Iterator[tuple[str, Any]]:
    yield f"{name} yes", rails.yes
    yield f"{name} perhaps", rails.may


def _meant(rule: Rule, knowledge: KnowledgeBase) -> str:
    """A conclusion with the exercises it speaks of, however they are selected."""

    def selected(selector: Selector | None) -> str:
        return " ".join(each.id for each in knowledge.exercises.values() if selector is None or selector.matches(each))

    match rule.then:
        case Caution(text, selector):
            return f"{text} {selected(selector)}"
        case Prefer(selector, points):
            return f"{points} {selected(selector)}"
        case CapDose(what, most, selector):
            return f"{what} {most} {selected(selector)}"
    return str(rule.then)
