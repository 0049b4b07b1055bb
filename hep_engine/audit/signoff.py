"""Sign-off: everything in the knowledge that is our own choice, where it stands and why, for a clinician to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.wording import phrase
from hep_engine.model.words import spoken

__all__ = ["Unsigned", "to_sign"]

_NOT_CHOSEN = frozenset(
    {"exercise", "status", "from_sheet", "evidence", "reviewed", "review_by", "stricter", "also_called"}
)
"""Keys of an exercise that hold no clinical choice, or say their own origin."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One choice of ours that waits for a clinician."""

    part: str
    """`rule`, `policy`, `coherence` or `exercise`."""
    id: str
    what: str
    why: str
    at: str


def to_sign(knowledge: KnowledgeBase) -> tuple[Unsigned, ...]:
    """Every choice whose origin is ours: rules, policy, coherence, then what each exercise adds to its sheet."""
    return (*_rules(knowledge), *_policy(knowledge), *_coherence(knowledge), *_exercises(knowledge))


def _rules(knowledge: KnowledgeBase) -> Iterator[Unsigned]:
    for rule in knowledge.rules.values():
        if rule.active and rule.origin == "ours":
            yield Unsigned(
                "rule", rule.id, f"{spoken(rule.folder)} rule", rule.because, knowledge.at("rule", rule.id, "origin")
            )


def _policy(knowledge: KnowledgeBase) -> Iterator[Unsigned]:
    for name, choice in knowledge.policy.choices.items():
        if choice.origin == "ours":
            at = knowledge.at("policy", *name.split("/"))
            yield Unsigned("policy", name, spoken(name.replace("/", ", ")), choice.because, at)


def _coherence(knowledge: KnowledgeBase) -> Iterator[Unsigned]:
    for name, demand in knowledge.coherence.items():
        if demand.origin == "ours":
            yield Unsigned(
                "coherence", name, "asked of every such exercise", demand.because, knowledge.at("coherence", name)
            )


def _exercises(knowledge: KnowledgeBase) -> Iterator[Unsigned]:
    for exercise in knowledge.exercises.values():
        if exercise.status == "active":
            at = knowledge.at("exercise", exercise.id)
            yield Unsigned("exercise", exercise.id, f"our own: {phrase(_chosen(exercise))}", exercise.evidence.note, at)
            for finding, why in exercise.stricter.items():
                place = knowledge.at("exercise", exercise.id, "stricter", finding)
                kind = "never with" if finding in exercise.contraindications else "changed for"
                yield Unsigned("exercise", exercise.id, f"{kind} {finding}, stricter than its facts", why, place)


def _chosen(exercise: Exercise) -> list[str]:
    """The keys that do not stand on the exercise's sheet, or that differ from it."""
    fields = {field.alias or name: getattr(exercise, name) for name, field in type(exercise).model_fields.items()}
    elsewhere = _NOT_CHOSEN.union(exercise.from_sheet)
    return [spoken(name) for name, value in fields.items() if name not in elsewhere and value not in (None, ())]
