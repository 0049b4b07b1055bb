"""Coherence: what the form of an exercise asks of its file."""

from __future__ import annotations

from dataclasses import dataclass

from hep_engine.model.record import Origin
from hep_engine.model.rule import Selector

__all__ = ["Demand"]


@dataclass(frozen=True, slots=True)
class Demand:
    """Every exercise of this form names these findings, at least this strictly."""

    exercises: Selector
    contraindications: tuple[str, ...]
    precautions: tuple[str, ...]
    """A contraindication answers these too."""
    because: str
    origin: Origin
    sources: tuple[str, ...]
