"""Candidates that no best program needs, because enough others are as good in every way.

In a set of so many exercises one of as many better candidates is always still free, and put in place of the worse one
it makes the set better. So leaving the worse one out of the search changes no choice, and a large catalogue is searched
as a smaller one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hep_engine.planning.candidate import Candidate

__all__ = ["in_the_running"]


def in_the_running(candidates: Sequence[Candidate], most: int, kept: Collection[str]) -> list[Candidate]:
    """Those of which fewer than *most* others are as good in every way; and all that are *kept*."""
    running: list[Candidate] = []
    for each in sorted(candidates, key=lambda candidate: candidate.rank):
        # Whatever outdoes it has a better rank, so it was looked at before; those still running are enough to count.
        better = 0
        for other in running:
            better += _outdoes(other, each)
            if better >= most:
                break
        if better < most or each.exercise in kept:
            running.append(each)
    return running


def _outdoes(one: Candidate, other: Candidate) -> bool:
    """Whether *one* can take the place of *other* in any set, and makes it better."""
    return (
        one.score >= other.score
        and one.seconds <= other.seconds
        and one.concern <= other.concern
        and one.on_floor <= other.on_floor
        and one.keeps_moving >= other.keeps_moving
        and one.covers >= other.covers
        and one.excludes - {other.exercise} <= other.excludes
    )
