"""Compare: what an edit changes, for all patients. Equal is proved; every change is shown in both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import z3

from hep_engine.engine import Engine
from hep_engine.knowledge.difference import written_differently
from hep_engine.model.comparison import KINDS, Change, Comparison, ForAll, Relation, Witness
from hep_engine.model.profile import PatientProfile
from hep_engine.verify.aspects import Aspect, aspects
from hep_engine.verify.assignment import profile_of
from hep_engine.verify.details import details
from hep_engine.verify.residue import residue
from hep_engine.verify.seen import Seen
from hep_engine.verify.settle import Answer, settle
from hep_engine.verify.shared import Shared
from hep_engine.verify.smallest import smallest
from hep_engine.verify.weeks import compare_weeks

__all__ = ["compare"]


def compare(before: Engine, after: Engine, *, seconds: float = 10) -> Comparison:
    """What *after* changes for all patients, and what its records say differently; *seconds* for one question at most.

    Whatever is not proved equal in that time counts as changed or unknown, never as equal.
    """
    written = written_differently(before.knowledge, after.knowledge)
    return replace(written, for_all=_Comparing(before, after, seconds).result())


class _Comparing:
    """Two engines, the patients whom both admit, and what was seen of them."""

    def __init__(self, before: Engine, after: Engine, seconds: float) -> None:
        self._engines, self._seconds = (before, after), seconds
        self._shared = Shared(before, after)
        self._admitted = list(self._shared.admitted())
        self._seen: dict[str, tuple[Seen, Seen]] = {}
        # One who answered the questions is preferred, since most patients have.
        self._solvers = [(True, self._solver(self._shared.screened())), (False, self._solver(()))]

    def _solver(self, constraints: Iterable[Any]) -> Any:
        solver = z3.Solver()
        solver.set("timeout", int(self._seconds * 1000))
        solver.add(*self._admitted, *constraints)
        return solver

    def result(self) -> ForAll:
        """Everything compared: verdicts first, then what follows from them where they are equal."""
        first = list(aspects(self._shared))
        changes = [*self._changes(first), *compare_weeks(self._shared, self._seconds)]
        second = list(details(self._shared, {each.id for each in changes if not each.by_gates}))
        changes += self._changes(second)
        counted = Counter(each.kind for each in (*first, *second))
        week = {
            rule.id for side in (self._shared.before, self._shared.after) for rule in side.knowledge.acting("follow_up")
        }
        counted["follow_up"] = len(week)
        unequal = Counter(each.kind for each in changes)
        return ForAll(
            changes=tuple(sorted(changes, key=lambda each: KINDS.index(each.kind))),
            equal={kind: counted[kind] - unequal[kind] for kind in KINDS if counted[kind]},
            data=residue(*self._engines),
            held=self._shared.held,
        )

    def _changes(self, compared: list[Aspect]) -> Iterator[Change]:
        claims = {
            (each.kind, each.id, way): getattr(each, way)
            for each in compared
            if not each.same
            for way in ("gained", "lost")
        }
        answers = settle(claims, self._admitted, self._seconds)
        for each in compared:
            if not each.same:
                change = self._change(each, *(answers[each.kind, each.id, way] for way in ("gained", "lost")))
                if change:
                    yield change

    def _change(self, aspect: Aspect, gained: Answer, lost: Answer) -> Change | None:
        if gained == lost == "never":
            return None
        more = self._witness(aspect.gained) if gained == "sometimes" else None
        less = self._witness(aspect.lost) if lost == "sometimes" else None
        lacking = (gained == "sometimes") > bool(more) or (lost == "sometimes") > bool(less)
        shown = (more is None or aspect.shows_gain(*self._see(more))) and (
            less is None or aspect.shows_loss(*self._see(less))
        )
        relation: Relation = "crossed" if more and less else "wider" if more else "narrower"
        if aspect.kind in ("questions", "reasons"):
            relation = "crossed"
        if lacking or "unknown" in (gained, lost):
            relation = "undecided"
        if not shown:
            relation = "differs"
        return Change(
            aspect.kind, aspect.id, aspect.name, relation, more, less,
            by_gates=aspect.kind == "exercise" and self._fits_the_same(aspect.id),
        )  # fmt: skip

    def _fits_the_same(self, exercise: str) -> bool:
        """Whether the exercise would be offered to the same patients if no gate withheld it."""
        one, other = self._shared.before.formula, self._shared.after.formula
        if not (exercise in one.knowledge.exercises and exercise in other.knowledge.exercises):
            return False
        was, now = one.offered(exercise), other.offered(exercise)
        if was.eq(now):
            return True
        return settle({exercise: z3.Xor(was, now)}, self._admitted, self._seconds)[exercise] == "never"

    def _see(self, witness: Witness) -> tuple[Seen, Seen]:
        assert witness.profile is not None
        key = witness.profile.model_dump_json()
        if key not in self._seen:
            one, other = self._engines
            self._seen[key] = Seen(one, witness.profile), Seen(other, witness.profile)
        return self._seen[key]

    def _witness(self, claim: Any) -> Witness | None:
        """The smallest patient who meets the claim; one who answered the questions is preferred."""
        patient = self._shared.before.formula.patient
        for screened, solver in self._solvers:
            solver.push()
            solver.add(claim)
            model = None
            if solver.check() == z3.sat:
                found = solver.model()
                model = smallest(solver, patient, screened=screened) or found
            solver.pop(solver.num_scopes())
            if model is not None:
                return self._as_told(profile_of(patient, model))
        return None

    def _as_told(self, profile: PatientProfile) -> Witness:
        """The witness, and whether `--screened` makes the same profile on both sides."""
        asked = self._shared.before.asked & self._shared.after.asked
        beside = profile.ruled_out - asked
        told = profile.model_copy(update={"ruled_out": beside})
        same = all(told.screened(each.questions()).ruled_out == profile.ruled_out for each in self._engines)
        return Witness(profile, screened=same, beside=tuple(sorted(beside)) if same else ())
