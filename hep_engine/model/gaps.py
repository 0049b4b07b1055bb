"""Gaps as nouns: regions of patients for whom the catalogue has nothing, exercises alike, rules that change nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from hep_engine.model.condition import FactKind
from hep_engine.model.facts import Facts
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Reason
from hep_engine.model.truth import Truth
from hep_engine.model.value import Value
from hep_engine.model.words import DIRECTION_DEFICITS

__all__ = [
    "SEVERAL",
    "Alike",
    "Among",
    "Between",
    "Fact",
    "FactSays",
    "Gap",
    "Gaps",
    "Near",
    "Region",
    "Swallowed",
    "directions",
]

FactSays = Literal["has", "deficit", "cleared", "not_cleared", "not_at_home"]

SEVERAL = " and "
"""Between directions found at once."""


def directions(found: list[str]) -> str | None:
    """More than one direction found, as one word of the field; `None` for one or none."""
    return SEVERAL.join(found) if len(found) > 1 else None


@dataclass(frozen=True, slots=True, order=True)
class Fact(Value):
    """One thing that is so of a patient: a finding present, a deficit told, a clearance, something not at home."""

    says: FactSays
    id: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is so of a patient with these facts."""
        match self.says:
            case "has":
                return facts.has(FactKind.FINDING, self.id) is Truth.YES
            case "deficit":
                return facts.has(FactKind.DEFICIT, self.id) is Truth.YES
            case "cleared":
                return facts.has(FactKind.CLEARED, self.id) is Truth.YES
            case "not_cleared":
                return facts.has(FactKind.CLEARED, self.id) is Truth.NO
            case "not_at_home":
                return facts.has(FactKind.EQUIPMENT, self.id) is Truth.NO


@dataclass(frozen=True, slots=True)
class Among(Value):
    """A word field has one of these words, or, where it says so, was not told.

    Of the directional preference, several found at once are one word (`extension and flexion`).
    """

    field: str
    words: tuple[str, ...]
    or_not_told: bool

    def holds(self, facts: Facts) -> bool:
        """Whether it is so of a patient with these facts."""
        word = facts.word(self.field)
        if self.field == "directional_preference":
            found = [way for way, deficit in DIRECTION_DEFICITS.items() if deficit in facts.told.deficits]
            word = directions(found) or word
        return self.or_not_told if word is None else word in self.words


@dataclass(frozen=True, slots=True)
class Between(Value):
    """A number lies in an interval, both ends included and in its own unit, or, where it says so, was not told."""

    number: str
    low: int | float | None
    """`None` with *high*: only where it was not told."""
    high: int | float | None
    or_not_told: bool

    def holds(self, facts: Facts) -> bool:
        """Whether it is so of a patient with these facts."""
        value = facts.number(self.number)
        if value is None:
            return self.or_not_told
        return self.low is not None and Decimal(str(self.low)) <= value <= Decimal(str(self.high))


@dataclass(frozen=True, slots=True)
class Region(Value):
    """Patients described in words, and the deficits that nothing is offered to them for.

    It speaks of patients who were asked about everything and are ready. What is not named may be anything.
    """

    between: tuple[Between, ...]
    among: tuple[Among, ...]
    facts: tuple[tuple[Fact, ...], ...]
    """Of each group at least one is so."""
    deficits: tuple[str, ...] | None
    """A preferred direction is one of them; `None`: for any."""

    def holds(self, facts: Facts) -> bool:
        """Whether a patient with these facts is like that, whatever deficits there are."""
        return (
            all(each.holds(facts) for each in self.between)
            and all(each.holds(facts) for each in self.among)
            and all(any(each.holds(facts) for each in group) for group in self.facts)
        )

    def names(self, deficits: frozenset[str]) -> bool:
        """Whether it speaks of all of these deficits."""
        return self.deficits is None or deficits <= {*self.deficits}


@dataclass(frozen=True, slots=True)
class Near(Value):
    """An exercise that comes near a patient, and what keeps it out."""

    exercise: str
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Gap(Value):
    """A region of patients nobody serves, and one of them, seen in the engine to be ready and to get nothing."""

    region: Region
    size: float
    """A share to order by, of the cells pain by phase by deficit; see the docs. It counts no people."""
    profile: PatientProfile
    """The patient, before today's questions rule out what is not present."""
    near: tuple[Near, ...]
    """What comes nearest, fewest reasons first; nothing where no exercise is for the deficit."""


@dataclass(frozen=True, slots=True)
class Alike(Value):
    """Exercises that every patient gets, does not get, or gets to be confirmed together."""

    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swallowed(Value):
    """A rule without which nothing would change for anybody, and what sees to that."""

    rule: str
    at: str
    rules: tuple[str, ...]
    """Other rules; without one of them this rule would matter."""
    own: tuple[str, ...]
    """What in the exercises' own files sees to it: exclusion codes, and `precautions`."""
    policy: bool = False
    """The house's own size or time for a program is as strict."""


@dataclass(frozen=True, slots=True)
class Gaps(Value):
    """Who is not served, largest region first, and what in the knowledge makes no difference."""

    decision: str
    """The decision fingerprint of the knowledge."""
    gaps: tuple[Gap, ...]
    complete: bool
    """The regions leave out no patient nobody serves."""
    one_by_one: bool
    """Nobody is served who has, for each deficit told, a region that names it; else one region must name them all.

    In the second case regions name no directions: those are part of what a patient is like.
    """
    settled: int | None
    """Where not complete: they leave out nobody with at most so many special facts; `None`: nothing is settled."""
    alike: tuple[Alike, ...]
    swallowed: tuple[Swallowed, ...]
    undecided: tuple[str, ...] = ()
    """Rules and exercises of which it could not be decided in time."""

    def hold(self, facts: Facts) -> bool:
        """Whether the regions say that nothing is offered to a patient, asked and ready, with these facts."""
        told = facts.told.deficits
        here = [each.region for each in self.gaps if each.region.holds(facts)]
        if self.one_by_one:
            return bool(told) and all(any(each.names(frozenset({need})) for each in here) for need in told)
        return bool(told) and any(each.names(told - {*DIRECTION_DEFICITS.values()}) for each in here)
