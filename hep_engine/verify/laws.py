"""What must hold of a knowledge base as a whole: open gates, knowing more, and that nothing in it is dead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import z3

from hep_engine.model.proof import THEOREMS
from hep_engine.model.rule import FOLDERS
from hep_engine.model.truth import Truth
from hep_engine.verify.formula import Formula
from hep_engine.verify.seen import Seen
from hep_engine.verify.statement import BLOCKING, Case, Statement

__all__ = ["about_the_whole"]


def about_the_whole(formula: Formula, after: Formula) -> Iterator[Statement]:
    """The statements about gates that are open, about knowing more, and about what can happen at all.

    *after* is the formula of the same patient, of whom more is known.
    """
    yield _statement("an_open_gate_is_never_ready", partial(_open_and_ready, formula), _is_open_and_ready)
    yield _statement("one_more_finding_never_adds", partial(_added, formula, after), _is_added, pair=True)
    yield _statement("one_more_ruled_out_never_removes", partial(_removed, formula, after), _is_removed, pair=True)
    yield _statement("every_rule_can_fire", partial(_rules, formula), _fires, whom="somebody")
    yield _statement("every_exercise_is_reachable", partial(_exercises, formula), _gets, whom="asked_somebody")


def _statement(name: str, cases: Callable[[], Iterator[Case]], shown: Any, **how: Any) -> Statement:
    return Statement(name, THEOREMS[name], None, cases, shown, **how)


def _open_and_ready(formula: Formula) -> Iterator[Case]:
    for rule, level in formula.gates:
        if level in BLOCKING:
            claim = z3.And(formula.ready, formula.rule(rule).unknown)
            yield Case(claim, f"the result is ready, though {rule} is not settled", rule=rule)


def _is_open_and_ready(case: Case, seen: Seen, _: Seen) -> bool:
    return seen.result.status == "ready" and seen.facts.rules[case.rule or ""] is Truth.UNKNOWN


def _added(formula: Formula, after: Formula) -> Iterator[Case]:
    """Whatever is present before is present after, and no longer ruled out; the rest is as before."""
    before, later = formula.patient, after.patient
    step = [z3.Implies(given, later.given[each]) for each, given in before.given.items()]
    step += [
        later.ruled_out[each] == z3.And(absent, z3.Not(later.given[each])) for each, absent in before.ruled_out.items()
    ]
    yield from _offered_to_one(after, formula, step, "offered only once more is present")


def _removed(formula: Formula, after: Formula) -> Iterator[Case]:
    """Whatever is ruled out before is ruled out after; the rest is as before."""
    before, later = formula.patient, after.patient
    step = [z3.Implies(absent, later.ruled_out[each]) for each, absent in before.ruled_out.items()]
    step += [later.given[each] == given for each, given in before.given.items()]
    yield from _offered_to_one(formula, after, step, "lost once more is ruled out")


def _offered_to_one(one: Formula, other: Formula, step: list[Any], says: str) -> Iterator[Case]:
    alike = z3.And(step)
    for each in one.knowledge.exercises.values():
        claim = z3.And(alike, one.recommended(each.id), z3.Not(other.recommended(each.id)))
        yield Case(claim, f"{each.name} ({each.id}) is {says}", each.id)


def _is_added(case: Case, before: Seen, after: Seen) -> bool:
    more = before.profile.findings < after.profile.findings
    return more and case.exercise in after.recommended - before.recommended


def _is_removed(case: Case, before: Seen, after: Seen) -> bool:
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
