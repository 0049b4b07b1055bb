"""A vignette: a made-up patient, and what must and must not come of it. The test a clinician can read and write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator

from hep_engine.errors import Span
from hep_engine.model.profile import PatientProfile
from hep_engine.model.record import Id, Ids, Origin, Record, Whole
from hep_engine.model.result import Status
from hep_engine.model.table import Table

__all__ = ["EVERYTHING", "Expected", "ExpectedProgram", "Vignette"]

EVERYTHING = "everything"
"""Under `unasked`: the patient was asked nothing at all."""

ByExercise = Annotated[Mapping[Id, Ids], AfterValidator(Table)]
ByCode = Annotated[Mapping[Id, Id], AfterValidator(Table)]
LevelWord = Literal["none", "clinician_review_parallel", "clinician_review_before", "urgent", "emergency"]


class ExpectedProgram(Record):
    """What must hold of the program; each key is optional."""

    includes: Ids = ()
    """Each of these is in it."""
    includes_any: tuple[Ids, ...] = ()
    """At least one of each group is in it."""
    never: Ids = ()
    """None of these is in it."""
    order: tuple[Ids, ...] = ()
    """Of each list, those that are in it are done in this order."""
    most: Whole | None = None
    """It has at most so many exercises."""
    least: Whole | None = None
    """It has at least so many."""
    minutes: Whole | None = None
    """It takes at most so many minutes a day, walking and the like aside."""
    not_chosen: ByCode = Table()
    """Each is recommended and not in it, for this code."""


class Expected(Record):
    """What must hold of the result. What is left out is not looked at, but for the three that are required."""

    status: Status
    level: LevelWord
    reasons: Ids
    """Every gate that fires, and no other."""
    could_be: LevelWord | None = None
    """The highest level still open."""
    approach: Id | None = None
    recommended: Ids = ()
    """Each of these is recommended."""
    recommended_any: tuple[Ids, ...] = ()
    """At least one of each group is recommended."""
    never: Ids = ()
    """None of these is recommended."""
    left_out: ByExercise = Table()
    """Each is left out, for at least these codes."""
    cautions: ByExercise = Table()
    """Each is recommended with the precaution for these findings, or the advice of these rules."""
    confirms: ByExercise = Table()
    """Each is recommended, with these findings, equipment, words or scores still to confirm."""
    asks: Ids = ()
    """Each of these is asked first."""
    found: Ids = ()
    """Each of these findings follows from what was told."""
    program: ExpectedProgram | None = None
    """What must hold of the program."""


@dataclass(frozen=True, slots=True)
class Vignette:
    """One patient file."""

    id: str
    title: str
    guards: str
    """What would go wrong, for whom, if this failed."""
    profile: PatientProfile
    unasked: tuple[str, ...]
    expect: Expected
    because: str
    origin: Origin
    sources: tuple[str, ...]
    places: Table[Span]

    def at(self, *path: str) -> Span:
        """Where this is written, or the nearest thing around it."""
        while path and "/".join(path) not in self.places:
            path = path[:-1]
        return self.places["/".join(path)]
