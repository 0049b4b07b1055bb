"""What a program is chosen from, what every set keeps to, and how good a set is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Bounds", "Candidate", "Worth", "worth"]


class Candidate(NamedTuple):
    """An exercise as the choice sees it."""

    exercise: str
    rank: int
    score: int
    covers: frozenset[str]
    """The patient's deficits it is for."""
    seconds: int
    """What it takes of the counted time; none for what has time of its own."""
    keeps_moving: bool
    on_floor: bool
    concern: bool
    """Whether something speaks for another exercise where there is one: a precaution of the patient's own, a question
    still open, an easier step that is for some of the same."""
    excludes: frozenset[str] = frozenset()
    """Exercises that cannot be in one program with it; they exclude it too."""


class Bounds(NamedTuple):
    """What every admissible set keeps to."""

    most: int
    least: int
    seconds: int


class Worth(NamedTuple):
    """How good a set is; a greater one is better."""

    well_covered: int
    covered: int
    keeps_moving: bool
    up_to_least: int
    fewer_concerns: int
    fewer: int
    score: int
    stays_up: bool
    ranks: tuple[int, ...]


def worth(chosen: Sequence[Candidate], bounds: Bounds) -> Worth:
    """How good the set *chosen* is."""
    well, covered = set[str](), set[str]()
    concerns = score = 0
    moving = floor = False
    for each in chosen:
        covered |= each.covers
        if each.concern:
            concerns += 1
        else:
            well |= each.covers
        score += each.score
        moving = moving or each.keeps_moving
        floor = floor or each.on_floor
    size = len(chosen)
    ranks = tuple([-each.rank for each in chosen])
    return Worth(
        len(well), len(covered), moving, min(size, bounds.least), -concerns, -size, score, not floor, ranks
    )  # fmt: skip
