"""Writing SVG: numbers to one decimal, so that the same pose always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from hep_engine.drawing.camera import Point, Shape
from hep_engine.drawing.figure import LINE, Part

__all__ = ["box_around", "document", "line", "number", "paint", "path_of", "words"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def number(value: float) -> str:
    """At most one decimal, and never minus zero."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path_of(shape: Sequence[Point], *, closed: bool = True) -> str:
    """The path through these points."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in shape]
    (x, y), *_ = tenths
    # Each step from the one before it, in whole tenths: half as long, and nothing adds up.
    steps = "".join(_step(bx - ax) + _step(by - ay) for (ax, ay), (bx, by) in pairwise(tenths) if (ax, ay) != (bx, by))
    return f"M{number(x / 10)} {number(y / 10)}{steps and 'l'}{steps.lstrip()}{'z' if closed else ''}"


def _step(tenths: int) -> str:
    text = number(tenths / 10)
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return text if text.startswith("-") else f" {text}"


def paint(parts: Iterable[Part]) -> list[str]:
    """The parts in their order; pieces of one limb that follow each other share one outline."""
    written: list[str] = []
    waiting: list[Part] = []
    for part in parts:
        if waiting and (waiting[-1].limb != part.limb or not part.limb or waiting[-1].fill != part.fill):
            written += _painted(waiting)
            waiting = []
        waiting.append(part)
    return written + (_painted(waiting) if waiting else [])


def _painted(parts: Sequence[Part]) -> list[str]:
    d = "".join(path_of(shape) for part in parts for shape in part.shapes)
    fill, width = parts[0].fill, parts[0].line
    under = f'<path d="{d}" fill="none" stroke="{LINE}" stroke-width="{number(width * 2)}" stroke-linejoin="round"/>'
    # A hair's breadth of its own colour closes the seams between the pieces.
    over = f'<path d="{d}" fill="{fill}" stroke="{fill}" stroke-width="0.8"/>'
    return [*([under] if width else []), over]


def line(points: Sequence[Point], *, width: float = 2.4, colour: str = LINE, dashed: bool = False) -> str:
    """An open line."""
    dash = ' stroke-dasharray="6 5"' if dashed else ""
    return (
        f'<path d="{path_of(points, closed=False)}" fill="none" stroke="{colour}" stroke-width="{number(width)}" '
        f'stroke-linecap="round" stroke-linejoin="round"{dash}/>'
    )


def words(at: Point, text: str, *, size: float = 15, weight: str = "normal") -> str:
    """A line of text, its middle at *at*."""
    return (
        f'<text x="{number(at[0])}" y="{number(at[1])}" font-size="{number(size)}" font-weight="{weight}" '
        f'text-anchor="middle" fill="{LINE}">{escape(text)}</text>'
    )


def box_around(shapes: Iterable[Shape]) -> Box:
    """The smallest box around these."""
    points = [point for shape in shapes for point in shape]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def document(body: Sequence[str], box: Box, *, title: str, description: str) -> str:
    """The whole drawing, with its name and what it shows for those who cannot see it."""
    left, top, right, bottom = box
    view = " ".join(number(each) for each in (left, top, right - left, bottom - top))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" '
        f'font-family="Helvetica, Arial, sans-serif">'
    )
    size = f'width="{number(right - left)}" height="{number(bottom - top)}"'
    back = f'<rect x="{number(left)}" y="{number(top)}" {size} fill="#ffffff"/>'
    told = [f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>"]
    return "\n".join([head, *told, back, *body, "</svg>", ""])
