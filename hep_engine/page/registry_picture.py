"""The picture of a registry: a bar for every status, level and frequent exercise, each with its number. SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.registry import Tally
from hep_engine.page.registry import LEVELS, most

__all__ = ["registry_picture"]

_LEFT, _ROOM, _RIGHT, _ROW, _TOP = 300, 360, 150, 24, 64
_MOST = 15
_BLUE, _GREY, _INK = "#2f7dab", "#8a949a", "#10242e"
_WARM = {"emergency": "#8c1d18", "urgent": "#b3541e", "clinician_review_before": "#c98a1b"}


class _Bar(NamedTuple):
    label: str
    patients: int
    fill: str = _BLUE


def registry_picture(tally: Tally, knowledge: KnowledgeBase) -> str:
    """The counts as an SVG that reads in black and white too: each bar says its number and its share."""
    fills = {"ready": _BLUE, "provisional": "#c98a1b", "withheld": "#8c1d18"}
    statuses = [_Bar(name, tally.statuses.get(name, 0), fill) for name, fill in fills.items()]
    if tally.mistaken:
        statuses.append(_Bar("no answer: a mistake in the row", tally.mistaken, _GREY))
    levels = [_Bar(text, tally.levels.get(each, 0), _WARM.get(each, _BLUE)) for each, text in LEVELS.items()]
    shown = [_Bar(knowledge.exercises[name].name, number) for name, number in most(tally.exercises, _MOST)]
    groups: list[tuple[str, list[_Bar]]] = [
        ("Status", statuses),
        ("Highest referral that fired", levels),
        ("Exercises shown most often", shown),
        ("Rows with a mistake in", [_Bar(name, n, _GREY) for name, n in most(tally.errors, _MOST)]),
    ]  # fmt: skip
    groups = [each for each in groups if each[1]]
    width = _LEFT + _ROOM + _RIGHT
    height = _TOP + sum(len(bars) * _ROW + 50 for _, bars in groups)
    title = f"A registry of {tally.patients:,} patients"
    told = "How many patients came to what; shares are of all patients."
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'aria-labelledby="title what" font-family="Helvetica, Arial, sans-serif">',
            f'<title id="title">{title}</title>',
            f'<desc id="what">{told}</desc>',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            _text(14, 28, title, size=18, weight="bold"),
            _text(14, 48, told, size=12),
            *_groups(groups, tally.patients),
            "</svg>",
            "",
        ]
    )


def _groups(groups: Sequence[tuple[str, Sequence[_Bar]]], total: int) -> Iterator[str]:
    y = _TOP
    for title, bars in groups:
        yield _text(14, y + 28, title, size=14, weight="bold")
        y += 40
        for bar in bars:
            share = bar.patients / total if total else 0.0
            yield _text(_LEFT - 10, y + 15, bar.label, size=12, anchor="end")
            size = f'width="{share * _ROOM:.1f}" height="{_ROW - 6}"'
            yield f'<rect x="{_LEFT}" y="{y + 2}" {size} fill="{bar.fill}"/>'
            yield _text(_LEFT + share * _ROOM + 8, y + 15, f"{bar.patients:,} ({100 * share:.1f} %)", size=12)
            y += _ROW
        y += 10


def _text(x: float, y: float, words: str, *, size: int, anchor: str = "start", weight: str = "normal") -> str:
    shape = f'font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{_INK}"'
    return f'<text x="{x:.1f}" y="{y:g}" {shape}>{escape(words)}</text>'
