"""Release: what a clinician confirmed and changed, and the value that may be shown to a patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from hep_engine.model.program import Planned
from hep_engine.model.result import Caution, Knowledge, Referral
from hep_engine.model.table import Table
from hep_engine.model.value import Value

__all__ = ["Overridden", "Override", "Released", "ReleasedExercise"]

Word = Annotated[str, StringConstraints(max_length=64, strict=True)]


class Override(BaseModel):
    """A clinician's change to a program: add or drop an exercise, or change a dose, for a coded reason.

    Raises pydantic's `ValidationError` for a value of the wrong kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    change: Literal["add", "drop", "dose"]
    exercise: Word
    reason: Word
    """An id of `catalog/vocabulary/override_reasons.yaml`."""
    dose: Annotated[Mapping[Word, Any], AfterValidator(Table)] = Table()
    """For `dose`, what changes: `sets`, `reps` as `(low, high)`, `hold_seconds`, `days_per_week`, `times_per_day`,
    `minutes`, `effort`."""


@dataclass(frozen=True, slots=True)
class Overridden(Value):
    """A change as it was made, shown as the clinician's."""

    change: Literal["add", "drop", "dose"]
    exercise: str
    name: str
    reason: str
    text: str
    """What was changed and why, in words."""


@dataclass(frozen=True, slots=True)
class ReleasedExercise(Value):
    """One exercise as the patient may do it."""

    planned: Planned
    cautions: tuple[Caution, ...]
    origin: Literal["rules", "clinician"]
    """Whether the clinician added it, or changed its dose."""


@dataclass(frozen=True, slots=True)
class Released(Value):
    """A program a clinician released: the only thing a patient's handout is made from."""

    exercises: tuple[ReleasedExercise, ...]
    """In doing order."""
    minutes_per_day: int
    own_time_minutes_per_day: int
    approach: str
    reviews: tuple[Referral, ...]
    """Reviews to book alongside."""
    safety_net: tuple[str, ...]
    confirmed: tuple[str, ...]
    """What the clinician confirmed: findings that are absent, and equipment that is at home."""
    by: str
    """The role of who released it."""
    overrides: tuple[Overridden, ...]
    beyond: tuple[str, ...]
    """Limits that the clinician's changes go beyond, in words."""
    knowledge: Knowledge
    seal: str
    """A digest of all this: a value put together elsewhere has another."""
