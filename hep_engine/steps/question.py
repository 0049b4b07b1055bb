"""Question: what to ask every patient today, because an active gate rests on it."""

from __future__ import annotations

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import Asks, Question, asks
from hep_engine.model.rule import Refer, Rule
from hep_engine.model.words import Level
from hep_engine.reasoning.ask import Opener

__all__ = ["questions"]


def questions(knowledge: KnowledgeBase, opener: Opener) -> tuple[Question, ...]:
    """Everything the gates rest on that can be asked, most severe first, kept together by group."""
    meanings: dict[Asks, list[Rule]] = {}
    for rule in sorted(knowledge.acting("gates"), key=_most_severe_first):
        for question in dict.fromkeys(asks(clause) for clause in opener.askable(rule.when)):
            meanings.setdefault(question, []).append(rule)
    ordered = sorted(
        meanings, key=lambda each: (_most_severe_first(meanings[each][0])[0], each.group(knowledge), each.kind, each.id)
    )
    return tuple(
        Question(
            kind=each.kind,
            id=each.id,
            text=each.text(knowledge),
            group=each.group(knowledge),
            could_be=_level(meanings[each][0]),
            could_mean=tuple(rule.id for rule in meanings[each]),
        )
        for each in ordered
    )


def _most_severe_first(rule: Rule) -> tuple[int, str]:
    return -_level(rule).severity, rule.id


def _level(rule: Rule) -> Level:
    assert isinstance(rule.then, Refer)
    return rule.then.level
