"""Admit a profile: every word it uses is known here, nothing in it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from math import isfinite
from typing import Any

from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.model.facts import Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.profile import PatientProfile
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Measure
from hep_engine.model.words import DIRECTION_DEFICITS, FIELD_WORDS, NPRS

__all__ = ["admit", "admitted", "told_of"]


_MOST_WORDS, _MOST_MEASURES, _OLDEST = 1000, 100, 130
_WHOLE = tuple(map(Decimal, range(_OLDEST + 1)))
_FIELDS = frozenset(PatientProfile.model_fields)
_ONLY_WORDS = frozenset({str})
_CHOICES = {
    "phase": frozenset(FIELD_WORDS["phase"]),
    "sex": frozenset((*FIELD_WORDS["sex"], None)),
    "irritability": frozenset((*FIELD_WORDS["irritability"], None)),
    "directional_preference": frozenset((*FIELD_WORDS["directional_preference"], None)),
}
_DIRECTIONS = frozenset(DIRECTION_DEFICITS.values())
_WORD_OR_NOTHING = (str, type(None))


def admit(profile: PatientProfile, knowledge: KnowledgeBase) -> Told:
    """The profile as flat facts.

    Raises pydantic's `ValidationError` for a value of the wrong kind, and `ProfileError` with every other mistake:
    unknown ids with the nearest known one, contradictions, scores off scale.
    """
    return told_of(admitted(profile, knowledge), knowledge)


def admitted(profile: PatientProfile, knowledge: KnowledgeBase) -> PatientProfile:
    """The profile, when nothing is wrong with it; its values are of the right kinds and never change.

    Raises as `admit` does.
    """
    if not isinstance(profile, PatientProfile):
        raise ProfileError([FieldMistake("profile", "a PatientProfile is needed")])
    if type(profile) is PatientProfile and _evidently_right(vars(profile), knowledge):
        return profile
    # A copy made with `model_copy(update=…)` was never validated.
    profile = PatientProfile.model_validate(vars(profile))
    mistakes = sorted(_mistakes(profile, knowledge), key=lambda each: (each.field, each.what))
    if mistakes:
        raise ProfileError(mistakes)
    return profile


def told_of(profile: PatientProfile, knowledge: KnowledgeBase) -> Told:
    """The flat facts of a profile that was admitted."""
    given = vars(profile)  # which is faster than the attributes of a pydantic model
    numbers = {name: _exactly(value) for name, value in given["measures"].items()}
    numbers["pain_score"] = _WHOLE[given["pain_score"]]
    if given["age"] is not None:
        numbers["age"] = _WHOLE[given["age"]]
    words: dict[str, str] = {"phase": given["phase"]}
    for field in ("irritability", "sex"):
        if given[field] is not None:
            words[field] = given[field]
    deficits, tested = given["deficits"], given["directional_preference"]
    if tested is not None:
        words["directional_preference"] = tested
        deficits = deficits | _preferred(tested, knowledge)
    elif (found := _found(deficits)) is not None:
        words["directional_preference"] = found
    return Told(
        frozenset(given["findings"]),
        frozenset(given["ruled_out"]),
        frozenset(given["cleared"]),
        frozenset(deficits),
        None if given["equipment"] is None else frozenset(given["equipment"]),
        frozenset(given["avoid"]),
        words,
        numbers,
    )


def _evidently_right(given: Mapping[str, Any], knowledge: KnowledgeBase) -> bool:
    """Whether every value is of exactly the right kind, known and in range, by a quick look that says no when in doubt.

    It says nothing of what is wrong: what it does not pass is validated in full.
    """
    if given.keys() != _FIELDS:
        return False
    pain, age, measures = given["pain_score"], given["age"], given["measures"]
    if type(pain) is not int or not NPRS[0] <= pain <= NPRS[-1]:
        return False
    if age is not None and (type(age) is not int or not 0 <= age <= _OLDEST):
        return False
    for field, choices in _CHOICES.items():
        if type(given[field]) not in _WORD_OR_NOTHING or given[field] not in choices:
            return False
    for field, known in knowledge.words.items():
        words = given[field]
        if words is None and field == "equipment":
            continue
        if type(words) is not frozenset:
            return False
        if not words:
            continue
        if len(words) > _MOST_WORDS or not words <= known or not _ONLY_WORDS.issuperset(map(type, words)):
            return False
    findings = given["findings"]
    if findings and not findings.isdisjoint(given["ruled_out"]):
        return False
    if not given["cleared"] <= findings:
        return False
    if given["directional_preference"] is not None and _contrary(given["directional_preference"], given["deficits"]):
        return False
    return type(measures) is Table and (not measures or _evidently_possible(measures, knowledge))


def _evidently_possible(measures: Mapping[str, Any], knowledge: KnowledgeBase) -> bool:
    known = knowledge.vocabulary.measures
    if len(measures) > _MOST_MEASURES:
        return False
    parts = []
    for name, value in measures.items():
        if type(name) is not str or name not in known or type(value) not in (int, float) or not isfinite(value):
            return False
        number, measure = _exactly(value), known[name]
        if not measure.min <= number <= measure.max or (number - measure.min) % measure.step:
            return False
        if measure.part_of is not None and measure.part_of in measures:
            parts.append((number, measure.part_of, measure.rest_max))
    for part, whole, most in parts:
        rest = _exactly(measures[whole]) - part
        if rest < 0 or (most is not None and rest > most):
            return False
    return True


def _exactly(value: int | float) -> Decimal:
    return Decimal(value) if type(value) is int else Decimal(str(value))


def _contrary(direction: str, deficits: Set[str]) -> list[str]:
    """The deficits that contradict a tested direction."""
    return [each for other, each in DIRECTION_DEFICITS.items() if other != direction and each in deficits]


def _preferred(direction: str, knowledge: KnowledgeBase) -> set[str]:
    """The deficit that a tested direction stands for."""
    deficit = DIRECTION_DEFICITS.get(direction)
    return {deficit} & set(knowledge.vocabulary.deficits) if deficit else set()


def _found(deficits: Set[str]) -> str | None:
    """The direction that examination found, where it is told as a deficit: one, and no other."""
    if _DIRECTIONS.isdisjoint(deficits):
        return None
    found = [direction for direction, deficit in DIRECTION_DEFICITS.items() if deficit in deficits]
    return found[0] if len(found) == 1 else None


def _mistakes(profile: PatientProfile, knowledge: KnowledgeBase) -> Iterator[FieldMistake]:
    vocabulary = knowledge.vocabulary
    lists: tuple[tuple[str, Iterable[str], Iterable[str], str], ...] = (
        ("deficits", profile.deficits, vocabulary.deficits, "deficit"),
        ("findings", profile.findings, vocabulary.findings, "finding"),
        ("ruled_out", profile.ruled_out, vocabulary.findings, "finding"),
        ("cleared", profile.cleared, vocabulary.findings, "finding"),
        ("equipment", profile.equipment or (), vocabulary.equipment, "piece of equipment"),
        ("measures", profile.measures, vocabulary.measures, "measure"),
        ("avoid", profile.avoid, knowledge.exercises, "exercise"),
    )
    for field, words, known, called in lists:
        for word in words:
            if word not in known:
                yield _unknown(field, word, known, called)
    for finding in profile.findings & profile.ruled_out:
        yield FieldMistake("ruled_out", f"`{finding}` is also given in findings", "it is either present or ruled out")
    yield from _findings(profile, knowledge)
    for name, value in profile.measures.items():
        if name in vocabulary.measures:
            yield from _off_scale(name, value, vocabulary.measures[name])
            yield from _impossible_together(name, profile, vocabulary.measures[name])
    yield from _contrary_directions(profile)


def _findings(profile: PatientProfile, knowledge: KnowledgeBase) -> Iterator[FieldMistake]:
    entries = knowledge.vocabulary.findings
    for field in ("findings", "ruled_out"):
        for finding in getattr(profile, field):
            if finding in entries and entries[finding].derived:
                hint = "give what it follows from, such as `age`"
                yield FieldMistake(field, f"`{finding}` is concluded by rules and is never told", hint)
    for finding in profile.cleared:
        if finding in entries and not entries[finding].clearable:
            yield FieldMistake("cleared", f"`{finding}` cannot be cleared")
        if finding not in profile.findings:
            yield FieldMistake("cleared", f"`{finding}` is not among the findings", "clear only what is present")


def _off_scale(name: str, value: int | float, measure: Measure) -> Iterator[FieldMistake]:
    number = Decimal(str(value))
    if not measure.min <= number <= measure.max:
        yield FieldMistake("measures", f"`{name}` goes from {measure.min} to {measure.max}")
    elif (number - measure.min) % measure.step:
        yield FieldMistake("measures", f"`{name}` goes in steps of {measure.step}", "round to the nearest step")


def _impossible_together(name: str, profile: PatientProfile, measure: Measure) -> Iterator[FieldMistake]:
    """A score that is a part of another one, where the two cannot both be right."""
    if measure.part_of is None or measure.part_of not in profile.measures:
        return
    part, total = (Decimal(str(profile.measures[each])) for each in (name, measure.part_of))
    hint = "check both scores"
    if part > total:
        what = f"`{name}` is a part of `{measure.part_of}`, so {part} cannot be above {total}"
        yield FieldMistake("measures", what, hint)
    elif measure.rest_max is not None and total - part > measure.rest_max:
        rest = f"the rest of `{measure.part_of}` beside `{name}` is at most {measure.rest_max}"
        yield FieldMistake("measures", f"{rest}, so {total} and {part} cannot both be right", hint)


def _contrary_directions(profile: PatientProfile) -> Iterator[FieldMistake]:
    tested = profile.directional_preference
    for deficit in [] if tested is None else _contrary(tested, profile.deficits):
        what = f"`{deficit}` contradicts the directional preference `{tested}`"
        yield FieldMistake("deficits", what, "give one direction, or leave the preference out")


def _unknown(field: str, word: str, known: Iterable[str], called: str) -> FieldMistake:
    return FieldMistake(field, f"no {called} is called `{printable(word)}`", nearest(word, known))
