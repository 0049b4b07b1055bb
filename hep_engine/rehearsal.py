"""Rehearsal: every rule is tried on its own examples before any patient is.

A rule that no longer fires on the patient it was written for, or that fires on one it should leave alone, is a problem
like any other: the knowledge does not load.
"""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.errors import Problem, ProfileError
from hep_engine.model.condition import clauses
from hep_engine.model.facts import Facts, Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import Question
from hep_engine.model.rule import Example, Rule
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning.plain import judge, settle
from hep_engine.steps.admit import admit

__all__ = ["rehearse", "settled_example"]


def rehearse(knowledge: KnowledgeBase, book: Rulebook, questions: tuple[Question, ...]) -> Iterator[Problem]:
    """Every example of an active rule that does not do what it says, or whose patient is no patient."""
    for rule in knowledge.rules.values():
        for number, example in enumerate(rule.examples) if rule.active else ():
            try:
                facts = settled_example(example, knowledge, book, questions)
            except ProfileError as wrong:
                yield _problem(knowledge, rule, number, f"this example's patient: {wrong.mistakes[0]}", None)
                continue
            truth = judge(rule.when, facts)
            if (truth is Truth.YES) != (example.expect == "fires"):
                what = f"this example says `{example.expect}`, but the condition is {truth.value}"
                yield _problem(knowledge, rule, number, what, _decided(rule, facts))


def settled_example(
    example: Example, knowledge: KnowledgeBase, book: Rulebook, questions: tuple[Question, ...]
) -> Facts:
    """The facts of an example's patient, who counts as fully asked but for what is `unasked`; or of its week.

    Raises `ProfileError` when the patient contradicts itself.
    """
    if example.patient is None:
        return Facts(Told.of_numbers(example.week or {}))
    asked = [each for each in questions if each.id not in example.unasked]
    return settle(book, admit(example.patient.screened(asked), knowledge))


def _decided(rule: Rule, facts: Facts) -> str:
    """What each clause came to."""
    return "; ".join(f"`{clause}` is {judge(clause, facts).value}" for clause, _ in clauses(rule.when))


def _problem(knowledge: KnowledgeBase, rule: Rule, number: int, what: str, hint: str | None) -> Problem:
    return Problem(knowledge.places[f"rule/{rule.id}/examples/{number}"], "HEP029", what, hint)
