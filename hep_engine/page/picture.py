"""The picture of coverage: deficits down, phases and pain across, a number and a shade in every cell. SVG."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from hep_engine.audit.coverage import Coverage
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.words import NPRS

__all__ = ["coverage_picture"]

_CELL = 20
_LEFT, _TOP, _GAP = 400, 92, 14
_WITHHELD = "#e4e4e4"
_SHADES = ("#ffffff", "#dcecf5", "#b4d6e8", "#7fb8d6", "#4a94bf", "#1f6a99")
"""Nothing; 1; 2; 3 to 4; 5 to 7; 8 and more."""
_STEPS = (0, 1, 2, 4, 7)


def coverage_picture(coverage: Coverage, knowledge: KnowledgeBase) -> str:
    """The coverage as an SVG that reads in black and white too: each cell says its number."""
    width = _LEFT + len(coverage.phases) * (len(NPRS) * _CELL + _GAP) + 10
    height = _TOP + len(coverage.deficits) * _CELL + 40
    title = "Exercises offered, by deficit, phase and pain"
    told = "Each cell counts the exercises offered to a patient with that deficit alone, asked about everything."
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="title what" font-family="Helvetica, Arial, sans-serif">'
    )
    return "\n".join(
        [
            head,
            f'<title id="title">{title}</title>',
            f'<desc id="what">{told}</desc>',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            _text(10, 26, title, size=18, weight="bold"),
            _text(10, 48, f"{told} Pain across, 0 to 10. White: nothing. Grey: a gate withholds everything.", size=12),
            *_columns(coverage),
            *_rows(coverage, knowledge),
            "</svg>",
            "",
        ]
    )


def _columns(coverage: Coverage) -> Iterator[str]:
    for number, phase in enumerate(coverage.phases):
        yield _text(_x(number, 0), _TOP - 22, phase, size=13, weight="bold")
        for pain in NPRS:
            yield _text(_x(number, pain) + _CELL / 2, _TOP - 6, str(pain), size=11, anchor="middle")


def _rows(coverage: Coverage, knowledge: KnowledgeBase) -> Iterator[str]:
    for row, deficit in enumerate(coverage.deficits):
        y = _TOP + row * _CELL
        label = knowledge.vocabulary.label("deficits", deficit)
        yield _text(_LEFT - 8, y + 14, label, size=11, anchor="end")
        for number, phase in enumerate(coverage.phases):
            for pain in NPRS:
                cell = deficit, phase, pain
                yield from _cell(_x(number, pain), y, coverage.counts[cell], withheld=cell in coverage.withheld)


def _cell(x: float, y: float, count: int, *, withheld: bool) -> Iterator[str]:
    shade = sum(count > step for step in _STEPS)
    fill = _WITHHELD if withheld else _SHADES[shade]
    yield f'<rect x="{x:g}" y="{y:g}" width="{_CELL}" height="{_CELL}" fill="{fill}" stroke="#c9d3d9"/>'
    if count:
        yield _text(
            x + _CELL / 2, y + 14, str(count), size=11, anchor="middle", fill="#ffffff" if shade > 4 else "#10242e"
        )


def _x(phase: int, pain: int) -> float:
    return _LEFT + phase * (len(NPRS) * _CELL + _GAP) + pain * _CELL


def _text(
    x: float, y: float, words: str, *, size: int, anchor: str = "start", weight: str = "normal", fill: str = "#10242e"
) -> str:
    shape = f'font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}"'
    return f'<text x="{x:g}" y="{y:g}" {shape}>{escape(words)}</text>'
