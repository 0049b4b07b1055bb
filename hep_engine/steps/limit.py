"""Limit: what this patient's program keeps to: the house's size and time, and every program rule that holds."""

from __future__ import annotations

from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Limit
from hep_engine.model.question import Asks, Confirm, asks
from hep_engine.model.rule import CapDose, CapProgram
from hep_engine.model.truth import UNKNOWN, YES
from hep_engine.model.wording import phrase
from hep_engine.model.words import spoken
from hep_engine.reasoning.ask import Opener

__all__ = ["limit"]


def limit(knowledge: KnowledgeBase, opener: Opener, facts: Facts) -> tuple[tuple[Limit, ...], tuple[Confirm, ...]]:
    """The limits that hold, or could for all that was told, and the findings that are still open and could add one."""
    policy = knowledge.policy
    limits = [
        Limit("exercises", policy.program_size.value, None, None, policy.program_size.because, _at(knowledge, "size")),
        Limit(
            "minutes", policy.program_minutes.value, None, None, policy.program_minutes.because,
            _at(knowledge, "minutes"),
        ),
    ]  # fmt: skip
    still_open: dict[Asks, None] = {}
    for rule in knowledge.acting("program"):
        cap = rule.then
        truth = facts.rules[rule.id]
        holds, because = truth is YES, rule.because
        if truth is UNKNOWN:
            asked = dict.fromkeys(asks(clause) for clause in opener.still_open(rule.when, facts))
            still_open |= asked
            # What is told as a word or a score cannot be confirmed away, so its limit stands until it is told.
            untold = [spoken(each.id) for each in asked if each.kind != "finding"]
            holds, because = bool(untold), f"Until it is known, the stricter limit stands ({phrase(untold)})."
        if not holds:
            continue
        at = knowledge.at("rule", rule.id, "then")
        if isinstance(cap, CapProgram):
            limits.append(Limit(cap.what, cap.most, None, rule.id, because, at))
        elif isinstance(cap, CapDose):
            touched = knowledge.dosed[rule.id] if cap.selector else None
            limits.append(Limit(cap.what, cap.most, touched, rule.id, because, at))
    findings = [each for each in still_open if each.kind == "finding"]
    return tuple(limits), tuple(Confirm(each.kind, each.id, each.text(knowledge)) for each in findings)


def _at(knowledge: KnowledgeBase, what: str) -> str:
    return knowledge.at("policy", f"program_{what}", "value")
