"""What must hold of a knowledge base as a whole: open gates, knowing more, and that nothing in it is dead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from hep_engine.model.proof import THEOREMS
from hep_engine.model.rule import FOLDERS
from hep_engine.model.truth import Truth
from hep_engine.verify.formula import Formula
from hep_engine.verify.seen import Seen
from hep_engine.verify.statement import Case, Statement

__all__ = ["about_the_whole"]


def about_the_whole(formula: Formula, after: Formula) -> Iterator[Statement]:
    """The statements about gates that are open, about knowing more, and about what can happen at all.

    *after* is the formula of the same patient, of whom more is known.
    """
    yield _statement("an_open_gate_is_never_ready", _open_and_ready(formula), _is_open_and_ready)
    more = _one_way(formula.patient.given, after.patient.given) + _as_before(formula, after)
    yield _knowing("one_more_finding_never_adds", formula, after, more, _added)
    absent = _one_way(formula.patient.ruled_out, after.patient.ruled_out) + _same(
        formula.patient.given, after.patient.given
    )
    yield _knowing("one_more_ruled_out_never_removes", after, formula, absent, _removed)
    yield _statement("every_rule_can_fire", _rules(formula), _fires, whom="somebody")
    yield _statement("every_exercise_is_reachable", _exercises(formula), _gets, whom="asked_somebody")


def _statement(name: str, cases: Iterator[Case], shown: Any, **how: Any) -> Statement:
    return Statement(name, THEOREMS[name], None, tuple(cases), shown, **how)


def _open_and_ready(formula: Formula) -> Iterator[Case]:
    for rule, level in formula.gates:
        if level.blocks:
            claim = z3.And(formula.ready, formula.rule(rule).unknown)
            yield Case(claim, f"the result is ready, though {rule} is not settled", rule=rule)


def _is_open_and_ready(case: Case, seen: Seen, _: Seen) -> bool:
    return seen.result.status == "ready" and seen.facts.rules[case.rule or ""] is Truth.UNKNOWN


def _one_way(before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    """What was so before is so after."""
    return [z3.Implies(before[each], after[each]) for each in before]


def _same(before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    return [before[each] == after[each] for each in before]


def _as_before(formula: Formula, after: Formula) -> list[Any]:
    """What was ruled out is still, but for what is present now."""
    before, later = formula.patient, after.patient
    return [
        later.ruled_out[each] == z3.And(before.ruled_out[each], z3.Not(later.given[each])) for each in before.ruled_out
    ]


def _knowing(name: str, fewer: Formula, more: Formula, step: list[Any], shown: Any) -> Statement:
    """Of two like patients, *more* gets an exercise that *fewer* does not, though it is never so."""
    alike = z3.And(step)
    cases = (
        Case(
            z3.And(alike, z3.Not(fewer.recommended(each.id)), more.recommended(each.id)),
            f"{each.name} ({each.id}) is "
            + ("offered only once more is present" if shown is _added else "lost once more is ruled out"),
            each.id,
        )
        for each in fewer.knowledge.exercises.values()
    )
    return _statement(name, cases, shown, pair=True)


def _added(case: Case, before: Seen, after: Seen) -> bool:
    more = before.profile.findings < after.profile.findings
    return more and case.exercise in after.recommended - before.recommended


def _removed(case: Case, before: Seen, after: Seen) -> bool:
    more = before.profile.ruled_out < after.profile.ruled_out
    return more and case.exercise in before.recommended - after.recommended


def _rules(formula: Formula) -> Iterator[Case]:
    for folder in FOLDERS:
        for rule in formula.knowledge.acting(folder) if folder != "follow_up" else ():
            yield Case(formula.rule(rule.id).yes, rule.id, rule=rule.id)


def _fires(case: Case, seen: Seen, _: Seen) -> bool:
    return seen.fires(case.rule)


def _exercises(formula: Formula) -> Iterator[Case]:
    for each in formula.knowledge.exercises.values():
        if each.status == "active":
            claim = z3.And(formula.ready, formula.eligible(each.id).yes)
            yield Case(claim, each.id, each.id)


def _gets(case: Case, seen: Seen, _: Seen) -> bool:
    chosen = [each for each in seen.result.recommendations if each.exercise == case.exercise]
    return seen.result.status == "ready" and bool(chosen) and not chosen[0].confirm
