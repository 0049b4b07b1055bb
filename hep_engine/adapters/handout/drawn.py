"""The two pictures of an exercise, with what they show in words for those who cannot see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hep_engine.drawing import panel
from hep_engine.model.exercise import Exercise
from hep_engine.model.wording import lower_first, phrase
from hep_engine.model.words import spoken

__all__ = ["Figure", "figures"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture."""

    caption: str
    svg: str
    """Whole and safe to stand in HTML: the drawing escapes the words in it."""
    wide: bool
    """Much wider than high, as of somebody who lies; such pictures stand below each other."""


def figures(exercise: Exercise, position: str) -> tuple[Figure, ...]:
    """Start and end of *exercise*, or nothing where its file has no poses."""
    poses = exercise.poses
    if poses is None:
        return ()
    first, last = poses.captions or ("Start", "End")
    moved = f" Arrows show how {phrase(f'the {spoken(each)}' for each in poses.arrows)} moves." if poses.arrows else ""
    where = lower_first(position)
    shown: tuple[tuple[Literal["start", "end"], str, str], ...] = (("start", first, ""), ("end", last, moved))
    made = []
    for which, caption, more in shown:
        title = f"Drawing of {lower_first(exercise.name)}, {which}. {caption}: {where}.{more}"
        svg = panel(poses, which, title=title, description=exercise.purpose)
        made.append(Figure(caption, svg, wide=_aspect(svg) > 1.45))
    return tuple(made)


def _aspect(svg: str) -> float:
    """The width over the height of a drawing."""
    box = svg.partition('viewBox="')[2].partition('"')[0].split()
    return float(box[2]) / float(box[3])
