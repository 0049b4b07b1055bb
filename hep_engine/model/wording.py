"""How things are said in plain words inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["lower_first", "phrase"]


def phrase(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence: a first capital is lowered, an abbreviation kept."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
