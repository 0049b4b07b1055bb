"""What a clinician checks in the catalogue as a whole: ranges, doses, progressions, contradictions."""

from __future__ import annotations

from hep_engine.errors import Span
from hep_engine.knowledge.circles import circles
from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.lexicon import FIXED
from hep_engine.model.exercise import DOSE_LIMITS, Exercise
from hep_engine.model.nearest import nearest
from hep_engine.model.profile import PatientProfile
from hep_engine.model.record import Range
from hep_engine.model.rule import CapDose, Caution, Exclude, Never, Prefer, Rule
from hep_engine.model.words import NPRS

__all__ = ["check_form"]

_Selecting = Exclude | Caution | Prefer | CapDose | Never
"""A conclusion about the exercises that a selector matches; of a dose cap, where it has one."""
_HARDEST = 5


def check_form(draft: Draft) -> None:
    """Every check of the clinical form, on whatever was read without a mistake."""
    for exercise in draft.exercises.values():
        _pain_and_difficulty(exercise, draft)
        _doses(exercise, draft)
        _no_finding_twice(exercise, draft)
        _sheet_keys_exist(exercise, draft)
    if draft.whole("catalog/exercises"):
        _progressions(draft)
        selecting = [rule for rule in draft.rules.values() if isinstance(rule.then, _Selecting)]
        for rule in selecting if draft.exercises else ():
            _selects_something(rule, draft)
        if selecting and not draft.exercises:
            draft.report(Span("catalog/exercises"), "HEP017", "there is no exercise at all, and rules select some")
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
    if not 1 <= exercise.difficulty <= _HARDEST:
        at = draft.place("exercise", exercise.id, "difficulty")
        draft.report(at, "HEP031", f"difficulty `{exercise.difficulty}` is not from 1 to {_HARDEST}")


def _doses(exercise: Exercise, draft: Draft) -> None:
    for approach, dose in sorted(exercise.dose.items()):
        for name, (low, high) in DOSE_LIMITS.items():
            value = getattr(dose, name)
            ends = value if isinstance(value, tuple) else (value, value)
            if value is not None and not low <= ends[0] <= ends[1] <= high:
                at = draft.place("exercise", exercise.id, "dose", approach, name)
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
            what = f"`{key}` is no key of an exercise, so it cannot stand on the sheet"
            draft.report(at, "HEP034", what, nearest(key, keys))
    if exercise.from_sheet and not exercise.evidence.sources:
        at = draft.place("exercise", exercise.id, "from_sheet")
        draft.report(at, "HEP034", "the sheet itself is not among the sources", "name it in `evidence`")


def _progressions(draft: Draft) -> None:
    easier: dict[str, set[str]] = {name: set() for name in draft.exercises}
    for exercise in draft.exercises.values():
        for harder in exercise.progresses_to:
            at = draft.place("exercise", exercise.id, "progresses_to", harder)
            if draft.lexicon.check(draft.pages[at.file], at, "exercises", harder):
                easier.setdefault(harder, set()).add(exercise.id)
            if harder in draft.exercises:
                _leads_up(exercise, draft.exercises[harder], at, draft)
    for circle in circles(easier):
        at = draft.place("exercise", circle[0], "progresses_to", circle[1])
        path = " → ".join(f"`{each}`" for each in circle)
        draft.report(at, "HEP032", f"these progressions run in a circle: {path}", "a progression leads to harder ones")


def _leads_up(exercise: Exercise, harder: Exercise, at: Span, draft: Draft) -> None:
    """A progression is never easier than what it follows, nor offered at more pain."""
    if harder.difficulty < exercise.difficulty <= _HARDEST:
        what = f"`{harder.id}` has difficulty {harder.difficulty}, less than {exercise.difficulty} here"
        draft.report(at, "HEP036", what, "a progression is at least as hard")
    if harder.pain_level.high > exercise.pain_level.high:
        what = f"`{harder.id}` is offered up to pain {harder.pain_level.high}, above {exercise.pain_level.high} here"
        draft.report(at, "HEP036", what, "what comes later is not offered at more pain")


def _selects_something(rule: Rule, draft: Draft) -> None:
    if isinstance(rule.then, _Selecting):
        selector = rule.then.selector
        if selector and not any(selector.matches(exercise) for exercise in draft.exercises.values()):
            at = draft.place("rule", rule.id, *_selector_key(rule.then))
            draft.report(at, "HEP017", "this selects no exercise of the catalogue", "loosen one of its words")


def _selector_key(conclusion: _Selecting) -> tuple[str, str]:
    match conclusion:
        case Exclude():
            return "then", "exclude"
        case Caution() | CapDose():
            return "then", "for"
        case Never():
            return "never", "recommend"
        case Prefer():
            return "then", "prefer" if conclusion.points > 0 else "avoid"


def _measures(draft: Draft) -> None:
    for name, measure in sorted(draft.entries["measures"].items()):
        if name in PatientProfile.model_fields:
            what = f"`{name}` is a field of the profile, so no measure is called so"
            draft.report(draft.place("measures", name), "HEP016", what)
        if measure.min >= measure.max:
            draft.report(draft.place("measures", name, "min"), "HEP030", f"the range of `{name}` runs backwards")
        if measure.step <= 0:
            draft.report(draft.place("measures", name, "step"), "HEP030", f"the step of `{name}` is not above 0")
        if measure.part_of is not None:
            at = draft.place("measures", name, "part_of")
            if measure.part_of == name:
                draft.report(at, "HEP030", f"`{name}` cannot be a part of itself")
            else:
                draft.lexicon.check(draft.pages[at.file], at, "measures", measure.part_of)
        elif measure.rest_max is not None:
            draft.report(draft.place("measures", name, "rest_max"), "HEP012", "the key `part_of` is missing")


def _closed_words(draft: Draft) -> None:
    """Lists whose words the profile or a referral fixes have just those words, and approaches are in one order."""
    for kind, words in FIXED.items():
        if not draft.whole(kind):
            continue
        file = f"catalog/vocabulary/{kind}.yaml"
        missing, told = words - set(draft.entries[kind]), set()
        for word in sorted(set(draft.entries[kind]) - words):
            hint = nearest(word, missing)
            told |= {each for each in missing if hint and f"`{each}`" in hint}
            draft.report(draft.place(kind, word), "HEP027", f"`{word}` is not one of {', '.join(sorted(words))}", hint)
        for word in sorted(missing - told):
            draft.report(Span(file), "HEP027", f"the entry `{word}` is missing")
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
            span = "from -1000 to 0" if name == "precaution" else "from 0 to 1000"
            at = draft.place("policy", "weights", name, "points")
            draft.report(at, "HEP027", f"the weight of `{name}` is a whole number {span}")
    size, least = draft.policy.program_size.value, draft.policy.program_least.value
    if not 1 <= size <= 5:
        draft.report(draft.place("policy", "program_size", "value"), "HEP027", "a program has 1 to 5 exercises")
    elif not 1 <= least <= size:
        what = f"a program has at least 1 exercise, and at most the {size} of `program_size`"
        draft.report(draft.place("policy", "program_least", "value"), "HEP027", what)
    if not 1 <= draft.policy.program_minutes.value <= 120:
        draft.report(draft.place("policy", "program_minutes", "value"), "HEP027", "a program takes 1 to 120 minutes")
