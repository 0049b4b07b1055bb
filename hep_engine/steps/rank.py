"""Rank: why an exercise stands where it stands: its score as a sum of named, whole-numbered parts.

A part depends on the patient and the one exercise alone, so the order of two exercises never depends on a third. Ties
are broken by exercise id. `Standing` adds the same parts up for the whole catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.policy import Weights
from hep_engine.model.result import Caution, Part
from hep_engine.model.rule import Prefer, Rule
from hep_engine.model.truth import YES
from hep_engine.model.words import spoken

__all__ = ["further_parts", "parts_of_its_own", "preferring"]

_MOST_ROOM = 3
"""Points of room above today's pain that are counted."""


def preferring(knowledge: KnowledgeBase, facts: Facts) -> tuple[Rule, ...]:
    """The ranking rules that hold."""
    return tuple(
        rule for rule in knowledge.acting("ranking") if isinstance(rule.then, Prefer) and facts.rules[rule.id] is YES
    )


def parts_of_its_own(exercise: Exercise, matched: int, pain: int, weights: Weights) -> Iterator[Part]:
    """What an exercise scores when so many of its deficits are *matched* and the *pain* is that of today."""
    total = len(exercise.indications)
    yield Part("indications", weights.matched_indication.points * matched, f"{matched} of the deficits told")
    focus = weights.focus.points * matched // total
    yield Part("focus", focus, f"{matched} of the {total} it is for")
    room = min(exercise.pain_level.high - pain, _MOST_ROOM)
    yield Part("pain_room", weights.pain_room.points * room, f"pain {pain} leaves room in {exercise.pain_level}")
    easier = 5 - exercise.difficulty
    yield Part("gentle_start", weights.gentle_start.points * easier, f"difficulty {exercise.difficulty} of 5")
    directness = exercise.evidence.directness
    yield Part("evidence", getattr(weights, f"directness_{directness}").points, spoken(directness))


def further_parts(
    exercise: Exercise, cautions: Iterable[Caution], wishes: Iterable[Rule], knowledge: KnowledgeBase
) -> Iterator[Part]:
    """What it loses by the precautions among the *cautions*, and gains or loses by the *wishes* of ranking rules."""
    precautions = [each.finding for each in cautions if each.finding]
    if precautions:
        said = f"precaution for {', '.join(map(spoken, precautions))}"
        yield Part("precautions", knowledge.policy.weights.precaution.points * len(precautions), said)
    for rule in wishes:
        wish = rule.then
        if isinstance(wish, Prefer) and wish.selector.matches(exercise):
            yield Part(rule.id, wish.points, rule.because)
