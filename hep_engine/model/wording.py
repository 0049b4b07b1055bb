"""How conditions and reasons are said in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.requirement import Requirement
from hep_engine.model.rule import CapDifficulty
from hep_engine.model.words import spoken

__all__ = ["lower_first", "met", "needed", "phrase", "unmet"]


def phrase(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence: a first capital is lowered, an abbreviation kept."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def unmet(part: Requirement, exercise: Exercise, facts: Facts, knowledge: KnowledgeBase) -> str:
    """Why this requirement keeps the exercise out."""
    vocabulary, word = knowledge.vocabulary, part.word or ""
    pain = facts.number("pain_score")
    match part.code:
        case "not_active":
            return f"the exercise is {exercise.status}; only active ones are offered"
        case "pain_below_range":
            return f"pain {pain} is below {exercise.pain_level}"
        case "pain_above_range":
            return f"pain {pain} is above {exercise.pain_level}"
        case "phase_not_listed":
            return f"the {facts.word('phase')} phase is not among {phrase(exercise.phases) or 'its phases'}"
        case "not_for_approach":
            return f"it has no dose for the {spoken(facts.approach or '')} approach"
        case "no_matching_indication":
            labels = [lower_first(vocabulary.label("deficits", each)) for each in exercise.indications]
            return (
                f"none of the deficits told is one it is for: {'; '.join(labels)}" if labels else "it has no indication"
            )
        case "contraindicated":
            return f"never with this finding: {lower_first(vocabulary.label('findings', word))}"
        case "equipment_missing":
            return f"not at home: {lower_first(vocabulary.label('equipment', word))}"
        case "avoided":
            return "the patient or the clinician does not want it"
    return _barred(exercise, word, knowledge)


def _barred(exercise: Exercise, rule: str, knowledge: KnowledgeBase) -> str:
    conclusion = knowledge.rules[rule].then
    because = lower_first(knowledge.rules[rule].because.rstrip("."))
    if isinstance(conclusion, CapDifficulty):
        return f"difficulty {exercise.difficulty} is above {conclusion.most}: {because}"
    return because


def needed(part: Requirement, exercise: Exercise, knowledge: KnowledgeBase) -> str:
    """What this requirement asks for, in words."""
    vocabulary, word = knowledge.vocabulary, part.word or ""
    match part.code:
        case "not_active":
            return "the exercise is active"
        case "pain_below_range":
            return f"pain at least {exercise.pain_level.low}"
        case "pain_above_range":
            return f"pain at most {exercise.pain_level.high}"
        case "phase_not_listed":
            return f"phase {phrase(exercise.phases, 'or')}"
        case "not_for_approach":
            return f"approach {phrase(map(spoken, exercise.dose), 'or')}"
        case "no_matching_indication":
            labels = [lower_first(vocabulary.label("deficits", each)) for each in exercise.indications]
            return f"one of its indications: {'; '.join(labels)}"
        case "contraindicated":
            return f"absent: {lower_first(vocabulary.label('findings', word))}"
        case "equipment_missing":
            return f"at home: {lower_first(vocabulary.label('equipment', word))}"
        case "avoided":
            return "not unwanted"
        case "too_difficult":
            return f"difficulty {exercise.difficulty} not capped by rule {word}"
    return f"not excluded by rule {word}"


def met(part: Requirement, facts: Facts, knowledge: KnowledgeBase, matched: Iterable[str]) -> str:
    """How this requirement is met by the patient; empty where there is nothing to add."""
    match part.code:
        case "pain_below_range" | "pain_above_range":
            return f"pain is {facts.number('pain_score')}"
        case "phase_not_listed":
            return f"the phase is {facts.word('phase')}"
        case "not_for_approach":
            return f"the approach is {spoken(facts.approach or '')}"
        case "no_matching_indication":
            return f"told: {phrase(lower_first(knowledge.vocabulary.label('deficits', each)) for each in matched)}"
    return ""
