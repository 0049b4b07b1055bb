"""Prove: every statement decided for all patients, and every refutation shown by a patient in the engine itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

import z3

from hep_engine.engine import Engine
from hep_engine.model.proof import THEOREMS, Counterexample, Decided, Outcome
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.verify.assignment import profile_of
from hep_engine.verify.formula import Formula
from hep_engine.verify.laws import about_the_whole
from hep_engine.verify.patient import Patient
from hep_engine.verify.seen import Seen
from hep_engine.verify.smallest import like_screened, smallest
from hep_engine.verify.statement import Case, Statement
from hep_engine.verify.theorems import about_exercises, invariant
from hep_engine.verify.week import decide_weeks

__all__ = ["Prover"]


class Prover:
    """Decides statements about all patients of one engine's knowledge; each in at most so many seconds."""

    def __init__(self, engine: Engine, *, seconds: float = 60, formula: Formula | None = None) -> None:
        knowledge = engine.knowledge
        self.engine, self.seconds = engine, seconds
        self.formula = formula or Formula(knowledge)
        self.after = Formula(knowledge, Patient(knowledge, ", later"))
        self._asked = [each.id for each in engine.questions() if each.kind == "finding"]

    def statements(self) -> Iterator[Statement]:
        """The statements about patients: those that come with the library, then those of `rules/invariants/`."""
        yield from about_exercises(self.formula)
        yield from about_the_whole(self.formula, self.after)
        yield from (invariant(rule, self.formula) for rule in self.engine.knowledge.acting("invariants"))

    @property
    def count(self) -> int:
        """How many statements there are."""
        return len(THEOREMS) + len(self.engine.knowledge.acting("invariants"))

    def prove(self) -> Iterator[Decided]:
        """Every statement, decided one after another."""
        yield from map(self.decide, self.statements())
        yield decide_weeks(self.engine.knowledge, self.seconds)

    def decide(self, statement: Statement) -> Decided:
        """One statement: proved, refuted with the smallest patient, or not decided in time."""
        began = perf_counter()
        decided = self._nobody if statement.whom == "nobody" else self._somebody
        outcome, found, dead = decided(statement)
        return Decided(statement.id, statement.says, statement.at, outcome, perf_counter() - began, found, tuple(dead))

    def _solver(self, *, pair: bool) -> Any:
        solver = z3.Solver()
        solver.set("timeout", int(self.seconds * 1000))
        solver.add(*self.formula.patient.admitted())
        if pair:
            solver.add(*self.after.patient.admitted())
        return solver

    def _nobody(self, statement: Statement) -> tuple[Outcome, Counterexample | None, list[str]]:
        solver = self._solver(pair=statement.pair)
        cases = tuple(statement.cases())
        solver.add(z3.Or([each.so for each in cases]))
        answer = solver.check()
        if answer == z3.unsat:
            return "proved", None, []
        if answer == z3.unknown:
            return "undecided", None, []
        found = self._counterexample(statement, cases, solver)
        return ("refuted" if found else "differs"), found, []

    def _counterexample(self, statement: Statement, cases: Sequence[Case], solver: Any) -> Counterexample | None:
        """The smallest patient for whom a case of the statement is so, if the engine shows it, too.

        One who answered today's questions is preferred, since most patients have.
        """
        patient, second = self.formula.patient, self.after.patient if statement.pair else None
        usual = solver.check(*like_screened(patient, self._asked)) == z3.sat
        screened = usual and not statement.pair
        if screened:
            solver.add(*like_screened(patient, self._asked))
        model = smallest(solver, patient, screened=screened, second=second)
        if model is None:
            solver.check()
            model = solver.model()
        case = next(each for each in cases if z3.is_true(model.eval(each.so, model_completion=True)))
        before = Seen(self.engine, profile_of(patient, model))
        after = Seen(self.engine, profile_of(second, model)) if second else before
        if not statement.shown(case, before, after):
            return None
        exercise = case.exercise or min(before.recommended, default=None)
        return Counterexample(before.profile, screened, case.says, exercise, after.profile if second else None)

    def _somebody(self, statement: Statement) -> tuple[Outcome, Counterexample | None, list[str]]:
        solver = self._solver(pair=False)
        if statement.whom == "asked_somebody":
            solver.add(*self._asked_about_everything())
        dead: list[str] = []
        undecided = False
        left = list(statement.cases())
        while left:
            case, *left = left
            answer = self._with_much(solver, case)
            if answer == z3.unsat:
                dead.append(case.says)
            elif answer == z3.unknown:
                undecided = True
            else:
                model = solver.model()
                shown = [case, *(each for each in left if z3.is_true(model.eval(each.so, model_completion=True)))]
                if not self._all_shown(statement, shown, model):
                    return "differs", None, []
                left = [each for each in left if each not in shown]
        return ("refuted" if dead else "undecided" if undecided else "proved"), None, dead

    def _with_much(self, solver: Any, case: Case) -> Any:
        """Whether there is somebody; one who wants and has much, and for whom little is found, shows many cases."""
        patient = self.formula.patient
        wishes = [told for name, told in patient.deficits.items() if name not in DIRECTION_DEFICITS.values()]
        wishes += [patient.equipment_told, *patient.owns.values(), *map(z3.Not, patient.given.values())]
        answer = solver.check(case.so, *wishes)
        return answer if answer == z3.sat else solver.check(case.so)

    def _all_shown(self, statement: Statement, cases: list[Case], model: Any) -> bool:
        seen = Seen(self.engine, profile_of(self.formula.patient, model))
        return all(statement.shown(each, seen, seen) for each in cases)

    def _asked_about_everything(self) -> Iterator[Any]:
        patient = self.formula.patient
        for finding, given in patient.given.items():
            yield z3.Or(given, patient.ruled_out[finding])
        yield from patient.told.values()
        yield patient.equipment_told
        yield from (z3.Or(*words.values()) for words in patient.words.values())
