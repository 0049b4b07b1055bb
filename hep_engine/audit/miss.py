"""A miss: something a vignette expects that did not come."""

from __future__ import annotations

from dataclasses import dataclass

from hep_engine.errors import Span

__all__ = ["Miss"]


@dataclass(frozen=True, slots=True)
class Miss:
    """Something a vignette expects that did not come."""

    at: Span
    what: str
    why: tuple[str, ...]
    """What decided, in words, with its place."""
