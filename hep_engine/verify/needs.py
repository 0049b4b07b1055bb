"""What a patient needs: the deficits to be served, looked at one by one where no rule reads them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from hep_engine.model.condition import FactKind, Has, clauses
from hep_engine.model.requirement import requirements
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.verify.formula import Formula
from hep_engine.verify.rails import both

__all__ = ["Needs"]


class Needs:
    """The needs of one patient as variables, and whether an exercise is offered for one of them.

    Where no rule reads a deficit that is no direction, an exercise is offered just if it is offered for one of the
    deficits told. Then one need at a time is enough: a patient is served by nobody when no need is. Otherwise the
    deficits told, the directions aside, are the needs, and all of them count at once.
    """

    def __init__(self, formula: Formula) -> None:
        self.formula, patient = formula, formula.patient
        self._plain = tuple(each for each in patient.deficits if each not in DIRECTION_DEFICITS.values())
        self.one_by_one = not any(map(self._reads_deficits, ("findings", "gates", "restrictions")))
        self.all: dict[str, Any] = {each: patient.deficits[each] for each in self._plain}
        exercises = formula.knowledge.exercises
        self.anything = z3.Or([formula.recommended(each) for each in exercises])
        """Whether anything is recommended at all."""
        self.served = self.anything
        """Whether an exercise is offered for what is needed."""
        if self.one_by_one:
            self.all = {each: z3.Bool(f"needs {each}") for each in patient.deficits}
            self.served = z3.Or([self._serves(each) for each in exercises])

    def told(self) -> Iterator[Any]:
        """A need is a deficit told; one by one, there is one, and no other deficit but directions."""
        patient = self.formula.patient
        if not self.one_by_one:
            yield z3.Or([patient.has_deficit(each) for each in patient.deficits])
            return
        yield z3.Or(list(self.all.values()))
        yield z3.AtMost(*self.all.values(), 1)
        for deficit, need in self.all.items():
            told = patient.has_deficit(deficit)
            yield need == told if deficit in self._plain else z3.Implies(need, told)

    def _serves(self, exercise: str) -> Any:
        knowledge = self.formula.knowledge
        lines = requirements(knowledge.exercises[exercise], knowledge)
        fits = both(self.formula.condition(each.needs) for each in lines if each.code != "no_matching_indication")
        strict = knowledge.policy.unknown_contraindication.value == "exclude"
        wanted = [self.all[each] for each in knowledge.exercises[exercise].indications]
        return z3.And(z3.Not(self.formula.withheld), fits.yes if strict else fits.may, z3.Or(wanted))

    def _reads_deficits(self, folder: str) -> bool:
        """Whether a rule of the folder asks for a deficit that is no direction."""
        read = (clause for rule in self.formula.knowledge.acting(folder) for clause, _ in clauses(rule.when))
        return any(
            isinstance(each, Has) and each.kind is FactKind.DEFICIT and each.word in self._plain for each in read
        )
