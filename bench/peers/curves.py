"""Curves as SVG: both axes logarithmic, a line for each engine, its name at the end of the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

__all__ = ["Line", "Panel", "drawing"]

_WIDTH, _HEIGHT = 440, 400
_LEFT, _TOP, _BOTTOM = 84, 56, 52
_INK, _FAINT = "#10242e", "#dde5e9"
_APART, _LETTER = 14, 6.6
"""The least distance between two names, and how wide a letter is at most, on the average."""


@dataclass(frozen=True, slots=True)
class Line:
    """One engine: its points, and how it is drawn."""

    name: str
    points: tuple[tuple[float, float], ...]
    colour: str
    strong: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart."""

    title: str
    across: str
    up: str
    lines: Sequence[Line]


def drawing(title: str, told: str, panels: Sequence[Panel]) -> str:
    """The panels beside each other, with a *title* and a sentence for those who cannot see them."""
    longest = max(len(line.name) for panel in panels for line in panel.lines)
    each = _LEFT + _WIDTH + 24 + round(_LETTER * longest)
    width, height = each * len(panels), _TOP + _HEIGHT + _BOTTOM
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="title what" font-family="Helvetica, Arial, sans-serif">'
    )
    rows = [head, f'<title id="title">{escape(title)}</title>', f'<desc id="what">{escape(told)}</desc>']
    rows.append(f'<rect width="{width}" height="{height}" fill="#ffffff"/>')
    for place, panel in enumerate(panels):
        rows += [f'<g transform="translate({place * each + _LEFT} {_TOP})">', *_panel(panel), "</g>"]
    return "\n".join([*rows, "</svg>", ""])


def _panel(panel: Panel) -> Iterator[str]:
    points = [point for line in panel.lines for point in line.points]
    across, up = _Scale([x for x, _ in points], _WIDTH), _Scale([y for _, y in points], _HEIGHT)
    yield _text(0, -30, panel.title, size=16, weight="bold")
    yield _text(-_LEFT + 12, -10, panel.up, size=12)
    yield _text(_WIDTH / 2, _HEIGHT + 40, panel.across, size=12, anchor="middle")
    for power in across.powers:
        x = across.at(10.0**power)
        yield f'<line x1="{x:g}" y1="0" x2="{x:g}" y2="{_HEIGHT}" stroke="{_FAINT}"/>'
        yield _text(x, _HEIGHT + 18, _number(power), size=12, anchor="middle")
    for power in up.powers:
        y = _HEIGHT - up.at(10.0**power)
        yield f'<line x1="0" y1="{y:g}" x2="{_WIDTH}" y2="{y:g}" stroke="{_FAINT}"/>'
        yield _text(-8, y + 4, _number(power), size=12, anchor="end")
    ends: dict[Line, tuple[float, float]] = {}
    for line in panel.lines:
        places = [(across.at(x), _HEIGHT - up.at(y)) for x, y in sorted(line.points)]
        ends[line] = places[-1]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dash = ' stroke-dasharray="6 4"' if line.dashed else ""
        thick = 3 if line.strong else 1.6
        yield f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="{thick}"{dash}/>'
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3.4 if line.strong else 2.6}" fill="{line.colour}"/>'
    yield from _names(ends)


def _names(ends: Mapping[Line, tuple[float, float]]) -> Iterator[str]:
    """The names beside the ends of the lines; where a line ends early, above its end."""
    last = max(x for x, _ in ends.values())
    full = {line: y for line, (x, y) in ends.items() if x == last}
    for line, (x, y) in ends.items():
        if line not in full:
            yield _text(x, y - 9, line.name, size=12, anchor="middle", fill=line.colour)
    for line, y in _spread(full).items():
        end = full[line]
        if abs(y - end) > 3:
            places = f'x1="{last + 4:.1f}" y1="{end:.1f}" x2="{last + 11:.1f}" y2="{y:.1f}"'
            yield f'<line {places} stroke="{line.colour}" stroke-width="0.8"/>'
        weight = "bold" if line.strong else "normal"
        yield _text(last + 14, y + 4, line.name, size=12, weight=weight, fill=line.colour)


class _Scale:
    """A logarithmic axis from the power of ten below the least to the one above the most."""

    def __init__(self, values: Sequence[float], length: int) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self.length = length

    @property
    def powers(self) -> range:
        return range(self.low, self.high + 1)

    def at(self, value: float) -> float:
        return (log10(value) - self.low) / (self.high - self.low) * self.length


def _spread(wanted: Mapping[Line, float]) -> dict[Line, float]:
    """Where each name stands: as near to the end of its line as the others leave room for."""
    order = sorted(wanted, key=wanted.__getitem__)
    placed: list[float] = []
    for line in order:
        placed.append(max(wanted[line], placed[-1] + _APART) if placed else wanted[line])
    # Names that were pushed below the chart move up again, and push those above them.
    below = float(_HEIGHT)
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], below)
        below = placed[number] - _APART
    return dict(zip(order, placed, strict=True))


def _number(power: int) -> str:
    """A power of ten as people read it."""
    return f"{10 ** (power - 6):,} million" if power >= 6 else f"{10.0**power:,.{max(0, -power)}f}"


def _text(
    x: float, y: float, words: str, *, size: int, anchor: str = "start", weight: str = "normal", fill: str = _INK
) -> str:
    shape = f'font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x:g}" y="{y:g}" {shape}>{escape(words)}</text>'
