"""How closely a page is set, so that an exercise stays on one page in 14 points.

The drawing gives way first, then the space between the lines. The size of the letters never does; what still does not
fit has two pages. The start is reckoned from the length of the texts; `print` tries it and sets closer what runs over.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Literal

__all__ = ["CLOSER", "Fit", "fit"]

Fit = Literal["roomy", "snug", "tight", "close", "dense", "two"]

CLOSER: dict[Fit, Fit] = {"roomy": "snug", "snug": "tight", "tight": "close", "close": "dense", "dense": "two"}
"""What to try where a setting runs over."""

_COLUMN, _ACROSS, _FEWEST = 37, 78, 7
"""Letters on a line of a column, and of the whole page; the lines that the drawing takes at least."""
_ROOM = {"a4": 773, "letter": 724}
"""The height of a page inside its margins, in points."""
_SETTINGS: tuple[tuple[Fit, float, int], ...] = (
    ("roomy", 17.5, 185),
    ("snug", 16.8, 160),
    ("tight", 16.1, 125),
    ("close", 16.1, 85),
    ("dense", 15.7, 70),
)
"""The height of a line, and of what stands on a page beside lines, measured over the catalogue."""


def fit(columns: Iterable[str], across: Iterable[str], beside: Iterable[str], *, paper: str) -> Fit:
    """The roomiest setting for texts in columns, texts across the page, and those beside the drawing."""
    lines = _lines(columns, _COLUMN) / 2 + _lines(across, _ACROSS) + max(_lines(beside, _COLUMN), _FEWEST)
    fits = (name for name, line, rest in _SETTINGS if rest + lines * line <= _ROOM[paper])
    return next(fits, "dense")


def _lines(texts: Iterable[str], width: int) -> int:
    return sum(len(wrap(text, width)) for text in texts)
