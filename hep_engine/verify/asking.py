"""What has to be asked to settle a condition, as formulas: for every question, the patients in whom it is still open.

Two conditions can hold for the same patients and yet rest on other questions while something is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3

from hep_engine.model.condition import Compares, Condition, FactKind, Has, Is
from hep_engine.model.question import Asks, asks
from hep_engine.model.rule import Infer
from hep_engine.verify.formula import Formula

__all__ = ["Asking", "Open"]

Open = dict[Asks, Any]
"""For each question, whether it is open."""


class Asking:
    """The questions on which the conditions of one knowledge base rest."""

    def __init__(self, formula: Formula) -> None:
        self._formula = formula
        knowledge = formula.knowledge
        self._entries = knowledge.vocabulary.findings
        self._from: dict[str, list[Condition]] = {each: [] for each in self._entries}
        for rule in knowledge.acting("findings"):
            if isinstance(rule.then, Infer):
                self._from[rule.then.finding].append(rule.when)
        for finding, entry in self._entries.items():
            for implied in entry.implies:
                self._from[implied].append(Has(FactKind.FINDING, finding))
        self._known: dict[Condition, Open] = {}

    def of(self, condition: Condition) -> Open:
        """Every question that could be open in *condition*, and whether it is."""
        if condition not in self._known:
            self._known[condition] = self._of(condition)
        return self._known[condition]

    def of_any(self, conditions: Iterable[Condition]) -> Open:
        """Whether a question is open in any of them."""
        found: dict[Asks, list[Any]] = {}
        for each in conditions:
            for question, is_open in self.of(each).items():
                found.setdefault(question, []).append(is_open)
        return {question: z3.Or(each) for question, each in found.items()}

    def _of(self, condition: Condition) -> Open:
        match condition:
            case Has(FactKind.RULE, word):
                return self.of(self._formula.knowledge.rules[word].when)
            case Has(FactKind.FINDING, word) if self._entries[word].derived:
                inner = self.of_any(self._from[word])
            case Has(FactKind.FINDING | FactKind.EQUIPMENT) | Is() | Compares():
                return {asks(condition): self._formula.condition(condition).unknown}
            case Has():
                return {}
            case block:
                inner = self.of_any(block.items)
        unknown = self._formula.condition(condition).unknown
        return {question: z3.And(unknown, is_open) for question, is_open in inner.items()}
