"""A patient of each region, small and with the usual at home, seen in the engine to be ready and to get nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import z3

from hep_engine.engine import Engine
from hep_engine.errors import DisagreementError
from hep_engine.model.gaps import Near
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Excluded
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.verify.assignment import profile_of
from hep_engine.verify.box import Box
from hep_engine.verify.ground import Ground
from hep_engine.verify.smallest import like_screened, smallest

__all__ = ["Witnesses"]

_MOST = 3


class Witnesses:
    """Finds patients of regions and shows them to the engine."""

    def __init__(self, engine: Engine, ground: Ground, seconds: float) -> None:
        self.engine, self.ground = engine, ground
        self._questions = engine.questions()
        patient, formula = ground.patient, ground.formula
        self._solver = z3.Solver()
        self._solver.set("timeout", int(seconds * 1000))
        self._solver.add(*patient.admitted(), formula.ready, *ground.needs.told(), z3.Not(ground.needs.anything))
        self._solver.add(*like_screened(patient, (each.id for each in self._questions if each.kind == "finding")))
        self._solver.add(*(z3.Not(each) for each in patient.avoided.values()))

    def patient(self, box: Box, larger: Sequence[Box] = ()) -> PatientProfile:
        """The smallest patient of the box, in no *larger* one if possible, before today's questions are asked.

        Raises `DisagreementError` when the engine does not withhold every exercise of the catalogue from the patient.
        """
        outside = [z3.Not(self.ground.inside(each)) for each in larger]
        for demands in (outside, []):
            for one in self._one_by_one(box):
                if profile := self._smallest(one, demands):
                    self._see(profile)
                    return profile
        raise DisagreementError("no patient of a region can be shown to the engine", ())

    def near(self, profile: PatientProfile, box: Box) -> tuple[Near, ...]:
        """The exercises that come nearest: for a deficit of the patient in the box, fewest reasons against them."""
        asked = profile.screened(self._questions)
        exercises = self.engine.knowledge.exercises
        wanted = self.engine.facts(asked).told.deficits & box.only

        def far(left_out: Excluded) -> tuple[bool, int]:
            return exercises[left_out.exercise].status != "active", len(left_out.reasons)

        excluded = self.engine.recommend(asked).excluded
        fitting = [each for each in excluded if not wanted.isdisjoint(exercises[each.exercise].indications)]
        nearest = sorted(fitting, key=far)[:_MOST]
        return tuple(Near(each.exercise, exercises[each.exercise].name, each.reasons) for each in nearest)

    def _one_by_one(self, box: Box) -> Iterator[Box]:
        """The box with one fact of each group, what is not at home first, since it is the most ordinary."""
        ordered = [sorted(group, key=lambda each: (each.says != "not_at_home", each)) for group in box.groups]
        for chosen in product(*ordered):
            yield replace(box, groups=tuple((each,) for each in chosen))

    def _smallest(self, box: Box, demands: list[Any]) -> PatientProfile | None:
        missing = {each.id for (each,) in box.groups if each.says == "not_at_home"}
        patient = self.ground.patient
        self._solver.push()
        try:
            self._solver.add(self.ground.inside(box), *demands)
            self._solver.add(*(owned for each, owned in patient.owns.items() if each not in missing))
            if self._solver.check() != z3.sat:
                return None
            model = smallest(self._solver, patient, screened=True)
            return self._usual(profile_of(patient, model), missing) if model is not None else None
        finally:
            # What the smallest patient was found with stands in scopes of its own.
            self._solver.pop(self._solver.num_scopes())

    def _usual(self, profile: PatientProfile, missing: set[str]) -> PatientProfile:
        """The same patient before the questions, with no more at home than exercises for these deficits need."""
        deficits = {*profile.deficits, DIRECTION_DEFICITS.get(profile.directional_preference or "", "")}
        exercises = self.engine.knowledge.exercises.values()
        needed = {item for each in exercises if not deficits.isdisjoint(each.indications) for item in each.equipment}
        at_home = sorted(needed - missing) or sorted(set(self.ground.patient.owns) - missing)[:1]
        return profile.model_copy(update={"equipment": frozenset(at_home), "ruled_out": frozenset()})

    def _see(self, profile: PatientProfile) -> None:
        tellable = self.engine.knowledge.vocabulary.tellable
        everything = profile.model_copy(update={"ruled_out": tellable - profile.findings})
        for asked in (profile.screened(self._questions), everything):
            result = self.engine.recommend(asked)
            if result.status != "ready" or result.recommendations:
                offered = tuple(each.exercise for each in result.recommendations)
                raise DisagreementError(f"the engine does not show a gap: the result is {result.status}", offered)
