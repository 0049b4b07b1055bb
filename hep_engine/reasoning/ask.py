"""What is still open in a condition, down to the clauses a person can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from hep_engine.model.condition import (
    Clause,
    Compares,
    Condition,
    FactKind,
    Has,
    Is,
    clauses,
)
from hep_engine.model.facts import Facts
from hep_engine.model.question import Asks, asks
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import UNKNOWN
from hep_engine.reasoning.plain import judge

__all__ = ["Opener"]

_FINDING, _RULE = FactKind.FINDING, FactKind.RULE


class Opener:
    """Follows a condition through rules and derived findings to what can be asked."""

    def __init__(self, book: Rulebook) -> None:
        self._rules: Mapping[str, Condition] = dict(book.rules)
        self._derived = {each.finding: each for each in book.findings if each.derived}
        self._following = tuple(self._follows(each) for each in book.findings if each.rules or each.implied_by)

    def _follows(self, inference: Inference) -> tuple[str, frozenset[str], frozenset[Asks]]:
        """A finding, the findings it follows from, and everything that could be asked about what it follows from."""
        conditions = [when for _, when in inference.rules]
        named = frozenset[str]().union(inference.implied_by, *map(_findings, conditions))
        return inference.finding, named, frozenset(asks(each) for when in conditions for each in self.askable(when))

    def could_turn(self, asked: Set[Asks], facts: Facts) -> frozenset[str]:
        """Findings that were ruled out, but that a yes to what is asked could imply or conclude all the same."""
        touched = {each.id for each in asked if each.kind == "finding"}
        for finding, named, rests_on in self._following:
            if not touched.isdisjoint(named) or not asked.isdisjoint(rests_on):
                touched.add(finding)
        return frozenset(touched & facts.told.ruled_out)

    def still_open(self, condition: Condition, facts: Facts) -> list[Clause]:
        """The unknown clauses on which an unknown condition rests; once all are answered, either way, it is settled."""
        found: list[Clause] = []
        self._gather(condition, facts, found)
        return found

    def _gather(self, condition: Condition, facts: Facts, found: list[Clause]) -> None:
        if judge(condition, facts) is not UNKNOWN:
            return
        if isinstance(condition, Has):
            if condition.kind is _RULE:
                self._gather(self._rules[condition.word], facts, found)
            elif condition.kind is _FINDING and condition.word in self._derived:
                inference = self._derived[condition.word]
                for _, when in inference.rules:
                    self._gather(when, facts, found)
                for source in inference.implied_by:
                    self._gather(Has(_FINDING, source), facts, found)
            else:
                found.append(condition)
        elif isinstance(condition, (Is, Compares)):
            found.append(condition)
        else:
            for item in condition.items:
                self._gather(item, facts, found)

    def askable(self, condition: Condition) -> Iterator[Clause]:
        """Every clause of a condition that somebody could be asked, whatever is known."""
        for clause, _ in clauses(condition):
            match clause:
                case Has(FactKind.RULE, word):
                    yield from self.askable(self._rules[word])
                case Has(FactKind.FINDING, word) if word in self._derived:
                    inference = self._derived[word]
                    for _, when in inference.rules:
                        yield from self.askable(when)
                    for source in inference.implied_by:
                        yield from self.askable(Has(FactKind.FINDING, source))
                case Has(FactKind.FINDING | FactKind.EQUIPMENT):
                    yield clause
                case Is(field, _, _) if field not in ("approach", "phase", "sex"):
                    yield clause
                case Has() | Is():
                    pass
                case comparison if comparison.number != "pain_score":
                    yield comparison


def _findings(condition: Condition) -> frozenset[str]:
    return frozenset(
        clause.word for clause, _ in clauses(condition) if isinstance(clause, Has) and clause.kind is FactKind.FINDING
    )
