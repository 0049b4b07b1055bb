"""Substitute: what a program without one exercise brings in, and what it loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Program
from hep_engine.model.result import Recommendations
from hep_engine.model.seal import sealed
from hep_engine.model.substitution import Substitution
from hep_engine.model.wording import lower_first, phrase

__all__ = ["substitute"]


def substitute(
    result: Recommendations, without: str, program: Program, needs: tuple[str, ...], knowledge: KnowledgeBase
) -> Substitution:
    """The *result* with the new *program*, which does without an exercise, and what that costs."""
    assert result.program is not None
    before = set(result.program.exercises)
    return Substitution(
        without=without,
        added=tuple(each for each in program.exercises if each not in before),
        lost=tuple(_lost(result.program, program, without, knowledge)),
        result=sealed(replace(result, program=program, release_needs=needs)),
    )


def _lost(before: Program, after: Program, without: str, knowledge: KnowledgeBase) -> Iterator[str]:
    """Deficits no longer worked on, walking that falls away, sets that are fewer, a program that shrinks."""
    uncovered = [each for each in after.not_covered if each not in before.not_covered]
    if uncovered:
        named = [lower_first(knowledge.vocabulary.label("deficits", each)) for each in uncovered]
        yield f"Nothing in it works on {phrase(named)} any more."
    if before.own_time_minutes_per_day and not after.own_time_minutes_per_day:
        yield "There is no walking, or the like, in it any more."
    if len(after.exercises) < len(before.exercises):
        yield f"It has {len(after.exercises)} exercises rather than {len(before.exercises)}: no other fits."
    sets = {each.exercise: each.dose.sets for each in before.plan}
    fewer = [each.name for each in after.plan if each.dose.sets < sets.get(each.exercise, 0)]
    if fewer:
        yield f"There are fewer sets of {phrase(fewer)}, so that the whole fits into its time."
    if harder := _harder(before, after, without, knowledge):
        yield f"{phrase(harder)} {'is' if len(harder) == 1 else 'are'} harder than {knowledge.exercises[without].name}."
    if after.minutes_per_day > before.minutes_per_day:
        yield f"It takes {after.minutes_per_day} minutes a day rather than {before.minutes_per_day}."


def _harder(before: Program, after: Program, without: str, knowledge: KnowledgeBase) -> list[str]:
    """The names of what came in and is harder than what was taken out."""
    limit = knowledge.exercises[without].difficulty
    new = [each for each in after.exercises if each not in before.exercises]
    return [knowledge.exercises[each].name for each in new if knowledge.exercises[each].difficulty > limit]
