"""Rank: which of the exercises that fit, fits best.

A score is a sum of whole-numbered parts that depend on the patient and the one exercise alone, so the order of two
exercises never depends on a third. Ties are broken by exercise id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.result import Part
from hep_engine.model.rule import Prefer
from hep_engine.model.sifted import Eligible, Ranked
from hep_engine.model.truth import Truth
from hep_engine.model.words import spoken

__all__ = ["rank"]

_MOST_ROOM = 3
"""Points of room above today's pain that are counted."""


def rank(eligible: Iterable[Eligible], facts: Facts, knowledge: KnowledgeBase) -> tuple[Ranked, ...]:
    """The eligible exercises, best first."""
    scored = [Ranked(each, tuple(_parts(each, facts, knowledge))) for each in eligible]
    return tuple(sorted(scored, key=lambda each: (-each.score, each.eligible.exercise.id)))


def _parts(fit: Eligible, facts: Facts, knowledge: KnowledgeBase) -> Iterator[Part]:
    weights, exercise = knowledge.policy.weights, fit.exercise
    matched, total = len(fit.matched), len(exercise.indications)
    yield Part("indications", weights.matched_indication.points * matched, f"{matched} of the deficits told")
    focus = weights.focus.points * matched // total
    yield Part("focus", focus, f"{matched} of the {total} it is for")
    pain = int(facts.told.numbers["pain_score"])
    room = min(exercise.pain_level.high - pain, _MOST_ROOM)
    yield Part("pain_room", weights.pain_room.points * room, f"pain {pain} leaves room in {exercise.pain_level}")
    easier = 5 - exercise.difficulty
    yield Part("gentle_start", weights.gentle_start.points * easier, f"difficulty {exercise.difficulty} of 5")
    directness = exercise.evidence.directness
    yield Part("evidence", getattr(weights, f"directness_{directness}").points, spoken(directness))
    precautions = [each.finding for each in fit.cautions if each.finding]
    if precautions:
        said = f"precaution for {', '.join(map(spoken, precautions))}"
        yield Part("precautions", weights.precaution.points * len(precautions), said)
    for rule in knowledge.acting("ranking"):
        wish = rule.then
        if isinstance(wish, Prefer) and facts.rules[rule.id] is Truth.YES and wish.selector.matches(exercise):
            yield Part(rule.id, wish.points, rule.because)
