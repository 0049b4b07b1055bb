"""What an exercise asks of a patient: its eligibility rule, as named conditions with a place each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from hep_engine.model.condition import NEVER, AnyOf, Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.result import ExclusionCode, Reason
from hep_engine.model.rule import CapDifficulty, Exclude
from hep_engine.model.wording import lower_first, phrase
from hep_engine.model.words import spoken

__all__ = ["Requirement", "requirements"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition an exercise needs, and the exclusion code when it does not hold."""

    code: ExclusionCode
    needs: Condition
    at: str
    asked: str
    """What it asks for, in words."""
    otherwise: str
    """Why the exercise is left out when it does not hold; for pain, phase and approach, what is said of them."""

    _standing: Reason = field(init=False, repr=False, compare=False)
    """The reason where it is the same for every patient, made once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_standing", Reason(self.code, self.otherwise, self.at))

    def unmet(self, facts: Facts) -> Reason:
        """Why this keeps the exercise from a patient with these facts."""
        told = self.told(facts)
        return Reason(self.code, f"{told} {self.otherwise}", self.at) if told else self._standing

    def told(self, facts: Facts) -> str:
        """The patient's pain, phase or approach, where it is about that; else nothing."""
        match self.code:
            case "pain_below_range" | "pain_above_range":
                return f"pain {facts.number('pain_score')}"
            case "phase_not_listed":
                return f"phase {facts.word('phase')}"
            case "not_for_approach":
                return f"approach {spoken(facts.approach or '')}"
        return ""


def requirements(exercise: Exercise, knowledge: KnowledgeBase) -> tuple[Requirement, ...]:
    """Everything *exercise* needs, in the order in which reasons are given. It is eligible when every one holds."""
    return tuple(_of_its_own(exercise, knowledge)) + tuple(_of_the_rules(exercise, knowledge))


def _of_its_own(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[Requirement]:
    def at(*path: str) -> str:
        return knowledge.at("exercise", exercise.id, *path)

    def label(kind: str, word: str) -> str:
        return lower_first(knowledge.vocabulary.label(kind, word))

    low, high = exercise.pain_level
    if exercise.status != "active":
        otherwise = f"the exercise is {exercise.status}; only active ones are offered"
        yield Requirement("not_active", NEVER, at("status"), "the exercise is active", otherwise)
    least, most = Compares("pain_score", ">=", Decimal(low)), Compares("pain_score", "<=", Decimal(high))
    level = exercise.pain_level
    yield Requirement("pain_below_range", least, at("pain_level"), f"pain at least {low}", f"is below {level}")
    yield Requirement("pain_above_range", most, at("pain_level"), f"pain at most {high}", f"is above {level}")
    phases = phrase(exercise.phases, "or") or "none"
    listed = _one_of("phase", exercise.phases)
    yield Requirement("phase_not_listed", listed, at("phases"), f"phase {phases}", f"is not listed ({phases})")
    dosed = _one_of("approach", tuple(exercise.dose))
    approaches = phrase(map(spoken, exercise.dose), "or") or "none"
    yield Requirement("not_for_approach", dosed, at("dose"), f"treatment approach {approaches}", "has no dose here")
    indications = AnyOf(tuple(Has(FactKind.DEFICIT, each) for each in exercise.indications))
    named = "; ".join(label("deficits", each) for each in exercise.indications) or "none"
    otherwise = f"none of the deficits told is one it is for: {named}"
    asked = f"at least one of these was found: {named}"
    yield Requirement("no_matching_indication", indications, at("indications"), asked, otherwise)
    for finding in exercise.contraindications:
        absent, called = NoneOf((Has(FactKind.FINDING, finding),)), label("findings", finding)
        place = at("contraindications", finding)
        yield Requirement(
            "contraindicated", absent, place, f"not present: {called}", f"never with this finding: {called}"
        )
    for item in exercise.equipment:
        owned, called = Has(FactKind.EQUIPMENT, item), label("equipment", item)
        place = at("equipment", item)
        yield Requirement("equipment_missing", owned, place, f"at home: {called}", f"not at home: {called}")
    wanted = NoneOf((Has(FactKind.AVOIDED, exercise.id),))
    unwanted = "the patient or the clinician does not want it"
    yield Requirement("avoided", wanted, at(), "nobody asked to avoid it", unwanted)


def _of_the_rules(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[Requirement]:
    for rule in knowledge.acting("restrictions"):
        quiet = NoneOf((Has(FactKind.RULE, rule.id),))
        at = knowledge.at("rule", rule.id, "when")
        because = lower_first(rule.because.rstrip("."))
        match rule.then:
            case Exclude(selector) if selector.matches(exercise):
                yield Requirement("restricted", quiet, at, f"rule {rule.id} does not keep it out", because)
            case CapDifficulty(most) if exercise.difficulty > most:
                grade = f"difficulty {exercise.difficulty}"
                asked = f"{grade}, which rule {rule.id} does not keep out"
                yield Requirement("too_difficult", quiet, at, asked, f"{grade} is above {most}: {because}")


def _one_of(field: str, words: tuple[str, ...]) -> Condition:
    return Is(field, words) if words else NEVER
