"""Rules swallowed by others: without one of them nothing would change for anybody.

Of each acting rule a change is written down that somebody would see if the rule were not there: a gate, a level of
referral or a readiness; a restriction, an exercise that is eligible, or may be; advice, that it is given; a preference,
that it counts; a limit of a program, that it is the strictest one. If nobody sees the change, the keepers that see to
that are named, as few as possible.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

import z3

from hep_engine.model.condition import Has, clauses
from hep_engine.model.exercise import Exercise
from hep_engine.model.gaps import Swallowed
from hep_engine.model.rule import CapDifficulty, CapDose, CapProgram, Caution, Exclude, Prefer, Refer, Rule
from hep_engine.verify.formula import Formula
from hep_engine.verify.keepers import Keeper, Keepers

__all__ = ["swallowed"]

_FOLDERS = ("gates", "restrictions", "ranking", "program")


def swallowed(
    formula: Formula, seconds: float, *, only: Container[str] | None = None
) -> tuple[list[Swallowed], list[str]]:
    """Every acting rule that changes nothing, with what swallows it; then those that could not be decided in time.

    *only*: of these rules alone.
    """
    found: list[Swallowed] = []
    undecided: list[str] = []
    for rule in (each for folder in _FOLDERS for each in formula.knowledge.acting(folder)):
        if only is not None and rule.id not in only:
            continue
        try:
            by = _by(rule, formula, seconds)
        except TimeoutError:
            undecided.append(rule.id)
        else:
            found += [] if by is None else [by]
    return found, undecided


def _by(rule: Rule, formula: Formula, seconds: float) -> Swallowed | None:
    keepers = Keepers(formula, seconds)
    match rule.then:
        case Refer():
            change = _referral(rule, formula, keepers)
        case Exclude() | CapDifficulty():
            change = _restriction(rule, formula, keepers)
        case Caution():
            change = _advice(rule, formula, keepers)
        case Prefer():
            change = _preference(rule, formula, keepers)
        case CapProgram() | CapDose():
            change = _limit(rule, formula, keepers)
        case _:
            return None
    kept = keepers.fewest(change)
    if kept is None:
        return None
    at = formula.knowledge.at("rule", rule.id, "then")
    own = tuple(each.name for each in kept if each.kind == "own")
    return Swallowed(
        rule.id,
        at,
        tuple(each.name for each in kept if each.kind == "rule"),
        own,
        any(each.kind == "policy" for each in kept),
    )


def _referral(rule: Rule, formula: Formula, keepers: Keepers) -> Any:
    """It fires and no gate as severe does, or it may fire and no such gate may."""
    levels = dict(formula.gates)
    others = [each for each, level in levels.items() if each != rule.id and level.severity >= levels[rule.id].severity]
    fires = formula.rule(rule.id)
    return z3.Or(
        z3.And(fires.yes, *keepers.unless((Keeper("rule", each), formula.rule(each).yes) for each in others)),
        z3.And(fires.may, *keepers.unless((Keeper("rule", each), formula.rule(each).may) for each in others)),
    )


def _restriction(rule: Rule, formula: Formula, keepers: Keepers) -> Any:
    """It alone keeps an exercise out, or open."""
    then, fires = rule.then, formula.rule(rule.id)
    changes = []
    for exercise in _active(formula):
        if (isinstance(then, Exclude) and then.selector.matches(exercise)) or (
            isinstance(then, CapDifficulty) and exercise.difficulty > then.most
        ):
            yes, may = keepers.left(exercise, without=rule.id)
            changes += [z3.And(yes, fires.may), z3.And(may, fires.yes)]
    return z3.And(z3.Or(changes), *keepers.unless(keepers.withholding()))


def _advice(rule: Rule, formula: Formula, keepers: Keepers) -> Any:
    """It is given with an exercise, and no other rule gives the same."""
    assert isinstance(rule.then, Caution)
    selector, text = rule.then.selector, rule.then.text
    changes = []
    for exercise in _active(formula):
        if selector.matches(exercise):
            same = [
                (Keeper("rule", each.id), z3.And(formula.rule(each.id).yes, z3.Not(_answered(each, exercise, formula))))
                for each in formula.knowledge.acting("restrictions")
                if isinstance(each.then, Caution)
                and each.id != rule.id
                and (each.then.text == text and each.then.selector.matches(exercise))
            ]
            answered = (Keeper("own", "precautions"), _answered(rule, exercise, formula))
            shown = z3.And(formula.rule(rule.id).yes, *keepers.unless([answered, *same]))
            changes.append(z3.And(shown, keepers.left(exercise)[1]))
    return z3.And(z3.Or(changes), *keepers.unless(keepers.withholding()))


def _answered(rule: Rule, exercise: Exercise, formula: Formula) -> Any:
    """The exercise has its own precaution for all that a rule asks about, and each applies."""
    asked = {clause.word for clause, _ in clauses(rule.when) if isinstance(clause, Has)}
    if not asked or not asked <= set(exercise.precautions):
        return z3.BoolVal(False)
    return z3.And([formula.finding(each).yes for each in sorted(asked)])


def _preference(rule: Rule, formula: Formula, keepers: Keepers) -> Any:
    """It counts for an exercise that is offered."""
    assert isinstance(rule.then, Prefer)
    matched = [each for each in _active(formula) if rule.then.selector.matches(each) and rule.then.points]
    offered = z3.Or([keepers.left(each)[1] for each in matched])
    return z3.And(formula.rule(rule.id).yes, offered, *keepers.unless(keepers.withholding()))


def _limit(rule: Rule, formula: Formula, keepers: Keepers) -> Any:
    """It holds, or may, and no limit as strict does, for somebody who can have a program."""
    then = rule.then
    assert isinstance(then, CapProgram | CapDose)
    policy = formula.knowledge.policy
    house = {"exercises": policy.program_size.value, "minutes": policy.program_minutes.value}.get(then.what)
    as_strict = [
        each
        for each in formula.knowledge.acting("program")
        if each.id != rule.id
        and isinstance(each.then, CapProgram | CapDose)
        and (type(each.then), each.then.what) == (type(then), then.what)
        and each.then.most <= then.most
    ]
    touched: Iterable[Exercise | None] = (
        [None] if isinstance(then, CapProgram) else [each for each in _active(formula) if then.touches(each)]
    )
    changes = []
    for exercise in touched:
        others = [
            (Keeper("rule", each.id), _surely(each, rule, formula))
            for each in as_strict
            if exercise is None or (isinstance(each.then, CapDose) and each.then.touches(exercise))
        ]
        strict = (Keeper("policy", "program"), z3.BoolVal(house is not None and house <= then.most))
        given = keepers.left(exercise)[1] if exercise else z3.BoolVal(True)
        changes.append(z3.And(given, *keepers.unless([strict, *others])))
    return z3.And(formula.rule(rule.id).may, z3.Or(changes), *keepers.unless(keepers.withholding(ready=True)))


def _surely(other: Rule, rule: Rule, formula: Formula) -> Any:
    """The other limit holds wherever this one does: what is not known of one is not known of its twin."""
    return formula.rule(other.id).may if other.when == rule.when else formula.rule(other.id).yes


def _active(formula: Formula) -> Iterator[Exercise]:
    return (each for each in formula.knowledge.exercises.values() if each.status == "active")
