"""The follow-up rules compared for all weeks: each, and whether it is known to hold or not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import z3

from hep_engine.model.comparison import Change, Relation, Witness
from hep_engine.model.facts import Facts, Told
from hep_engine.model.rule import Rule
from hep_engine.model.truth import Truth
from hep_engine.reasoning.plain import judge
from hep_engine.verify.aspects import acts
from hep_engine.verify.rails import Rails, never, read_condition
from hep_engine.verify.settle import settle
from hep_engine.verify.shared import Shared, Side

__all__ = ["compare_weeks"]


def compare_weeks(shared: Shared, seconds: float) -> Iterator[Change]:
    """Every follow-up rule that is not read in the same way of all weeks, with the smallest week each way."""
    admitted = list(shared.weeks())
    sides = (shared.before, shared.after)
    rules = {rule.id: rule for side in sides for rule in side.knowledge.acting("follow_up")}
    for name in sorted(rules):
        was, now = (_rails(side, rules[name]) for side in sides)
        if was.yes.eq(now.yes) and was.may.eq(now.may):
            continue
        # More means that the rule holds, or that it could: what is unknown holds back a step up.
        more = z3.Or(z3.And(now.yes, z3.Not(was.yes)), z3.And(now.may, z3.Not(was.may)))
        less = z3.Or(z3.And(was.yes, z3.Not(now.yes)), z3.And(was.may, z3.Not(now.may)))
        answers = settle({"gained": more, "lost": less}, admitted, seconds)
        if set(answers.values()) == {"never"}:
            continue
        found = {
            way: _week(shared, [*admitted, claim], seconds)
            for way, claim in (("gained", more), ("lost", less))
            if answers[way] == "sometimes"
        }
        shown = all(_differs(sides, rules[name], week, 1 if way == "gained" else -1) for way, week in found.items())
        relation: Relation = "crossed" if len(found) == 2 else "wider" if "gained" in found else "narrower"
        relation = "undecided" if "unknown" in answers.values() else relation
        shows = {way: Witness(week=dict(sorted(week.items()))) for way, week in found.items()}
        relation = relation if shown else "differs"
        yield Change("follow_up", name, name, relation, shows.get("gained"), shows.get("lost"))


def _rails(side: Side, rule: Rule) -> Rails:
    return read_condition(side.knowledge.rules[rule.id].when, side.week) if acts(side, rule) else never()


def _week(shared: Shared, constraints: list[Any], seconds: float) -> dict[str, int | float]:
    """The numbers of a week with as few told as any that meets the constraints has."""
    week = shared.before.week
    solver = z3.Solver()
    solver.set("timeout", int(seconds * 1000))
    solver.add(*constraints)
    for most in range(len(week.told) + 1):
        if solver.check(z3.PbLe([(told, 1) for told in week.told.values()], most)) == z3.sat:
            break
    else:
        solver.check()
    return {name: _plain(number) for name, number in week.numbers(solver.model()).items()}


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


def _differs(sides: tuple[Side, Side], rule: Rule, week: dict[str, int | float], way: int) -> bool:
    """Whether the plain reading shows it: the rule is truer on the side that has more."""
    order = (Truth.NO, Truth.UNKNOWN, Truth.YES)
    was, now = (order.index(_truth(side, rule, week)) for side in sides)
    return (now - was) * way > 0


def _truth(side: Side, rule: Rule, week: dict[str, int | float]) -> Truth:
    if not acts(side, rule):
        return Truth.NO
    numbers = {name: Decimal(str(value)) for name, value in week.items()}
    return judge(side.knowledge.rules[rule.id].when, Facts(Told.of_numbers(numbers)))
