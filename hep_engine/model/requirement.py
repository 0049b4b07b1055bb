"""What an exercise asks of a patient: its eligibility rule, as named conditions with a place each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hep_engine.model.condition import NEVER, AnyOf, Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import CapDifficulty, Exclude, Rule

__all__ = ["Requirement", "requirements"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition an exercise needs, and the exclusion code when it does not hold."""

    code: str
    needs: Condition
    at: str
    word: str | None = None
    """The finding, equipment or rule it is about, where there is one."""


def requirements(exercise: Exercise, knowledge: KnowledgeBase) -> tuple[Requirement, ...]:
    """Everything *exercise* needs, in the order in which reasons are given. It is eligible when every one holds."""
    return tuple(_of_its_own(exercise, knowledge)) + tuple(_of_the_rules(exercise, knowledge))


def _of_its_own(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[Requirement]:
    def at(*path: str) -> str:
        return knowledge.at("exercise", exercise.id, *path)

    low, high = exercise.pain_level
    if exercise.status != "active":
        yield Requirement("not_active", NEVER, at("status"))
    yield Requirement("pain_below_range", Compares("pain_score", ">=", Decimal(low)), at("pain_level"))
    yield Requirement("pain_above_range", Compares("pain_score", "<=", Decimal(high)), at("pain_level"))
    yield Requirement("phase_not_listed", _one_of("phase", exercise.phases), at("phases"))
    yield Requirement("not_for_approach", _one_of("approach", tuple(exercise.dose)), at("dose"))
    indications = AnyOf(tuple(Has(FactKind.DEFICIT, each) for each in exercise.indications))
    yield Requirement("no_matching_indication", indications, at("indications"))
    for finding in exercise.contraindications:
        absent = NoneOf((Has(FactKind.FINDING, finding),))
        yield Requirement("contraindicated", absent, at("contraindications", finding), finding)
    for item in exercise.equipment:
        yield Requirement("equipment_missing", Has(FactKind.EQUIPMENT, item), at("equipment", item), item)
    wanted = NoneOf((Has(FactKind.AVOIDED, exercise.id),))
    yield Requirement("avoided", wanted, at())


def _of_the_rules(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[Requirement]:
    for rule in knowledge.acting("restrictions"):
        code = _bars(rule, exercise)
        if code:
            quiet = NoneOf((Has(FactKind.RULE, rule.id),))
            yield Requirement(code, quiet, knowledge.at("rule", rule.id, "when"), rule.id)


def _bars(rule: Rule, exercise: Exercise) -> str | None:
    """The code with which *rule*, once it holds, would leave *exercise* out."""
    match rule.then:
        case Exclude(selector) if selector.matches(exercise):
            return "restricted"
        case CapDifficulty(most) if exercise.difficulty > most:
            return "too_difficult"
    return None


def _one_of(field: str, words: tuple[str, ...]) -> Condition:
    return Is(field, words) if words else NEVER
