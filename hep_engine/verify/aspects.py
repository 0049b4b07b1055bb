"""What is compared: each thing that can be so of a patient, as a formula on both sides, and as the engines show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import z3

from hep_engine.model.comparison import Kind
from hep_engine.model.rule import Caution, Rule
from hep_engine.model.truth import Truth
from hep_engine.model.words import Level, spoken
from hep_engine.verify.rails import Rails, never
from hep_engine.verify.seen import Seen
from hep_engine.verify.shared import Shared, Side

__all__ = ["Aspect", "acts", "aspects"]

Shown = Callable[[Seen, Seen], bool]


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that is so of a patient, or not; *gained*: it is so after the edit alone, *lost*: before it alone."""

    kind: Kind
    id: str
    name: str
    gained: Any
    lost: Any
    same: bool
    """The two formulas are one, so nothing has to be asked."""
    shows_gain: Shown
    """Whether the engines show it; a change with no direction is all gain."""
    shows_loss: Shown


def compared(kind: Kind, ident: str, name: str, before: Any, after: Any, sees: Callable[[Seen], bool]) -> Aspect:
    """An aspect that is so or not so of a patient."""
    return Aspect(
        kind,
        ident,
        name,
        z3.And(after, z3.Not(before)),
        z3.And(before, z3.Not(after)),
        before.eq(after),
        lambda one, other: sees(other) and not sees(one),
        lambda one, other: sees(one) and not sees(other),
    )


def aspects(shared: Shared) -> Iterator[Aspect]:
    """Everything that a patient gets, and whatever decides it, most severe first."""
    yield from _status(shared)
    yield from _levels(shared)
    yield from _gates(shared)
    yield from _exercises(shared)
    yield from _approaches(shared)
    yield from _findings(shared)
    for folder in ("restrictions", "ranking", "program"):
        yield from _rules(shared, folder)


def _kind_of(rule: Rule) -> Kind:
    """The kind of a rule that is no gate and infers nothing."""
    kinds: dict[str, Kind] = {
        "gates": "gate_fires", "restrictions": "restriction", "ranking": "ranking", "program": "program",
        "follow_up": "follow_up",
    }  # fmt: skip
    return "caution" if isinstance(rule.then, Caution) else kinds[rule.folder]


def _status(shared: Shared) -> Iterator[Aspect]:
    one, other = (_statuses(each) for each in (shared.before, shared.after))
    for status in ("withheld", "provisional", "ready"):
        yield compared("status", status, status, one[status], other[status], _has_status(status))


def _statuses(side: Side) -> dict[str, Any]:
    formula = side.formula
    provisional = z3.Not(z3.Or(formula.withheld, formula.ready))
    ready = z3.And(formula.ready, z3.Not(formula.withheld))
    return {"withheld": formula.withheld, "provisional": provisional, "ready": ready}


def _has_status(status: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.result.status == status


def _levels(shared: Shared) -> Iterator[Aspect]:
    for level in sorted(Level, key=lambda each: -each.severity):
        if level is not Level.NONE:
            one, other = (_at_least(each, level) for each in (shared.before, shared.after))
            yield compared("level", level.value, spoken(level.value), one.yes, other.yes, _is_at_least(level))
            name = f"at worst {spoken(level.value)}"
            yield compared("level", f"{level.value}, open", name, one.may, other.may, _could_be_at_least(level))


def _at_least(side: Side, level: Level) -> Rails:
    """A gate of this level or a higher one fires, or may."""
    found = [side.formula.rule(rule) for rule, each in side.formula.gates if each.severity >= level.severity]
    found = found or [never()]
    return Rails(z3.Or([each.yes for each in found]), z3.Or([each.may for each in found]))


def _is_at_least(level: Level) -> Callable[[Seen], bool]:
    return lambda seen: seen.result.disposition.level.severity >= level.severity


def _could_be_at_least(level: Level) -> Callable[[Seen], bool]:
    return lambda seen: seen.result.disposition.could_be.severity >= level.severity


def _gates(shared: Shared) -> Iterator[Aspect]:
    for rule in _of_either(shared, "gates"):
        one, other = (_verdict(each, rule) for each in (shared.before, shared.after))
        yield compared("gate_fires", rule.id, rule.id, one.yes, other.yes, _is(rule, Truth.YES))
        yield compared("gate_open", rule.id, rule.id, one.unknown, other.unknown, _is(rule, Truth.UNKNOWN))


def _rules(shared: Shared, folder: str) -> Iterator[Aspect]:
    for rule in _of_either(shared, folder):
        one, other = (_verdict(each, rule) for each in (shared.before, shared.after))
        yield compared(_kind_of(rule), rule.id, rule.id, one.yes, other.yes, _is(rule, Truth.YES))
        if folder != "ranking":
            yield compared("rule_open", rule.id, rule.id, one.unknown, other.unknown, _is(rule, Truth.UNKNOWN))


def _of_either(shared: Shared, folder: str) -> list[Rule]:
    """The rules of a folder that act on either side, as they are now where they still do."""
    found = {rule.id: rule for each in (shared.before, shared.after) for rule in each.knowledge.acting(folder)}
    return [found[name] for name in sorted(found)]


def acts(side: Side, rule: Rule) -> bool:
    """Whether a rule of that id and folder acts there."""
    there = side.knowledge.rules.get(rule.id)
    return there is not None and there.active and there.folder == rule.folder


def _verdict(side: Side, rule: Rule) -> Rails:
    return side.formula.rule(rule.id) if acts(side, rule) else never()


def _is(rule: Rule, truth: Truth) -> Callable[[Seen], bool]:
    def sees(seen: Seen) -> bool:
        there = seen.engine.knowledge.rules.get(rule.id)
        return bool(there and there.active and there.folder == rule.folder and seen.facts.rules[rule.id] is truth)

    return sees


def _exercises(shared: Shared) -> Iterator[Aspect]:
    one, other = shared.before, shared.after
    for exercise in sorted({*one.knowledge.exercises, *other.knowledge.exercises}):
        was, now = (_recommended(each, exercise) for each in (one, other))
        known = other.knowledge.exercises.get(exercise) or one.knowledge.exercises[exercise]
        yield compared("exercise", exercise, known.name, was, now, _gets(exercise))


def _recommended(side: Side, exercise: str) -> Any:
    known = exercise in side.knowledge.exercises
    return side.formula.recommended(exercise) if known else z3.BoolVal(False)


def _gets(exercise: str) -> Callable[[Seen], bool]:
    return lambda seen: exercise in seen.recommended


def _approaches(shared: Shared) -> Iterator[Aspect]:
    sides = (shared.before, shared.after)
    for approach in dict.fromkeys(each for side in sides for each in side.knowledge.vocabulary.approaches):
        was, now = (_approach(each, approach) for each in sides)
        yield compared("approach", approach, spoken(approach), was, now, _takes(approach))


def _approach(side: Side, approach: str) -> Any:
    known = approach in side.knowledge.vocabulary.approaches
    return side.formula.approach(approach) if known else z3.BoolVal(False)


def _takes(approach: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.facts.approach == approach


def _findings(shared: Shared) -> Iterator[Aspect]:
    one, other = shared.before.formula, shared.after.formula
    for finding, entry in other.knowledge.vocabulary.findings.items():
        if finding in one.knowledge.vocabulary.findings:
            was, now = one.finding(finding), other.finding(finding)
            yield compared("finding", finding, entry.label, was.yes, now.yes, _found(finding, Truth.YES))
            unknown = _found(finding, Truth.UNKNOWN)
            yield compared("finding_open", finding, entry.label, was.unknown, now.unknown, unknown)


def _found(finding: str, truth: Truth) -> Callable[[Seen], bool]:
    return lambda seen: seen.facts.findings[finding] is truth
