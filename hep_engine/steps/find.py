"""Find: what the facts mean. Which findings hold that nobody told, and what each was concluded from."""

from __future__ import annotations

from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.result import FoundFinding
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import YES
from hep_engine.reasoning.plain import judge

__all__ = ["find"]


def find(knowledge: KnowledgeBase, book: Rulebook, facts: Facts) -> tuple[FoundFinding, ...]:
    """Every finding that holds without having been told, by id, with the rule or the finding it follows from."""
    found = [
        _found(each, knowledge, facts)
        for each in book.findings
        if facts.findings[each.finding] is YES and each.finding not in facts.told.findings
    ]
    return tuple(sorted(found, key=lambda each: each.finding))


def _found(inference: Inference, knowledge: KnowledgeBase, facts: Facts) -> FoundFinding:
    for source in inference.implied_by:
        if facts.findings[source] is YES:
            return FoundFinding(inference.finding, None, f"implied by {source}")
    rule = next(name for name, condition in inference.rules if judge(condition, facts) is YES)
    return FoundFinding(inference.finding, rule, knowledge.rules[rule].because)
