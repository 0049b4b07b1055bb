"""The page of knowledge without a problem."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.page.lines import Line, said

__all__ = ["knowledge_page"]


def knowledge_page(knowledge: KnowledgeBase) -> Iterator[Line]:
    """What a clean check says."""
    active = sum(rule.active for rule in knowledge.rules.values())
    yield Line("no problems", "good")
    yield from said(
        f"{len(knowledge.exercises)} exercises, {active} active rules ({len(knowledge.acting('gates'))} gates), "
        f"{len(knowledge.vocabulary.findings)} findings, {len(knowledge.sources)} sources"
    )
    yield from said(f"version {knowledge.policy.version}", style="quiet")
    yield from said(_signed(knowledge), style="quiet")
    yield from said(f"decision {knowledge.decision}", style="quiet")
    yield from said(f"content  {knowledge.content}", style="quiet")


def _signed(knowledge: KnowledgeBase) -> str:
    if knowledge.signature is None:
        return "not signed off by a clinician"
    if knowledge.signed_off:
        return f"signed off by {knowledge.signature}"
    return f"signed off by {knowledge.signature}, but changed since, so it is not signed off now"
