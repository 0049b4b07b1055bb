"""The formula reading: every rule, gate and exercise of a knowledge base as formulas about one patient.

It reads the parsed conditions, as the other readings do, and shares no code with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import z3

from hep_engine.model.condition import Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.requirement import Requirement, requirements
from hep_engine.model.rule import Infer, Refer, Rule, TakeApproach
from hep_engine.verify.patient import Patient
from hep_engine.verify.rails import Rails, both, either, never, read_condition, settled

__all__ = ["Formula"]


class Formula:
    """What the rules make of a patient, for all patients at once.

    Formulas are made when they are asked for, each once.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        patient: Patient | None = None,
        needs: Mapping[str, tuple[Requirement, ...]] | None = None,
    ) -> None:
        """The formula of *knowledge*; *needs*, what each exercise asks of a patient, is read from the catalogue."""
        self.knowledge = knowledge
        self.patient = patient or Patient(knowledge)
        self._needs = needs or {name: requirements(each, knowledge) for name, each in knowledge.exercises.items()}
        self._implied_by: dict[str, list[str]] = {each: [] for each in knowledge.vocabulary.findings}
        for finding, entry in knowledge.vocabulary.findings.items():
            for implied in entry.implies:
                self._implied_by[implied].append(finding)
        self._concluding: dict[str, list[Rule]] = {}
        for rule in knowledge.acting("findings"):
            if isinstance(rule.then, Infer):
                self._concluding.setdefault(rule.then.finding, []).append(rule)
        self._findings: dict[str, Rails] = {}
        self._conditions: dict[Condition, Rails] = {}
        self._approaches: dict[str, Any] = {}
        self.gates = [(rule.id, rule.then.level) for rule in knowledge.acting("gates") if isinstance(rule.then, Refer)]

    def clause(self, clause: Has | Is | Compares) -> Rails:
        """Whether a clause holds of the patient and of what follows from the profile."""
        match clause:
            case Has(FactKind.FINDING, word):
                return self.finding(word)
            case Has(FactKind.RULE, word):
                return self.rule(word)
            case Is("approach", words, _):
                return settled(z3.Or([self.approach(each) for each in words]))
        return self.patient.clause(clause)

    def condition(self, condition: Condition) -> Rails:
        """Whether a condition holds."""
        if condition not in self._conditions:
            self._conditions[condition] = read_condition(condition, self)
        return self._conditions[condition]

    def rule(self, rule: str) -> Rails:
        """Whether a rule's condition holds."""
        return self.condition(self.knowledge.rules[rule].when)

    def approach(self, approach: str) -> Any:
        """Whether this treatment approach results: the most cautious that fires, and of none the most cautious."""
        if not self._approaches:
            calmer: list[Any] = []
            order = self.knowledge.vocabulary.approaches
            fires = {each: z3.Or(self._taken(each)) for each in order}
            for each in order:
                self._approaches[each] = z3.And(fires[each], z3.Not(z3.Or(calmer)))
                calmer.append(fires[each])
            self._approaches[order[0]] = z3.Or(self._approaches[order[0]], z3.Not(z3.Or(calmer)))
        return self._approaches[approach]

    def finding(self, finding: str) -> Rails:
        """Whether a finding holds: told, implied or concluded; what only rules conclude is no when they all are."""
        if finding not in self._findings:
            follows = either(
                [
                    *(self.condition(each.when) for each in self._concluding.get(finding, ())),
                    *(self.finding(each) for each in self._implied_by[finding]),
                ]
            )
            told = self.patient.given.get(finding, z3.BoolVal(False))
            denied = self.patient.ruled_out.get(finding, z3.BoolVal(False))
            yes = z3.Or(told, follows.yes)
            derived = self.knowledge.vocabulary.findings[finding].derived
            self._findings[finding] = Rails(yes, z3.Or(yes, follows.may if derived else z3.Not(denied)))
        return self._findings[finding]

    @cached_property
    def withheld(self) -> Any:
        """No exercise is offered: a blocking gate fires, or the policy withholds while one is open."""
        if self.knowledge.policy.unscreened.value == "withhold":
            return z3.Or(self.stopped, self.open)
        return self.stopped

    @cached_property
    def ready(self) -> Any:
        """No blocking gate fires or may fire."""
        return z3.Not(z3.Or(self.stopped, self.open))

    @cached_property
    def stopped(self) -> Any:
        """A blocking gate fires."""
        return either([self.rule(rule) for rule, level in self.gates if level.blocks] or [never()]).yes

    @cached_property
    def open(self) -> Any:
        """A blocking gate is unknown."""
        return z3.Or([self.rule(rule).unknown for rule, level in self.gates if level.blocks])

    def eligible(self, exercise: str) -> Rails:
        """Whether everything the exercise asks of the patient holds."""
        return both(self.condition(each.needs) for each in self._needs[exercise])

    def wanted(self, exercise: str) -> Rails:
        """Whether everything holds but that nobody asked to avoid it."""
        unwanted = NoneOf((Has(FactKind.AVOIDED, exercise),))
        return both(self.condition(each.needs) for each in self._needs[exercise] if each.needs != unwanted)

    def offered(self, exercise: str) -> Any:
        """Whether it passes, if no gate withholds everything: what is unknown is confirmed or, by policy, excludes."""
        eligible = self.eligible(exercise)
        return eligible.yes if self.knowledge.policy.unknown_contraindication.value == "exclude" else eligible.may

    def recommended(self, exercise: str) -> Any:
        """Whether it stands in the recommendations."""
        return z3.And(z3.Not(self.withheld), self.offered(exercise))

    def _taken(self, approach: str) -> list[Any]:
        return [
            self.condition(rule.when).yes
            for rule in self.knowledge.acting("findings")
            if rule.then == TakeApproach(approach)
        ]
