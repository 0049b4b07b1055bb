"""The patient, as a calling app tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from hep_engine.model.table import Table
from hep_engine.model.words import Direction, Irritability, Phase, Sex

__all__ = ["Asked", "PatientProfile", "whole_pain"]


_FAR = 10**9
"""No score is beyond this."""


class Asked(Protocol):
    """Anything with a `kind` and an `id`, such as a `Question`."""

    @property
    def kind(self) -> str:
        """What sort of fact was asked for."""

    @property
    def id(self) -> str:
        """Which one."""


def whole_pain(value: Any) -> Any:
    """Refuse a pain score that is no whole number, with the way to round it."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_number", "must be a whole number; round a decimal up, so 5.5 is 6")
    return value


def _years(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_years", "must be whole years; leave the months out, so 17.5 is 17")
    return value


def _measure(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_FAR <= value <= _FAR:
        raise PydanticCustomError("number", "must be a number")
    return value


def _words(value: Any) -> Any:
    if isinstance(value, str | Mapping):
        raise PydanticCustomError("set_of_words", "must be a list or a set of ids")
    return value


Word = Annotated[str, StringConstraints(max_length=64, strict=True)]
Words = Annotated[
    Set[Word],
    BeforeValidator(_words),
    AfterValidator(frozenset),
    Field(max_length=1000),
    PlainSerializer(sorted, return_type=list[str]),
]
Measures = Annotated[
    Mapping[Word, Annotated[int | float, BeforeValidator(_measure), Field(allow_inf_nan=False)]],
    AfterValidator(Table),
    Field(max_length=100),
    PlainSerializer(dict, return_type=dict[str, int | float]),
]


class PatientProfile(BaseModel):
    """What is known of one patient today. Frozen; unknown ids are refused by the engine, which knows the vocabulary.

    Raises pydantic's `ValidationError` for a value of the wrong kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    pain_score: Annotated[int, BeforeValidator(whole_pain), Field(ge=0, le=10)]
    """NPRS now, 0 (no pain) to 10 (worst)."""
    phase: Phase
    """Phase of this episode: acute < 6 weeks, subacute 6-12, chronic > 12, maintenance: recovered."""
    deficits: Words = frozenset()
    """What examination found to work on."""
    findings: Words = frozenset()
    """Known present, red flags among them."""
    ruled_out: Words = frozenset()
    """Asked and absent."""
    cleared: Words = frozenset()
    """Findings for which a clinician recorded clearance; lifts gates that say `cleared`, nothing else."""
    equipment: Words | None = None
    """What is at home; `None`: not told."""
    age: Annotated[int, BeforeValidator(_years), Field(ge=0, le=130)] | None = None
    """In years."""
    sex: Sex | None = None
    """Used for risk thresholds alone; not told takes the lower one."""
    irritability: Irritability | None = None
    directional_preference: Direction | None = None
    """`none`: tested, no preference; `None`: not tested."""
    measures: Measures = Field(default_factory=Table)
    """Scores by measure id, each in its own unit."""
    avoid: Words = frozenset()
    """Exercises the patient or the clinician does not want."""

    def screened(self, questions: Iterable[Asked]) -> PatientProfile:
        """Rule out every finding that *questions* asked about and that is not present: the profile after asking."""
        asked = {each.id for each in questions if each.kind == "finding"}
        return self.model_copy(update={"ruled_out": self.ruled_out | (asked - self.findings)})
