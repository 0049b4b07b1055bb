"""The plain reading: the reference meaning of a condition, as a short walk over its tree.

A clinician could follow it with a pencil. It decides, and it gives the reasons.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, Condition, Has, Is, NoneOf
from hep_engine.model.facts import Facts, Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import Truth, at_least, every, negated, some

__all__ = ["judge", "read", "settle"]

_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


def judge(condition: Condition, facts: Facts) -> Truth:
    """Whether *condition* holds of *facts*: yes, no, or unknown."""
    if isinstance(condition, Has):
        return facts.has(condition.kind, condition.word)
    if isinstance(condition, Compares):
        known = facts.number(condition.number)
        return Truth.UNKNOWN if known is None else Truth.of(_COMPARISONS[condition.op](known, condition.value))
    if isinstance(condition, Is):
        told = facts.word(condition.field)
        return condition.untold if told is None else Truth.of(told in condition.words)
    if len(condition.items) == 1:  # most blocks of an exercise: the same as below, without the ceremony
        only = judge(condition.items[0], facts)
        return negated(only) if isinstance(condition, NoneOf) else only
    truths = (judge(item, facts) for item in condition.items)
    if isinstance(condition, All):
        return every(truths)
    if isinstance(condition, AtLeast):
        return at_least(condition.need, truths)
    return some(truths) if isinstance(condition, AnyOf) else negated(some(truths))


def read(book: Rulebook, told: Told) -> Reading:
    """Every verdict of the rulebook: approach, findings, rules, exercises, each resting only on those before it."""
    facts = settle(book, told)
    rules = {name: judge(condition, facts) for name, condition in book.rules}
    facts = replace(facts, rules=rules)
    exercises = {name: judge(condition, facts) for name, condition in book.exercises}
    return Reading(facts.approach or "", facts.findings, rules, exercises)


def settle(book: Rulebook, told: Told) -> Facts:
    """What was told, with the treatment approach and every finding settled."""
    findings = {name: _as_told(name, told) for name in book.told}
    facts = Facts(told, findings, _most_cautious(book, Facts(told)))
    for inference in book.findings:
        findings[inference.finding] = _settle(inference, facts)
    return facts


def _most_cautious(book: Rulebook, facts: Facts) -> str:
    """The most cautious approach of those that fire; where none fires, the most cautious there is."""
    fired = {approach for _, condition, approach in book.approaches if judge(condition, facts) is Truth.YES}
    return next((approach for approach in book.caution if approach in fired), book.caution[0])


def _as_told(finding: str, told: Told) -> Truth:
    """Yes if given, no if ruled out."""
    return Truth.YES if finding in told.findings else Truth.NO if finding in told.ruled_out else Truth.UNKNOWN


def _settle(inference: Inference, facts: Facts) -> Truth:
    """Yes if given, implied or concluded; else no if ruled out, or if only rules conclude it and nothing can be yes."""
    told = _as_told(inference.finding, facts.told)
    if told is Truth.YES:
        return told
    reasons = [judge(condition, facts) for _, condition in inference.rules]
    reasons += [facts.findings[source] for source in inference.implied_by]
    follows = some(reasons)
    if follows is Truth.YES:
        return follows
    return follows if inference.derived else told
