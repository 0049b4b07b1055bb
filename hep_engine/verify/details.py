"""What is compared beside the verdicts: what has to be asked, and the codes for which an exercise is left out.

Both are compared only where the verdicts are the same for all patients; where they are not, they follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import z3

from hep_engine.model.comparison import Kind
from hep_engine.model.condition import Condition
from hep_engine.model.question import asks
from hep_engine.model.requirement import Requirement, requirements
from hep_engine.reasoning.ask import Opener
from hep_engine.verify.aspects import Aspect, acts
from hep_engine.verify.seen import Seen
from hep_engine.verify.shared import Shared, Side

__all__ = ["details"]


def details(shared: Shared, changed: set[str]) -> Iterator[Aspect]:
    """What to ask about each rule; of each exercise what to confirm, and why it is left out. Not of the *changed*."""
    for folder in ("gates", "restrictions", "program"):
        for rule in shared.after.knowledge.acting(folder):
            if rule.id not in changed and acts(shared.before, rule):
                yield _questions_of_rule(shared, rule.id)
    offering = z3.Not(z3.Or(shared.before.formula.withheld, shared.after.formula.withheld))
    for exercise in shared.after.knowledge.exercises:
        if exercise in shared.before.knowledge.exercises and exercise not in changed:
            yield _questions_of_exercise(shared, exercise, offering)
            yield _reasons(shared, exercise, offering)


def _otherwise(
    kind: Kind,
    name: str,
    among: Any,
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
    sees: Callable[[Seen], object],
) -> Aspect:
    """An aspect of many parts, of which any may differ: it has no direction."""
    no = z3.BoolVal(False)
    pairs = [(before.get(each, no), after.get(each, no)) for each in sorted({*before, *after})]
    differing = [z3.Xor(one, other) for one, other in pairs if not one.eq(other)]
    somehow = z3.And(among, z3.Or(differing)) if differing else no
    return Aspect(
        kind, name, name, somehow, no, not differing, lambda one, other: sees(one) != sees(other), lambda *_: False
    )


def _questions_of_rule(shared: Shared, rule: str) -> Aspect:
    one, other = (each.asking.of(each.knowledge.rules[rule].when) for each in (shared.before, shared.after))

    def asked(seen: Seen) -> object:
        return _open(seen, seen.engine.knowledge.rules[rule].when)

    return _otherwise("questions", rule, z3.BoolVal(True), one, other, asked)


def _open(seen: Seen, condition: Condition) -> object:
    return {asks(each) for each in Opener(seen.engine.book).still_open(condition, seen.facts)}


def _questions_of_exercise(shared: Shared, exercise: str, offering: Any) -> Aspect:
    sides = (shared.before, shared.after)
    one, other = (each.asking.of_any(part.needs for part in _needs(each, exercise)) for each in sides)
    among = z3.And(offering, *(each.formula.offered(exercise) for each in sides))

    def confirmed(seen: Seen) -> object:
        return {
            (each.kind, each.id) for given in seen.result.recommendations if given.exercise == exercise
            for each in given.confirm
        }  # fmt: skip

    return _otherwise("questions", exercise, among, one, other, confirmed)


def _reasons(shared: Shared, exercise: str, offering: Any) -> Aspect:
    one, other = (_codes(each, exercise) for each in (shared.before, shared.after))

    def codes(seen: Seen) -> object:
        return {reason.code for each in seen.result.excluded if each.exercise == exercise for reason in each.reasons}

    return _otherwise("reasons", exercise, offering, one, other, codes)


def _codes(side: Side, exercise: str) -> dict[str, Any]:
    """For each code, whether it is given where exercises are offered at all."""
    parts: dict[str, list[Any]] = {}
    for part in _needs(side, exercise):
        parts.setdefault(part.code, []).append(side.formula.condition(part.needs).no)
        if side.knowledge.policy.unknown_contraindication.value == "exclude":
            parts.setdefault("not_ruled_out", []).append(side.formula.condition(part.needs).unknown)
    return {code: z3.Or(each) for code, each in parts.items()}


def _needs(side: Side, exercise: str) -> tuple[Requirement, ...]:
    return requirements(side.knowledge.exercises[exercise], side.knowledge)
