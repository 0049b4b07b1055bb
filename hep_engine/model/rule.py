"""A rule: when a condition holds, one conclusion, for a written reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hep_engine.model.condition import Condition
from hep_engine.model.exercise import Exercise, Review
from hep_engine.model.profile import PatientProfile
from hep_engine.model.record import Origin, Status
from hep_engine.model.words import Level

__all__ = [
    "FOLDERS",
    "SELECTABLE",
    "CapDifficulty",
    "Caution",
    "Conclusion",
    "Example",
    "Exclude",
    "Infer",
    "Never",
    "Prefer",
    "Refer",
    "Rule",
    "Selector",
    "TakeApproach",
]

FOLDERS = ("findings", "gates", "restrictions", "ranking", "invariants")
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
class Never:
    """The selected exercises are never recommended while the condition holds: a statement about all patients."""

    selector: Selector


Conclusion = Infer | TakeApproach | Refer | Exclude | CapDifficulty | Caution | Prefer | Never


@dataclass(frozen=True, slots=True)
class Example:
    """A patient on whom the rule must fire, or must stay quiet. Fully asked, but for what is `unasked`."""

    expect: Literal["fires", "quiet"]
    what: str
    patient: PatientProfile
    unasked: tuple[str, ...] = ()


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
