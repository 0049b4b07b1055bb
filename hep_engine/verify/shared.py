"""One patient for two knowledge bases: the same variables, and what cannot mean the same on both sides held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import z3

from hep_engine.engine import Engine
from hep_engine.model.comparison import Held
from hep_engine.verify.asking import Asking
from hep_engine.verify.formula import Formula
from hep_engine.verify.scale import Scale
from hep_engine.verify.smallest import like_screened
from hep_engine.verify.week import Week

__all__ = ["Shared", "Side", "held_scales", "held_words"]


class Side:
    """One of the two: the engine, and its knowledge as formulas."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.knowledge = engine, engine.knowledge
        self.formula = Formula(engine.knowledge)
        self.asking = Asking(self.formula)
        self.week = Week(engine.knowledge)
        self.asked = frozenset(each.id for each in engine.questions() if each.kind == "finding")


class Shared:
    """The two sides, and the patients whom both admit.

    A word that only one side knows is not told: a finding neither given nor ruled out, a deficit, a piece of equipment
    and an exercise that is not wanted not named. Neither is a score whose range or step differs.
    """

    def __init__(self, before: Engine, after: Engine) -> None:
        self.before, self.after = Side(before), Side(after)
        self.held = tuple(self._held())

    def admitted(self) -> Iterator[Any]:
        """What both engines demand of a profile, and that nothing that is held is told."""
        for side in (self.before, self.after):
            patient = side.formula.patient
            yield from patient.admitted()
            lists: dict[str, list[Mapping[str, Any]]] = {
                "finding": [patient.given, patient.ruled_out],
                "clearance": [patient.cleared],
                "deficit": [patient.deficits],
                "equipment": [patient.owns],
                "exercise": [patient.avoided],
                "measure": [patient.told],
            }
            for each in self.held:
                for variables in lists.get(each.kind, ()):
                    if each.id in variables:
                        yield z3.Not(variables[each.id])

    def weeks(self) -> Iterator[Any]:
        """The same of a week."""
        for side in (self.before, self.after):
            yield from side.week.admitted()
            for each in self.held:
                if each.kind == "number of a week" and each.id in side.week.told:
                    yield z3.Not(side.week.told[each.id])

    def screened(self) -> Iterator[Any]:
        """The patient answered the questions of both sides, as far as both know the words."""
        patient = self.before.formula.patient
        return like_screened(patient, (self.before.asked | self.after.asked) & self.after.formula.patient.given.keys())

    def _held(self) -> Iterator[Held]:
        one, other = self.before.formula.patient, self.after.formula.patient
        yield from held_words("finding", one.given, other.given)
        both = one.given.keys() & other.given.keys()
        yield from held_words("clearance", one.cleared.keys() & both, other.cleared.keys() & both)
        yield from held_words("deficit", one.deficits, other.deficits)
        yield from held_words("equipment", one.owns, other.owns)
        yield from held_words("exercise", one.avoided, other.avoided)
        yield from held_scales("measure", one.scales, other.scales)
        yield from held_scales("number of a week", self.before.week.scales, self.after.week.scales)


def held_words(kind: Any, before: Iterable[str], after: Iterable[str]) -> Iterator[Held]:
    """The words that only one side has."""
    before, after = set(before), set(after)
    for word in sorted(before ^ after):
        yield Held(kind, word, "before" if word in before else "after")


def held_scales(
    kind: Literal["measure", "number of a week"], before: Mapping[str, Scale], after: Mapping[str, Scale]
) -> Iterator[Held]:
    """The numbers that only one side has, and those that are not counted in the same way."""
    yield from held_words(kind, before, after)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield Held(kind, name, "both")
