"""The follow-up rules: they are read of a week, not of a patient, so whether each can fire is asked of all weeks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from time import perf_counter
from typing import Any

import z3

from hep_engine.model.condition import Compares, Has, Is
from hep_engine.model.facts import Facts, Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.proof import THEOREMS, Decided, Outcome
from hep_engine.model.truth import Truth
from hep_engine.reasoning.plain import judge
from hep_engine.verify.rails import Rails, read_condition
from hep_engine.verify.scale import scales_of

__all__ = ["Week", "decide_weeks"]

_NAME = "every_follow_up_rule_can_fire"


class Week:
    """The numbers of a week as variables: each told or not, each on its own scale."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.scales = scales_of(knowledge.vocabulary.follow_up)
        self.counts = {name: z3.Int(f"week {name}") for name in self.scales}
        self.told = {name: z3.Bool(f"week {name} told") for name in self.scales}

    def admitted(self) -> Iterator[Any]:
        """Every number is on its scale."""
        for name, scale in self.scales.items():
            yield z3.And(self.counts[name] >= 0, self.counts[name] <= scale.steps)

    def clause(self, clause: Has | Is | Compares) -> Rails:
        """Whether a clause about a number holds."""
        if not isinstance(clause, Compares):
            raise KeyError(f"`{clause}` is not told of a week")
        so = self.scales[clause.number].compares(self.counts[clause.number], clause.op, clause.value)
        told = self.told[clause.number]
        return Rails(z3.And(told, so), z3.Or(z3.Not(told), so))

    def numbers(self, model: Any) -> dict[str, Decimal]:
        """The numbers of one week, as a model of the solver describes it."""
        return {
            name: Decimal(str(scale.value(model.eval(self.counts[name], model_completion=True).as_long())))
            for name, scale in self.scales.items()
            if z3.is_true(model.eval(self.told[name], model_completion=True))
        }


def decide_weeks(knowledge: KnowledgeBase, seconds: float) -> Decided:
    """Whether every follow-up rule fires in some week, seen in the plain reading of that week."""
    began = perf_counter()
    week = Week(knowledge)
    solver = z3.Solver()
    solver.set("timeout", int(seconds * 1000))
    solver.add(*week.admitted())
    dead, outcomes = [], set()
    for rule in knowledge.acting("follow_up"):
        answer = solver.check(read_condition(rule.when, week).yes)
        outcomes.add(str(answer))
        if answer == z3.sat:
            facts = Facts(Told.of_numbers(week.numbers(solver.model())))
            if judge(rule.when, facts) is not Truth.YES:
                outcomes.add("differs")
        elif answer == z3.unsat:
            dead.append(rule.id)
    return Decided(_NAME, THEOREMS[_NAME], None, _outcome(outcomes), perf_counter() - began, dead=tuple(dead))


def _outcome(outcomes: set[str]) -> Outcome:
    """The worst of what was found rule by rule."""
    if "differs" in outcomes:
        return "differs"
    return "refuted" if "unsat" in outcomes else "undecided" if "unknown" in outcomes else "proved"
