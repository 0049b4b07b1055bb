"""A rule: when a condition holds, one conclusion, for a written reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from hep_engine.model.condition import Condition
from hep_engine.model.exercise import Exercise, Review
from hep_engine.model.profile import PatientProfile
from hep_engine.model.record import Origin, Status
from hep_engine.model.table import Table
from hep_engine.model.words import Level

__all__ = [
    "FOLDERS",
    "SELECTABLE",
    "Advise",
    "CapDifficulty",
    "CapDose",
    "CapProgram",
    "Caution",
    "Conclusion",
    "Example",
    "Exclude",
    "Infer",
    "Never",
    "Prefer",
    "Refer",
    "Rule",
    "ScreenAgain",
    "Selector",
    "TakeApproach",
    "TakeStep",
]

FOLDERS = ("findings", "gates", "restrictions", "ranking", "program", "follow_up", "invariants")
"""The rule folders, in the order in which they speak; what stands in the last decides nothing."""

SELECTABLE = (
    "id", "category", "position", "difficulty", "per_side", "indications", "weight_through", "equipment",
    "spine.direction", "spine.range", "spine.load",
)  # fmt: skip
"""The exercise attributes a selector may ask for."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Which exercises a conclusion speaks of: every key must match, a list means any of."""

    wants: tuple[tuple[str, tuple[str, ...]], ...]

    def matches(self, exercise: Exercise) -> bool:
        """Whether *exercise* has one of the wanted words for every key."""
        return all(not exercise.attribute(key).isdisjoint(words) for key, words in self.wants)


@dataclass(frozen=True, slots=True)
class Infer:
    """A finding that other rules may use."""

    finding: str


@dataclass(frozen=True, slots=True)
class TakeApproach:
    """A treatment approach; the most cautious of those that fire results."""

    approach: str


@dataclass(frozen=True, slots=True)
class Refer:
    """A referral of this level; a blocking one withholds every exercise."""

    level: Level


@dataclass(frozen=True, slots=True)
class Exclude:
    """The selected exercises are not offered."""

    selector: Selector


@dataclass(frozen=True, slots=True)
class CapDifficulty:
    """No exercise harder than this is offered; of several caps the lowest wins."""

    most: int


@dataclass(frozen=True, slots=True)
class Caution:
    """The selected exercises are offered with this advice."""

    text: str
    selector: Selector


@dataclass(frozen=True, slots=True)
class Prefer:
    """The selected exercises rank higher by *points*, or lower where points are negative."""

    selector: Selector
    points: int


@dataclass(frozen=True, slots=True)
class CapProgram:
    """A program has at most so many exercises, or minutes on a day; of several caps the lowest wins."""

    what: Literal["exercises", "minutes"]
    most: int


@dataclass(frozen=True, slots=True)
class CapDose:
    """In a program the selected exercises, or all, are done at most so much; of several caps the lowest wins."""

    what: Literal["sets", "hold_seconds", "effort", "minutes_at_a_time"]
    most: int
    selector: Selector | None = None

    def touches(self, exercise: Exercise) -> bool:
        """Whether it speaks of *exercise*."""
        return self.selector is None or self.selector.matches(exercise)


@dataclass(frozen=True, slots=True)
class TakeStep:
    """What becomes of an exercise after a week; of several steps the most cautious results."""

    step: Literal["progress", "hold", "regress", "swap", "stop"]


@dataclass(frozen=True, slots=True)
class ScreenAgain:
    """Every question is asked anew before anything else is decided."""


@dataclass(frozen=True, slots=True)
class Advise:
    """What the clinician is told about a course as a whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Never:
    """The selected exercises are never recommended while the condition holds: a statement about all patients."""

    selector: Selector


Conclusion = (
    Infer
    | TakeApproach
    | Refer
    | Exclude
    | CapDifficulty
    | Caution
    | Prefer
    | CapProgram
    | CapDose
    | TakeStep
    | ScreenAgain
    | Advise
    | Never
)


@dataclass(frozen=True, slots=True)
class Example:
    """A patient on whom the rule must fire, or must stay quiet. Fully asked, but for what is `unasked`."""

    expect: Literal["fires", "quiet"]
    what: str
    patient: PatientProfile | None
    unasked: tuple[str, ...] = ()
    week: Table[Decimal] | None = None
    """Of a follow-up rule: the numbers of a week, in place of a patient."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file. Only an active rule acts."""

    id: str
    folder: str
    status: Status
    when: Condition
    then: Conclusion
    because: str
    origin: Origin
    sources: tuple[str, ...]
    examples: tuple[Example, ...]
    for_patient: str | None = None
    not_for: str | None = None
    replaced_by: str | None = None
    reviewed: Review | None = None
    review_by: str | None = None

    @property
    def active(self) -> bool:
        """Whether the rule acts."""
        return self.status == "active"
