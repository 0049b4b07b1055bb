"""What the engine itself makes of a patient: the other side of every refutation."""

from __future__ import annotations

from functools import cached_property

from hep_engine.engine import Engine
from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Recommendations
from hep_engine.model.truth import Truth
from hep_engine.reasoning.plain import judge

__all__ = ["Seen"]


class Seen:
    """One patient, seen by the real engine."""

    def __init__(self, engine: Engine, profile: PatientProfile) -> None:
        self.engine = engine
        self.profile = profile

    @cached_property
    def result(self) -> Recommendations:
        """The recommendation."""
        return self.engine.recommend(self.profile)

    @cached_property
    def facts(self) -> Facts:
        """What the rules made of the profile."""
        return self.engine.facts(self.profile)

    @cached_property
    def recommended(self) -> frozenset[str]:
        """The exercises recommended."""
        return frozenset(each.exercise for each in self.result.recommendations)

    def fires(self, rule: str | None) -> bool:
        """Whether a rule of the book fires."""
        knowledge = self.engine.knowledge
        return rule is not None and judge(knowledge.rules[rule].when, self.facts) is Truth.YES

    def exercise(self, exercise: str | None) -> Exercise:
        """An exercise of the catalogue."""
        return self.engine.knowledge.exercises[exercise or ""]

    def has(self, finding: str | None) -> bool:
        """Whether a finding holds."""
        return finding is not None and self.facts.findings[finding] is Truth.YES
