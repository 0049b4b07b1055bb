"""Formulas of edited knowledge, made from those of the knowledge as it is: only what the edit touches is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import z3

from bench.mutation.mutant import ClosedList
from hep_engine.engine import Engine
from hep_engine.model.condition import Condition, FactKind, Has, NoneOf
from hep_engine.model.exercise import Exercise
from hep_engine.model.rule import Rule
from hep_engine.verify.formula import Formula
from hep_engine.verify.rails import Rails

__all__ = ["Remembered"]

_FEEDING = ("findings",)
"""The folder whose rules other rules and exercises rest on by what they conclude."""


class Remembered(Formula):
    """A formula that makes what it says of an exercise once."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.knowledge, needs=engine.book.requirements)
        self._eligible: dict[str, Rails] = {}
        self._recommended: dict[str, Any] = {}

    @cached_property
    def admitted(self) -> tuple[Any, ...]:
        """What the engine demands of a profile before it reads it."""
        return tuple(self.patient.admitted())

    def asked(self) -> Any:
        """A solver that knows what a patient can be."""
        solver = z3.Solver()
        solver.add(*self.admitted)
        return solver

    def eligible(self, exercise: str) -> Rails:
        """Whether everything the exercise asks of the patient holds."""
        if exercise not in self._eligible:
            self._eligible[exercise] = super().eligible(exercise)
        return self._eligible[exercise]

    def recommended(self, exercise: str) -> Any:
        """Whether it stands in the recommendations."""
        if exercise not in self._recommended:
            self._recommended[exercise] = super().recommended(exercise)
        return self._recommended[exercise]

    def edited(self, engine: Engine, becomes: object) -> Remembered:
        """The formula of *engine*'s knowledge, which is this one but for what was edited."""
        after = Remembered(engine)
        if not isinstance(becomes, ClosedList):
            after.admitted = self.admitted
        if isinstance(becomes, Exercise):
            after._knows(self, {name: rails for name, rails in self._eligible.items() if name != becomes.id})
            after._recommended = {name: so for name, so in self._recommended.items() if name != becomes.id}
        elif isinstance(becomes, Rule) and becomes.folder not in _FEEDING:
            quiet = NoneOf((Has(FactKind.RULE, becomes.id),))
            after._knows(
                self, {name: rails for name, rails in self._eligible.items() if self._free(name, after, quiet)}
            )
            after._conditions.pop(quiet, None)
        return after

    def _free(self, exercise: str, after: Remembered, quiet: Condition) -> bool:
        """Whether an exercise asks for the same as before, and not that the edited rule be quiet."""
        asked = [[each.needs for each in formula._needs[exercise]] for formula in (self, after)]
        return asked[0] == asked[1] and quiet not in asked[0]

    def _knows(self, before: Remembered, eligible: Mapping[str, Rails]) -> None:
        """Take over what *before* made of findings, approaches and conditions, and of these exercises."""
        self._findings, self._approaches = dict(before._findings), dict(before._approaches)
        self._conditions = dict(before._conditions)
        self._eligible = dict(eligible)
