"""Advise: what the follow-up rules say of a course as a whole: whether to ask again first, and what to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.review import Advice
from hep_engine.model.rule import Advise, ScreenAgain
from hep_engine.model.truth import Truth

__all__ = ["advise"]


def advise(read: Iterable[Mapping[str, Truth]], knowledge: KnowledgeBase) -> tuple[bool, tuple[Advice, ...]]:
    """Whether every question is asked anew first, and the advice of the rules that hold of the course or of a week."""
    holding = {name for verdicts in read for name, truth in verdicts.items() if truth is Truth.YES}
    acting = [rule for rule in knowledge.acting("follow_up") if rule.id in holding]
    return any(isinstance(rule.then, ScreenAgain) for rule in acting), tuple(
        Advice(rule.id, rule.then.text, rule.because, knowledge.at("rule", rule.id, "when"))
        for rule in acting
        if isinstance(rule.then, Advise)
    )
