"""A statement about all patients, as the solver and as the engine can be asked about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from hep_engine.model.words import Level
from hep_engine.verify.seen import Seen

__all__ = ["BLOCKING", "Case", "Statement"]

BLOCKING = frozenset({Level.EMERGENCY, Level.URGENT, Level.CLINICIAN_REVIEW_BEFORE})
"""The levels at which nobody exercises first, as the contract lists them; what the engine takes for them is proved."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One way in which a statement could be false, or, of what somebody must get, one thing to get."""

    so: Any
    """The formula: it is so for this patient."""
    says: str
    """The same in words."""
    exercise: str | None = None
    rule: str | None = None
    finding: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """Something that must hold for all patients (`nobody`), or for somebody in every case (`somebody`)."""

    id: str
    says: str
    at: str | None
    cases: Callable[[], Iterator[Case]]
    """Made when it is decided: there are thousands."""
    shown: Callable[[Case, Seen, Seen], bool]
    """Whether the engine shows the case, too: on the patient, and on the same one with more known."""
    whom: Literal["nobody", "somebody", "asked_somebody"] = "nobody"
    """`asked_somebody`: in every case there is somebody who was asked about everything."""
    pair: bool = False
    """It compares a patient with the same one of whom more is known."""
