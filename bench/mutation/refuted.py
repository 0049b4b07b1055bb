"""Refuted: the statements about all patients, asked of an edited knowledge base where the edit can have touched them.

A formula that is the same as before is the same object to the solver, so what an edit did not touch is known at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import z3

from bench.mutation.formulas import Remembered
from hep_engine.engine import Engine
from hep_engine.model.rule import Never
from hep_engine.verify.assignment import profile_of
from hep_engine.verify.patient import Patient
from hep_engine.verify.seen import Seen
from hep_engine.verify.week import decide_weeks

__all__ = ["Statements"]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of `rules/invariants/`, that every rule can fire, and that every exercise is reachable.

    The other theorems hold of whatever loads, and guard the library; no edit of the knowledge refutes one.
    """

    before: Remembered
    """The formula of the knowledge as it is shipped, of which every statement is proved."""

    def refuted(self, engine: Engine, after: Remembered) -> str | None:
        """The first statement that *engine*'s edited knowledge refutes, shown in the engine itself."""
        return self._broken(engine, after) or self._dead_rule(engine, after) or self._unreached(after)

    def _broken(self, engine: Engine, after: Remembered) -> str | None:
        cases = dict(self._cases(after))
        solver = after.asked()
        solver.add(z3.Or(list(cases.values())))
        if solver.check() == z3.unsat:
            return None
        model = solver.model()
        rule, exercise = next(case for case, so in cases.items() if z3.is_true(model.eval(so, model_completion=True)))
        seen = Seen(engine, profile_of(after.patient, model))
        if exercise not in seen.recommended or not seen.fires(rule):
            raise AssertionError(f"the engine does not do what the formula of {rule} says")
        return rule

    def _cases(self, after: Remembered) -> Iterator[tuple[tuple[str, str], object]]:
        """Each statement with each exercise it speaks of, but for those that are as they were."""
        was, now = self.before.knowledge.exercises, after.knowledge.exercises
        touched = {
            each
            for each in now
            if now[each] != was[each] or not after.recommended(each).eq(self.before.recommended(each))
        }
        for rule in after.knowledge.acting("invariants"):
            fires = after.rule(rule.id).yes
            same = fires.eq(self.before.rule(rule.id).yes)
            for each in touched if same else now:
                if isinstance(rule.then, Never) and rule.then.selector.matches(now[each]):
                    yield (rule.id, each), z3.And(fires, after.recommended(each))

    def _dead_rule(self, engine: Engine, after: Remembered) -> str | None:
        solver = after.asked()
        for rule in engine.knowledge.rules.values():
            if rule.active and rule.folder != "follow_up":
                fires = after.rule(rule.id).yes
                known = rule.id in self.before.knowledge.rules and fires.eq(self.before.rule(rule.id).yes)
                if not known and solver.check(fires) == z3.unsat:
                    return "every_rule_can_fire"
        if engine.knowledge.acting("follow_up") != self.before.knowledge.acting("follow_up"):
            decided = decide_weeks(engine.knowledge, seconds=10)
            return decided.id if decided.outcome == "refuted" else None
        return None

    def _unreached(self, after: Remembered) -> str | None:
        solver = after.asked()
        solver.add(*_asked_everything(after.patient))
        same_gates = after.ready.eq(self.before.ready)
        for each in after.knowledge.exercises.values():
            gets = after.eligible(each.id).yes
            known = same_gates and gets.eq(self.before.eligible(each.id).yes)
            if each.status == "active" and not known and solver.check(after.ready, gets) == z3.unsat:
                return "every_exercise_is_reachable"
        return None


def _asked_everything(patient: Patient) -> Iterator[object]:
    for finding, given in patient.given.items():
        yield z3.Or(given, patient.ruled_out[finding])
    yield from patient.told.values()
    yield patient.equipment_told
    yield from (z3.Or(*words.values()) for words in patient.words.values())
