"""A review: what becomes of each exercise after a week, why, and the program for the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hep_engine.model.question import Question
from hep_engine.model.result import Recommendations
from hep_engine.model.value import Value

__all__ = ["Advice", "Decision", "Review", "ReviewStatus", "Step", "StepReason"]

Decision = Literal["progress", "hold", "regress", "swap", "stop"]
ReviewStatus = Literal["ready", "provisional", "withheld", "screen_again"]


@dataclass(frozen=True, slots=True)
class StepReason(Value):
    """A follow-up rule that spoke, or could not yet be ruled out."""

    rule: str
    step: Decision
    known: bool
    """False where it is open whether the rule holds, because something was not noted."""
    because: str
    at: str


@dataclass(frozen=True, slots=True)
class Step(Value):
    """What becomes of one exercise."""

    exercise: str
    name: str
    decision: Decision
    to: str | None
    """The exercise done in its place from now on, itself included; `None` where nothing is."""
    text: str
    """What happens, in words."""
    reasons: tuple[StepReason, ...]


@dataclass(frozen=True, slots=True)
class Advice(Value):
    """What a rule says to the clinician about the course as a whole."""

    rule: str
    text: str
    because: str
    at: str


@dataclass(frozen=True, slots=True)
class Review(Value):
    """The whole answer after a week."""

    status: ReviewStatus
    """That of the new recommendation; `screen_again` where the questions have to be asked anew before anything else."""
    steps: tuple[Step, ...]
    """One for each exercise of the last week."""
    advice: tuple[Advice, ...]
    questions: tuple[Question, ...]
    """What to ask anew; empty unless the status is `screen_again`."""
    result: Recommendations | None
    """The recommendation for today, with the program for the coming week; `None` while screening is open."""
