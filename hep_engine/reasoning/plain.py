"""The plain reading: the reference meaning of a condition, as a short walk over its tree.

A clinician could follow it with a pencil. It gives the reasons.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.facts import Facts, Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import NO, UNKNOWN, YES, Truth, at_least, negated, some

__all__ = ["judge", "read", "ruled", "settle"]

_FINDING = FactKind.FINDING
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


def judge(condition: Condition, facts: Facts) -> Truth:
    """Whether *condition* holds of *facts*: yes, no, or unknown."""
    return _MEANING[type(condition)](condition, facts)


def _has(clause: Has, facts: Facts) -> Truth:
    if clause.kind is _FINDING:  # most clauses: the same as below, at once
        return facts.findings[clause.word]
    return facts.has(clause.kind, clause.word)


def _compares(clause: Compares, facts: Facts) -> Truth:
    known = facts.number(clause.number)
    return UNKNOWN if known is None else Truth.of(_COMPARISONS[clause.op](known, clause.value))


def _is(clause: Is, facts: Facts) -> Truth:
    told = facts.word(clause.field)
    return clause.untold if told is None else Truth.of(told in clause.words)


def _all(block: All, facts: Facts) -> Truth:
    settled = YES
    for item in block.items:
        truth = _MEANING[type(item)](item, facts)  # `judge`, without another call: thousands are judged for a patient
        if truth is NO:
            return NO
        if truth is UNKNOWN:
            settled = UNKNOWN
    return settled


def _any(block: AnyOf | NoneOf, facts: Facts) -> Truth:
    settled = NO
    for item in block.items:
        truth = _MEANING[type(item)](item, facts)
        if truth is YES:
            return YES
        if truth is UNKNOWN:
            settled = UNKNOWN
    return settled


_MEANING: Mapping[type, Callable[[Any, Facts], Truth]] = {
    Has: _has,
    Compares: _compares,
    Is: _is,
    All: _all,
    AnyOf: _any,
    NoneOf: lambda block, facts: negated(_any(block, facts)),
    AtLeast: lambda block, facts: at_least(block.need, (judge(item, facts) for item in block.items)),
}


def read(book: Rulebook, told: Told) -> Reading:
    """Every verdict of the rulebook: approach, findings, rules, exercises, each resting only on those before it."""
    facts = ruled(book, told)
    needs = tuple(judge(condition, facts) for condition in book.needs)
    held = {number for number, truth in enumerate(needs) if truth is YES}
    failed = {number for number, truth in enumerate(needs) if truth is NO}
    exercises = {name: _eligible(numbers, held, failed) for name, numbers in book.numbered.items()}
    return Reading(facts.approach or "", facts.findings, facts.rules, exercises, needs)


def _eligible(numbers: Sequence[int], held: set[int], failed: set[int]) -> Truth:
    """Whether all these conditions hold: no if one failed, yes if every one held, else unknown."""
    if not failed.isdisjoint(numbers):
        return NO
    if held.issuperset(numbers):
        return YES
    return UNKNOWN


def ruled(book: Rulebook, told: Told) -> Facts:
    """What was told, with the treatment approach and every finding settled, and every rule."""
    facts = settle(book, told)
    return replace(facts, rules={name: judge(condition, facts) for name, condition in book.rules})


def settle(book: Rulebook, told: Told) -> Facts:
    """What was told, with the treatment approach and every finding settled."""
    findings = dict.fromkeys(book.told, UNKNOWN)  # `told_truth` of all of them at once
    findings |= dict.fromkeys(findings.keys() & told.ruled_out, NO)
    findings |= dict.fromkeys(findings.keys() & told.findings, YES)
    facts = Facts(told, findings, approach_of(book, Facts(told)))
    for inference in book.findings:
        findings[inference.finding] = finding_of(inference, facts)
    return facts


def approach_of(book: Rulebook, facts: Facts) -> str:
    """The most cautious approach of those that fire; where none fires, the most cautious there is."""
    fired = {approach for _, condition, approach in book.approaches if judge(condition, facts) is YES}
    return next((approach for approach in book.caution if approach in fired), book.caution[0])


def told_truth(finding: str, told: Told) -> Truth:
    """Whether a finding holds as told: yes if given, no if ruled out."""
    return YES if finding in told.findings else NO if finding in told.ruled_out else UNKNOWN


def finding_of(inference: Inference, facts: Facts) -> Truth:
    """Whether a finding holds.

    Yes if given, implied or concluded; else no if ruled out, or if only rules conclude it and nothing can be yes.
    """
    told = told_truth(inference.finding, facts.told)
    if told is YES:
        return told
    reasons = [judge(condition, facts) for _, condition in inference.rules]
    reasons += [facts.findings[source] for source in inference.implied_by]
    follows = some(reasons)
    if follows is YES:
        return follows
    return follows if inference.derived else told
