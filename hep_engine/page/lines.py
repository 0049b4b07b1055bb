"""Lines of a page for a terminal: text that reads well at 80 columns, without colour, and aloud."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Literal, NamedTuple

__all__ = ["WIDTH", "Line", "Style", "heading", "said"]

Style = Literal["", "title", "good", "warn", "alert", "quiet"]

WIDTH = 80


class Line(NamedTuple):
    """One line of a page."""

    text: str = ""
    style: Style = ""


def said(text: str, indent: int = 0, style: Style = "", hang: int = 0) -> Iterator[Line]:
    """A paragraph, wrapped; *hang* indents every line but the first a little more."""
    lines = wrap(text, WIDTH - indent, subsequent_indent=" " * hang, break_on_hyphens=False)
    yield from (Line(" " * indent + line, style) for line in lines)


def heading(text: str) -> Iterator[Line]:
    """An empty line and a title."""
    yield Line()
    yield Line(text, "title")
