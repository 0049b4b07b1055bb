"""The fixed words of a profile and of a referral. Everything else is defined in `catalog/vocabulary/`."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, get_args

__all__ = ["DIRECTION_DEFICITS", "FIELD_WORDS", "NPRS", "Direction", "Irritability", "Level", "Phase", "Sex", "spoken"]

Phase = Literal["acute", "subacute", "chronic", "maintenance"]
Irritability = Literal["low", "moderate", "high"]
Direction = Literal["extension", "flexion", "lateral", "none"]
Sex = Literal["female", "male"]

FIELD_WORDS: dict[str, tuple[str, ...]] = {
    "phase": get_args(Phase),
    "irritability": get_args(Irritability),
    "directional_preference": get_args(Direction),
    "sex": get_args(Sex),
}
"""The words each field may have, mildest irritability first."""

DIRECTION_DEFICITS = {"extension": "dp_extension", "flexion": "dp_flexion", "lateral": "dp_lateral"}
"""The deficit that each tested direction stands for; `none` stands for no deficit."""

NPRS = range(11)
"""The numeric pain rating scale: 0 is no pain, 10 the worst pain."""


class Level(StrEnum):
    """How urgently a patient is referred, mildest first."""

    NONE = "none"
    CLINICIAN_REVIEW_PARALLEL = "clinician_review_parallel"
    CLINICIAN_REVIEW_BEFORE = "clinician_review_before"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def severity(self) -> int:
        """0 for none, 4 for emergency."""
        return _SEVERITY[self]

    @property
    def blocks(self) -> bool:
        """Whether no exercise is offered while a gate of this level holds."""
        return self.severity >= Level.CLINICIAN_REVIEW_BEFORE.severity


_SEVERITY = {level: number for number, level in enumerate(Level)}


def spoken(word: str) -> str:
    """An id as a person says it: `movement_control` is "movement control"."""
    return word.replace("_", " ")
