"""What keeps an exercise from patients, keeper by keeper, each of which a solver can be told to leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import z3

from hep_engine.model.condition import FactKind, Has, NoneOf
from hep_engine.model.exercise import Exercise
from hep_engine.model.requirement import requirements
from hep_engine.verify.formula import Formula

__all__ = ["Keeper", "Keepers"]


class Keeper(NamedTuple):
    """A rule, or a part of the exercises' own files, that keeps exercises from patients."""

    kind: str
    """`rule`, `own` or `policy`."""
    name: str
    """The id of the rule, or the exclusion code."""


class Keepers:
    """The keepers of one knowledge base, each with a variable that says whether it counts."""

    def __init__(self, formula: Formula, seconds: float) -> None:
        self.formula = formula
        self._solver = z3.Solver()
        self._solver.set("timeout", int(seconds * 1000))
        self._solver.add(*formula.patient.admitted())
        self._solver.add(*(z3.Not(each) for each in formula.patient.avoided.values()))
        self._counts: dict[Keeper, Any] = {}

    def counts(self, keeper: Keeper) -> Any:
        """Whether the keeper counts."""
        if keeper not in self._counts:
            self._counts[keeper] = z3.Bool(f"{keeper.kind} {keeper.name} counts")
        return self._counts[keeper]

    def unless(self, keepers: Iterable[tuple[Keeper, Any]]) -> list[Any]:
        """None of these that counts does what is said of it."""
        return [z3.Implies(self.counts(keeper), z3.Not(does)) for keeper, does in keepers]

    def withholding(self, *, ready: bool = False) -> Iterator[tuple[Keeper, Any]]:
        """The gates that withhold everything; with *ready*, those that keep a result from being ready, too."""
        open_counts = ready or self.formula.knowledge.policy.unscreened.value == "withhold"
        for name, level in self.formula.gates:
            if level.blocks:
                fires = self.formula.rule(name)
                yield Keeper("rule", name), fires.may if open_counts else fires.yes

    def left(self, exercise: Exercise, *, without: str = "") -> tuple[Any, Any]:
        """Whether the exercise is eligible, and whether it may be, by the keepers that count, *without* one rule."""
        yes: list[Any] = []
        may: list[Any] = []
        for each in requirements(exercise, self.formula.knowledge):
            rails = self.formula.condition(each.needs)
            match each.needs:
                case NoneOf((Has(FactKind.RULE, rule),)):
                    keeper = Keeper("rule", rule)
                case _:
                    keeper = Keeper("own", each.code)
            if keeper.name != without:
                yes.append(z3.Implies(self.counts(keeper), rails.yes))
                may.append(z3.Implies(self.counts(keeper), rails.may))
        return z3.And(yes), z3.And(may)

    def fewest(self, change: Any) -> Sequence[Keeper] | None:
        """The fewest keepers that rule out a change, gates left out first; `None` when somebody shows the change.

        Raises `TimeoutError` when the solver gives up.
        """
        self._solver.push()
        try:
            self._solver.add(change)
            return self._fewest()
        finally:
            self._solver.pop()

    def _fewest(self) -> Sequence[Keeper] | None:
        answer = self._solver.check(*self._counts.values())
        if answer == z3.unknown:
            raise TimeoutError
        if answer == z3.sat:
            return None
        core = {str(each) for each in self._solver.unsat_core()}
        kept = [keeper for keeper, counts in self._counts.items() if str(counts) in core]
        gates = {name for name, _ in self.formula.gates}
        for keeper in sorted(kept, key=lambda each: (each.name not in gates, each.kind == "own", each)):
            fewer = [each for each in kept if each != keeper]
            if self._solver.check(*(self._counts[each] for each in fewer)) == z3.unsat:
                kept = fewer
        return sorted(kept)
