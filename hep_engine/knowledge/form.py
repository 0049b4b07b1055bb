"""What a clinician checks in the catalogue as a whole: ranges, doses, progressions, contradictions."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from hep_engine.errors import Span
from hep_engine.knowledge.draft import Draft
from hep_engine.model.exercise import Exercise
from hep_engine.model.record import Range
from hep_engine.model.rule import Caution, Exclude, Prefer, Rule
from hep_engine.model.words import FIELD_WORDS, NPRS, Level

__all__ = ["check_form"]

_LIMITS = {
    "sets": (1, 10),
    "reps": (1, 100),
    "hold_seconds": (0, 600),
    "days_per_week": (1, 7),
    "times_per_day": (1, 12),
    "minutes": (1, 120),
    "effort": (0, 10),
}


def check_form(draft: Draft) -> None:
    """Every check of the clinical form, on whatever was read without a mistake."""
    for exercise in draft.exercises.values():
        _pain_and_difficulty(exercise, draft)
        _doses(exercise, draft)
        _no_finding_twice(exercise, draft)
        _sheet_keys_exist(exercise, draft)
    if draft.whole("catalog/exercises"):
        _progressions(draft)
        for rule in draft.rules.values():
            _selects_something(rule, draft)
    for name, finding in sorted(draft.entries["findings"].items()):
        for source in finding.sources:
            at = draft.place("findings", name, "sources", source)
            draft.lexicon.check(draft.pages[at.file], at, "sources", source)
    _measures(draft)
    _closed_words(draft)
    _policy(draft)


def _pain_and_difficulty(exercise: Exercise, draft: Draft) -> None:
    for key in ("pain_level", "printed_pain_level"):
        written: Range | None = getattr(exercise, key)
        if written is not None and (written.low not in NPRS or written.high not in NPRS):
            at = draft.place("exercise", exercise.id, key)
            draft.report(at, "HEP030", f"the pain range `{written}` leaves the scale of 0 to 10")
    if not 1 <= exercise.difficulty <= 5:
        at = draft.place("exercise", exercise.id, "difficulty")
        draft.report(at, "HEP031", f"difficulty `{exercise.difficulty}` is not from 1 to 5")


def _doses(exercise: Exercise, draft: Draft) -> None:
    for approach, dose in sorted(exercise.dose.items()):
        for name, (low, high) in _LIMITS.items():
            value = getattr(dose, name)
            ends = value if isinstance(value, tuple) else (value, value)
            if value is not None and not low <= ends[0] <= ends[1] <= high:
                at = draft.place("exercise", exercise.id, "dose", approach)
                written = f"{ends[0]}-{ends[1]}" if ends[0] != ends[1] else ends[0]
                draft.report(at, "HEP031", f"`{name}: {written}` is not from {low} to {high}")


def _no_finding_twice(exercise: Exercise, draft: Draft) -> None:
    for finding in exercise.precautions:
        if finding in exercise.contraindications:
            at = draft.place("exercise", exercise.id, "precautions", finding)
            draft.report(at, "HEP033", f"`{finding}` is already a contraindication", "keep the stricter one")


def _sheet_keys_exist(exercise: Exercise, draft: Draft) -> None:
    keys = {field.alias or name for name, field in Exercise.model_fields.items()}
    for key in exercise.from_sheet:
        at = draft.place("exercise", exercise.id, "from_sheet", key)
        if key not in keys:
            draft.report(at, "HEP034", f"`{key}` is no key of an exercise, so it cannot stand on the sheet")
    if exercise.from_sheet and not exercise.evidence.sources:
        at = draft.place("exercise", exercise.id, "from_sheet")
        draft.report(at, "HEP034", "the sheet itself is not among the sources")


def _progressions(draft: Draft) -> None:
    graph: dict[str, list[str]] = {}
    for exercise in draft.exercises.values():
        graph[exercise.id] = []
        for harder in exercise.progresses_to:
            at = draft.place("exercise", exercise.id, "progresses_to", harder)
            if draft.lexicon.check(draft.pages[at.file], at, "exercises", harder):
                graph[exercise.id].append(harder)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        round_trip: list[str] = circle.args[1]
        at = draft.place("exercise", min(round_trip), "progresses_to")
        path = " → ".join(f"`{each}`" for each in round_trip)
        draft.report(at, "HEP032", f"these progressions run in a circle: {path}")


def _selects_something(rule: Rule, draft: Draft) -> None:
    if isinstance(rule.then, Exclude | Caution | Prefer):
        selector = rule.then.selector
        if not any(selector.matches(exercise) for exercise in draft.exercises.values()):
            draft.report(draft.place("rule", rule.id, "then"), "HEP017", "this selects no exercise of the catalogue")


def _measures(draft: Draft) -> None:
    for name, measure in sorted(draft.entries["measures"].items()):
        if measure.min >= measure.max or measure.step <= 0:
            at = draft.place("measures", name, "min")
            draft.report(at, "HEP030", f"the range of `{name}` runs backwards, or its step is not above 0")


def _closed_words(draft: Draft) -> None:
    """Lists whose words the profile or a referral fixes have just those words, and approaches are in one order."""
    fixed = {
        "phases": set(FIELD_WORDS["phase"]),
        "referral_levels": {level.value for level in Level},
        "facts": {"pain_score", "age", "sex", "phase", "irritability", "directional_preference"},
    }
    for kind, words in fixed.items():
        if not draft.whole(kind):
            continue
        file = f"catalog/vocabulary/{kind}.yaml"
        for word in sorted(words - set(draft.entries[kind])):
            draft.report(Span(file), "HEP027", f"the entry `{word}` is missing")
        for word in sorted(set(draft.entries[kind]) - words):
            draft.report(draft.place(kind, word), "HEP027", f"`{word}` is not one of {', '.join(sorted(words))}")
    approaches = draft.entries["treatment_approaches"]
    if not approaches and draft.whole("treatment_approaches"):
        draft.report(Span("catalog/vocabulary/treatment_approaches.yaml"), "HEP027", "there is no treatment approach")
    seen: dict[int, str] = {}
    for name, approach in sorted(approaches.items()):
        if approach.caution in seen:
            at = draft.place("treatment_approaches", name, "caution")
            what = f"`{name}` and `{seen[approach.caution]}` are equally cautious"
            draft.report(at, "HEP027", what, "give each its own number: the lowest is the most cautious")
        seen[approach.caution] = name


def _policy(draft: Draft) -> None:
    if draft.policy is None:
        return
    for name in type(draft.policy.weights).model_fields:
        points = getattr(draft.policy.weights, name).points
        wrong = points > 0 if name == "precaution" else points < 0
        if wrong or abs(points) > 1000:
            sign = "0 or below" if name == "precaution" else "0 or above"
            draft.report(draft.place("policy", "weights", name), "HEP027", f"the weight of `{name}` is {sign}")
    if not 1 <= draft.policy.program_size.value <= 5:
        draft.report(draft.place("policy", "program_size"), "HEP027", "a program has 1 to 5 exercises")
