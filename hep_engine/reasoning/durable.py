"""The durable reading: the rulebook as durable-rules rulesets, a second evaluator by other people's code.

A rulebook becomes rounds of small rulesets. A round's rules see the flat fact and what earlier rounds settled; between
rounds the findings, the treatment approach and the rules that are then ready enter the fact, present or ruled out.
Each ruleset is shown only the part of the fact it asks about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from hep_engine.model.condition import Condition, FactKind, Has, clauses
from hep_engine.model.facts import Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning.rails import Called, Conjunction, Rails, Symbol, scaled, token
from hep_engine.reasoning.ruleset import MOST_ASKED, MOST_RULES, Ruleset
from hep_engine.reasoning.shard import FlatFact, Shard

try:
    import durable_rules_engine
except ImportError:  # Python 3.13 and later, or not installed
    durable_rules_engine = None

__all__ = ["DurableReading", "available"]


def available() -> bool:
    """Whether durable-rules can be used here: it does not import on Python 3.13 and later."""
    return durable_rules_engine is not None


@dataclass(slots=True)
class _Patient:
    """What is known of a patient so far."""

    told: Told
    fact: FlatFact
    findings: dict[str, Truth]
    counted: Counter[str] = field(default_factory=Counter)
    """How many items of each symbol hold."""


class DurableReading:
    """A rulebook compiled for durable-rules. Safe to share between threads and across a fork."""

    def __init__(self, book: Rulebook, engine: Any = None) -> None:
        """Compile *book*; *engine* stands in for the C module of durable-rules, which is taken otherwise."""
        engine = engine or durable_rules_engine
        self._book = book
        self._rails = Rails(book.words)
        self._define(book)
        self._equipment = {
            clause.word
            for _, condition in book.exercises
            for clause, _ in clauses(condition)
            if isinstance(clause, Has) and clause.kind is FactKind.EQUIPMENT
        }
        self._need = {symbol.name: symbol.need for symbol in self._rails.symbols}
        self._rounds = _rounds(engine, self._rails)
        ready = self._rails.ready
        self._told_only = {finding: token(FactKind.FINDING, finding) for finding in book.told}
        named = [(token(FactKind.FINDING, each.finding), each) for each in book.findings]
        rules = [token(FactKind.RULE, name) for name, _ in book.rules]
        self._rules_called = [(name, Called.of(called)) for (name, _), called in zip(book.rules, rules, strict=True)]
        self._exercises_called = [(name, Called.of(f"exercise.{name}")) for name, _ in book.exercises]
        self._concluding = {
            each.finding: [Called.of(f"finding.{name}") for name, _ in each.rules] for each in book.findings
        }
        entering = range(len(self._rounds) + 1)
        self._findings_ready = [[pair for pair in named if ready[pair[0]] == number] for number in entering]
        self._rules_ready = [
            [(name, Called.of(name)) for name in rules if ready[name] == number] for number in entering
        ]

    def read(self, told: Told) -> Reading:
        """Every verdict of the rulebook, as durable-rules finds it.

        Raises `DisagreementError` when the engine fails.
        """
        return self._read([told], lambda ruleset: nullcontext())[0]

    def sweep(self, patients: Iterable[Told]) -> list[Reading]:
        """What `read` finds of each of *patients*, with one ruleset open at a time beside those that were open before.

        For callers who have little memory and many patients: rulesets take two megabytes each, and some milliseconds
        to open. Raises as `read` does.
        """
        return self._read(patients, Ruleset.for_now)

    def _read(
        self, patients: Iterable[Told], opened: Callable[[Ruleset], AbstractContextManager[object]]
    ) -> list[Reading]:
        under_way = [_Patient(told, self._first_fact(told), self._first_findings(told)) for told in patients]
        for number, shards in enumerate(self._rounds):
            for patient in under_way:
                self._settle(number, patient)
            for shard in shards:
                with opened(shard.ruleset):
                    for patient in under_way:
                        patient.counted.update(shard.counted(patient.fact))
            for patient in under_way:
                patient.fact.held |= {name for name, count in patient.counted.items() if count >= self._need[name]}
        for patient in under_way:
            self._settle(len(self._rounds), patient)
        return [self._reading(patient) for patient in under_way]

    def _reading(self, patient: _Patient) -> Reading:
        verdict = patient.fact.verdict
        return Reading(
            patient.fact.words["w_approach"],
            patient.findings,
            {name: verdict(called) for name, called in self._rules_called},
            {name: verdict(called) for name, called in self._exercises_called},
        )

    def _define(self, book: Rulebook) -> None:
        rails, ready = self._rails, self._rails.ready
        chosen = [rails.define(f"+approach.{name}", condition, sure=True) for name, condition, _ in book.approaches]
        ready["w_approach"] = max((symbol.round + 1 for symbol in chosen), default=0)
        for each in book.findings:
            rests_on = [ready.get(token(FactKind.FINDING, source), 0) for source in each.implied_by]
            for name, condition in each.rules:
                rests_on += [symbol.round + 1 for symbol in self._both_rails(f"finding.{name}", condition)]
            ready[token(FactKind.FINDING, each.finding)] = max(rests_on, default=0)
        for name, condition in book.rules:
            both = self._both_rails(f"rule.{name}", condition)
            ready[token(FactKind.RULE, name)] = max(symbol.round + 1 for symbol in both)
        for name, condition in book.exercises:
            self._both_rails(f"exercise.{name}", condition)

    def _both_rails(self, name: str, condition: Condition) -> tuple[Symbol, Symbol]:
        sure, possible = Called.of(name)
        return (
            self._rails.define(sure, condition, sure=True),
            self._rails.define(possible, condition, sure=False),
        )

    def _first_fact(self, told: Told) -> FlatFact:
        present = {
            token(kind, word)
            for kind, words in (
                (FactKind.DEFICIT, told.deficits),
                (FactKind.CLEARED, told.cleared),
                (FactKind.AVOIDED, told.avoided),
                (FactKind.EQUIPMENT, told.equipment or ()),
            )
            for word in words
        }
        present |= {self._told_only[name] for name in told.findings if name in self._told_only}
        ruled_out = {
            self._told_only[name] for name in told.ruled_out if name in self._told_only and name not in told.findings
        }
        lacking = () if told.equipment is None else self._equipment - told.equipment
        numbers = {name: scaled(value) for name, value in told.numbers.items()}
        return FlatFact(
            present,
            ruled_out | {token(FactKind.EQUIPMENT, word) for word in lacking},
            {f"w_{name}": word for name, word in told.words.items()},
            {f"{bound}_{name}": value for name, value in numbers.items() for bound in ("lo", "hi")},
        )

    def _first_findings(self, told: Told) -> dict[str, Truth]:
        return {
            name: Truth.YES if name in told.findings else Truth.NO if name in told.ruled_out else Truth.UNKNOWN
            for name in self._told_only
        }

    def _settle(self, number: int, patient: _Patient) -> None:
        """Let everything that becomes readable in round *number* enter the fact."""
        fact, findings = patient.fact, patient.findings
        if self._rails.ready["w_approach"] == number:
            fact.words["w_approach"] = self._approach(fact)
        for name, each in self._findings_ready[number]:
            verdicts = map(fact.verdict, self._concluding[each.finding])
            findings[each.finding] = _finding(each, [*verdicts], findings, patient.told)
            fact.enter(name, findings[each.finding])
        for name, called in self._rules_ready[number]:
            fact.enter(name, fact.verdict(called))

    def _approach(self, fact: FlatFact) -> str:
        fired = {approach for name, _, approach in self._book.approaches if f"+approach.{name}" in fact.held}
        return min(fired or self._book.caution[:1], key=self._book.caution.index)


def _finding(inference: Inference, rules: list[Truth], findings: Mapping[str, Truth], told: Told) -> Truth:
    """One finding's truth from what was told, what implies it, and the *rules* that conclude it."""
    verdicts = rules + [findings[source] for source in inference.implied_by]
    if inference.finding in told.findings or Truth.YES in verdicts:
        return Truth.YES
    if inference.finding in told.ruled_out or (inference.derived and Truth.UNKNOWN not in verdicts):
        return Truth.NO
    return Truth.UNKNOWN


def _rounds(engine: Any, rails: Rails) -> list[list[Shard]]:
    """Each conjunction once, in the first round in which it can be read, however many symbols it counts for."""
    counting: dict[Conjunction, list[str]] = {}
    for symbol in rails.symbols:
        for item in symbol.items:
            counting.setdefault(item, []).append(symbol.name)
    rounds: list[list[tuple[list[str], Conjunction]]] = [[] for _ in range(rails.rounds)]
    for item, names in counting.items():
        rounds[rails.round(item)].append((names, item))
    return [[Shard(engine, items) for items in _few(each)] for each in rounds]


def _few(items: Iterable[tuple[list[str], Conjunction]]) -> Iterator[list[tuple[list[str], Conjunction]]]:
    """The *items* in groups that fit in a ruleset: few of them, that ask about few things."""
    group: list[tuple[list[str], Conjunction]] = []
    asked: set[tuple[str, str | int | None]] = set()
    for names, conjunction in items:
        asks = {(each.field, each.value if each.test in ("in", "not_in") else None) for each in conjunction}
        if len(group) == MOST_RULES or len(asked | asks) > MOST_ASKED:
            yield group
            group, asked = [], set()
        group.append((names, conjunction))
        asked |= asks
    if group:
        yield group
