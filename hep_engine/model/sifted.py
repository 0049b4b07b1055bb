"""What the sift leaves: exercises that fit this patient, on their way to being ranked and explained."""

from __future__ import annotations

from dataclasses import dataclass

from hep_engine.model.exercise import Exercise
from hep_engine.model.question import Confirm
from hep_engine.model.result import Caution, Part

__all__ = ["Eligible", "Ranked"]


@dataclass(frozen=True, slots=True)
class Eligible:
    """An exercise every requirement of which holds, or could still hold."""

    exercise: Exercise
    matched: tuple[str, ...]
    """The deficits of the patient that it is indicated for."""
    cautions: tuple[Caution, ...]
    confirm: tuple[Confirm, ...]
    """What is still open."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An eligible exercise with its score, a sum of whole-numbered parts."""

    eligible: Eligible
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        """The sum of the parts."""
        return sum(part.points for part in self.parts)
