"""Clauses tried: is every clause of every rule seen to decide, both when it holds and when it does not?

A clause decides for a patient if turning it alone would turn the rule. So each clause needs a patient for whom it
holds and is what made the rule fire, and one for whom it does not hold and is what kept the rule quiet (or the other
way round under `none`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hep_engine.audit.vignettes import asked
from hep_engine.engine import Engine
from hep_engine.model.condition import NEVER, All, AnyOf, AtLeast, Clause, Condition, NoneOf, clauses
from hep_engine.model.facts import Facts
from hep_engine.model.rule import Rule
from hep_engine.model.truth import Truth
from hep_engine.model.vignette import Vignette
from hep_engine.reasoning.plain import judge
from hep_engine.rehearsal import settled_example

__all__ = ["ClauseSeen", "clauses_seen", "seen_on"]

_ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """One clause of a rule, and on how many patients it decided."""

    rule: str
    clause: Clause
    held: int
    """Patients for whom it held, and turning it would have turned the rule."""
    did_not_hold: int
    """Patients for whom it did not hold, and turning it would have turned the rule."""

    @property
    def both_ways(self) -> bool:
        """Whether it was seen to decide on both sides."""
        return bool(self.held and self.did_not_hold)


def clauses_seen(engine: Engine, vignettes: Iterable[Vignette]) -> tuple[ClauseSeen, ...]:
    """Every clause of the active rules, tried on each rule's own examples and on every vignette."""
    patients = [engine.facts(asked(each, engine)) for each in vignettes]
    questions = engine.questions()
    found: list[ClauseSeen] = []
    for rule in engine.knowledge.rules.values():
        if rule.active:
            own = [settled_example(each, engine.knowledge, engine.book, questions) for each in rule.examples]
            found.extend(seen_on(rule, own if rule.folder == "follow_up" else [*own, *patients]))
    return tuple(found)


def seen_on(rule: Rule, patients: Sequence[Facts]) -> Iterator[ClauseSeen]:
    """Every clause of one rule, tried on these patients."""
    for clause, _ in clauses(rule.when):
        on, off = (_with(rule.when, clause, fixed) for fixed in (_ALWAYS, NEVER))
        deciding = [facts for facts in patients if _fires(on, facts) != _fires(off, facts)]
        held = sum(judge(clause, facts) is Truth.YES for facts in deciding)
        yield ClauseSeen(rule.id, clause, held, len(deciding) - held)


def _fires(when: Condition, facts: Facts) -> bool:
    return judge(when, facts) is Truth.YES


def _with(condition: Condition, clause: Clause, fixed: Condition) -> Condition:
    """The condition with one clause replaced by one that is always, or never, so."""
    match condition:
        case All(items):
            return All(tuple(_with(item, clause, fixed) for item in items))
        case AnyOf(items):
            return AnyOf(tuple(_with(item, clause, fixed) for item in items))
        case NoneOf(items):
            return NoneOf(tuple(_with(item, clause, fixed) for item in items))
        case AtLeast(need, items):
            return AtLeast(need, tuple(_with(item, clause, fixed) for item in items))
    return fixed if condition is clause else condition
