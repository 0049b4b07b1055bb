"""The explanation of one exercise for one patient: every condition, its truth, and what would change the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from hep_engine.model.result import Disposition, ExclusionCode, Reason, Recommendation
from hep_engine.model.truth import Truth
from hep_engine.model.value import Value

__all__ = ["Change", "Explained", "Explanation", "Verdict"]

Verdict = Literal["recommended", "excluded", "withheld"]


@dataclass(frozen=True, slots=True)
class Explained(Value):
    """One condition the exercise needs, whether it holds, and where it is written."""

    code: ExclusionCode
    """The exclusion code it stands for."""
    condition: str
    truth: Truth
    text: str
    """What is known about it: the patient's own value, or why it does not hold."""
    at: str


@dataclass(frozen=True, slots=True)
class Change(Value):
    """A change of one field. True for every value from `to_min` to `to_max`, or once `add` is at home."""

    field: Literal["pain_score", "irritability", "equipment"]
    was: Annotated[int | str | None, Field(serialization_alias="from")]
    to_min: int | str | None = None
    to_max: int | str | None = None
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation(Value):
    """Why this exercise, or why not."""

    exercise: str
    name: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    """Why it was left out; empty when it is recommended."""
    conditions: tuple[Explained, ...]
    would_be_eligible_if: tuple[Change, ...] | None
    """`None` when it is eligible already, or when nothing that may be suggested would make it so."""
    recommendation: Recommendation | None
    """The recommendation as `recommend` gives it; `None` when it was left out."""
    disposition: Disposition
    at: str
    checked_by: tuple[str, ...]
