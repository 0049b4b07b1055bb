"""A simulated course as a picture: pain above, and below it each exercise with its dose, week by week."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from hep_engine.audit.simulation import Course, Week
from hep_engine.model.exercise import Dose

__all__ = ["course_picture"]

_LEFT, _WIDE, _TOP, _HIGH, _ROW, _RIGHT = 250, 112, 64, 150, 34, 24
_MARKS = {"progress": "▲", "hold": "=", "regress": "▼", "swap": "↔", "stop": "✕"}
_TEXT = 'font-family="sans-serif" fill="#1a1a1a"'


def course_picture(course: Course) -> str:
    """The picture as SVG, readable without colour."""
    names = list(dict.fromkeys(each.name for week in course.weeks for each in week.plan))
    width = _LEFT + _WIDE * max(1, len(course.weeks)) + _RIGHT
    height = _TOP + _HIGH + 52 + _ROW * len(names) + 44
    told = f"Pain and exercises over {len(course.weeks)} simulated weeks"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{told}</title>",
            f"<desc>{escape(_described(course))}</desc>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            f'<text x="16" y="28" font-size="18" font-weight="bold" {_TEXT}>{told}</text>',
            f'<text x="16" y="48" font-size="12" {_TEXT}>The patient is invented; nothing is predicted.</text>',
            *_pain(course),
            *_rows(course, names),
            f'<text x="16" y="{height - 14}" font-size="12" {_TEXT}>at the end of the week: ▲ progressed, = held, '
            "▼ a step back, ↔ swapped, ✕ stopped</text>",
            "</svg>",
            "",
        )
    )


def _described(course: Course) -> str:
    return "; ".join(
        f"week {week.week}: pain {week.pain_score}, " + ", ".join(each.name for each in week.plan)
        for week in course.weeks
    )


def _middle(number: int) -> int:
    return _LEFT + _WIDE * number + _WIDE // 2


def _pain(course: Course) -> Iterator[str]:
    """The pain at the start of each week as a line, the worst in a session as open circles."""
    for score in (0, 5, 10):
        y = _height(score)
        yield f'<line x1="{_LEFT}" y1="{y}" x2="{_LEFT + _WIDE * len(course.weeks)}" y2="{y}" stroke="#c8c8c8"/>'
        yield f'<text x="{_LEFT - 12}" y="{y + 4}" font-size="12" text-anchor="end" {_TEXT}>{score}</text>'
    middle = _height(5)
    yield f'<text x="16" y="{middle - 6}" font-size="13" {_TEXT}>Pain, 0 to 10</text>'
    yield f'<text x="16" y="{middle + 10}" font-size="11" {_TEXT}>● start of week  ○ worst session</text>'
    points = " ".join(f"{_middle(n)},{_height(week.pain_score)}" for n, week in enumerate(course.weeks))
    yield f'<polyline points="{points}" fill="none" stroke="#1a1a1a" stroke-width="2"/>'
    for number, week in enumerate(course.weeks):
        x, y = _middle(number), _height(week.pain_score)
        if week.worst_pain is not None:
            yield f'<circle cx="{x}" cy="{_height(week.worst_pain)}" r="6" fill="none" stroke="#1a1a1a"/>'
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="#1a1a1a"/>'
        below = _TOP + _HIGH + 24
        yield f'<text x="{x}" y="{below}" font-size="12" text-anchor="middle" {_TEXT}>week {week.week}</text>'


def _height(score: int) -> int:
    return _TOP + _HIGH - score * _HIGH // 10


def _rows(course: Course, names: list[str]) -> Iterator[str]:
    top = _TOP + _HIGH + 40
    for place, name in enumerate(names):
        y = top + place * _ROW
        yield f'<text x="16" y="{y + 20}" font-size="12" {_TEXT}>{escape(_short(name))}</text>'
        for number, week in enumerate(course.weeks):
            yield from _cell(number, y, name, week)


def _cell(number: int, y: int, name: str, week: Week) -> Iterator[str]:
    planned = next((each for each in week.plan if each.name == name), None)
    if planned is None:
        return
    x = _LEFT + _WIDE * number + 3
    step = next((each for each in week.steps if each.exercise == planned.exercise), None)
    mark = f" {_MARKS[step.decision]}" if step else ""
    yield f'<rect x="{x}" y="{y}" width="{_WIDE - 6}" height="{_ROW - 6}" rx="5" fill="#ececec" stroke="#6f6f6f"/>'
    said = f"{_dose(planned.dose)}{mark}"
    yield f'<text x="{x + 8}" y="{y + 19}" font-size="12" {_TEXT}>{said}</text>'


def _short(name: str) -> str:
    return name if len(name) <= 34 else f"{name[:33]}…"


def _dose(dose: Dose) -> str:
    if dose.minutes is not None:
        return f"{dose.times_per_day} × {dose.minutes} min"
    return f"{dose.sets} × {dose.reps}"
