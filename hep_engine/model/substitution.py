"""A substitution: the best program without one exercise, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

from hep_engine.model.result import Recommendations
from hep_engine.model.value import Value

__all__ = ["Substitution"]


@dataclass(frozen=True, slots=True)
class Substitution(Value):
    """The same result with another program."""

    without: str
    added: tuple[str, ...]
    """The exercises that came in, in doing order."""
    lost: tuple[str, ...]
    """What the new program does less well, in words; empty where nothing is lost."""
    result: Recommendations
    """The whole result, with the new program, fit to be released."""
