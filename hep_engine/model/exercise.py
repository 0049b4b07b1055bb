"""An exercise of the catalogue: one file, every field a clinician filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from hep_engine.model.pose import Poses
from hep_engine.model.record import Flag, Id, Ids, Record, Status, Text, Texts, Whole, WholeRange
from hep_engine.model.table import Table

__all__ = ["DOSE_LIMITS", "Claim", "Directness", "Dose", "Evidence", "Exercise", "Muscles", "Review", "Spine"]

Directness = Literal["class_supported", "biomechanical", "indirect"]


DOSE_LIMITS = {
    "sets": (1, 10),
    "reps": (1, 100),
    "hold_seconds": (0, 600),
    "days_per_week": (1, 7),
    "times_per_day": (1, 12),
    "minutes": (1, 120),
    "effort": (0, 10),
}
"""The least and the most of each part of a dose, whoever writes it."""


class Muscles(Record):
    """What the exercise acts on; ids of the muscle list."""

    primary: Ids
    secondary: Ids


class Claim(Record):
    """One point of the clinical rationale: what is claimed, why, and which indications it speaks to."""

    claim: Text
    because: Text
    indications: Ids = Field(default=(), alias="for")


class Spine(Record):
    """How the lumbar spine moves and how much it carries."""

    direction: Literal["neutral", "flexion", "extension", "rotation", "lateral", "mixed"]
    range: Literal["mid", "end"]
    load: Literal["very_low", "low", "moderate", "high"]


class Dose(Record):
    """How much, for one treatment approach (FITT)."""

    sets: Whole
    reps: Annotated[WholeRange, WithJsonSchema({"type": "array", "items": {"type": "integer"}})]
    hold_seconds: Whole
    days_per_week: Whole
    times_per_day: Whole
    minutes: Whole | None = None
    effort: Whole | None = None
    """Rating of perceived exertion, 0 to 10."""


class Evidence(Record):
    """How directly research supports the exercise, and where it was read."""

    text_only: ClassVar[frozenset[str]] = frozenset({"sources", "note"})

    directness: Directness
    sources: Ids
    note: Text


class Review(Record):
    """Who looked at a file, in which role, and when."""

    by: Text
    role: Text
    on: Text


class Exercise(Record):
    """One home exercise. Ids never change meaning."""

    text_only: ClassVar[frozenset[str]] = frozenset(
        {
            "name", "also_called", "purpose", "printed_pain_level", "muscles", "common_compensations", "instructions",
            "provider_tips", "clinical_rationale", "stricter", "stop_if", "from_sheet", "reviewed", "review_by",
            "poses",
        }
    )  # fmt: skip
    text_values: ClassVar[frozenset[str]] = frozenset({"precautions"})

    id: Id = Field(alias="exercise")
    name: Text
    also_called: Texts
    status: Status
    purpose: Text
    pain_level: WholeRange
    """NPRS now at which it may be offered, both ends included."""
    printed_pain_level: WholeRange | None = None
    """The provider sheet's range, where it differs from the one used."""
    phases: Ids
    indications: Ids
    """Deficits it is for; one match is enough."""
    muscles: Muscles
    common_compensations: Texts
    instructions: Texts
    provider_tips: Texts
    clinical_rationale: tuple[Claim, ...]
    contraindications: Ids
    """Findings with which it is never offered."""
    precautions: Annotated[Mapping[Id, Text], AfterValidator(Table)]
    """Findings with which it is offered changed: finding to the change."""
    stricter: Annotated[Mapping[Id, Text], AfterValidator(Table)] = Table()
    """Contraindications and precautions that its source facts do not ask for, or ask for less strictly: why."""
    equipment: Ids
    position: Id
    weight_through: Ids
    spine: Spine
    category: Id
    difficulty: Whole
    """1 is easiest, 5 hardest."""
    per_side: Flag
    progresses_to: Ids
    dose: Annotated[Mapping[Id, Dose], AfterValidator(Table)]
    """By treatment approach; no entry: not for that approach."""
    stop_if: Texts
    evidence: Evidence
    from_sheet: Texts
    """The keys whose facts stand on the provider sheet; every other key is our own choice."""
    reviewed: Review | None = None
    review_by: Text | None = None
    poses: Poses | None = None
    """The two positions it is drawn from."""

    def attribute(self, name: str) -> frozenset[str]:
        """The words of one attribute that a selector may ask for."""
        match name:
            case "spine.direction" | "spine.range" | "spine.load":
                return frozenset({getattr(self.spine, name.removeprefix("spine."))})
            case "difficulty" | "per_side":
                return frozenset({str(getattr(self, name)).lower()})
            case "id" | "category" | "position":
                return frozenset({getattr(self, name)})
            case _:
                return frozenset(getattr(self, name))
