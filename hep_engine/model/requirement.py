"""What an exercise asks of a patient: its eligibility rule, as named conditions with a place each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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

    _reasons: dict[str, Reason] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The reasons made so far, by what was told: one for each pain there is, each phase or approach, or one for all."""

    def unmet(self, facts: Facts) -> Reason:
        """Why this keeps the exercise from a patient with these facts."""
        told = self.told(facts)
        reason = self._reasons.get(told)
        if reason is None:
            text = f"{told} {self.otherwise}" if told else self.otherwise
            reason = self._reasons[told] = Reason(self.code, text, self.at)
        return reason

    @property
    def tells(self) -> str | None:
        """What of the patient its reason tells, whether or not it asks for that: `pain_score`, `phase`, `approach`."""
        return _TELLS.get(self.code)

    def told(self, facts: Facts) -> str:
        """The patient's pain, phase or approach, where it is about that; else nothing."""
        tells = _TELLS.get(self.code)
        return _TOLD[tells](facts) if tells else ""


_TELLS: Mapping[ExclusionCode, str] = {
    "pain_below_range": "pain_score",
    "pain_above_range": "pain_score",
    "phase_not_listed": "phase",
    "not_for_approach": "approach",
}
_TOLD: Mapping[str, Callable[[Facts], str]] = {
    "pain_score": lambda facts: f"pain {facts.number('pain_score')}",
    "phase": lambda facts: f"phase {facts.word('phase')}",
    "approach": lambda facts: f"approach {spoken(facts.approach or '')}",
}
"""What was told of pain, phase and approach; each has a closed list of words, so there are few reasons to be made."""


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
