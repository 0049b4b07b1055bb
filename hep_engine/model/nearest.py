"""Did you mean …? The known word nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["nearest", "printable"]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known word, or `None` when none is near."""
    close = get_close_matches(word[:64], sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None


def printable(text: object) -> str:
    """The text with whatever a terminal could stumble over replaced."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(text))
