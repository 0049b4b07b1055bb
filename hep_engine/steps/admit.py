"""Admit a profile: every word it uses is known here, nothing in it contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.model.facts import Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.profile import PatientProfile
from hep_engine.model.vocabulary import Measure
from hep_engine.model.words import DIRECTION_DEFICITS

__all__ = ["admit"]


def admit(profile: PatientProfile, knowledge: KnowledgeBase) -> Told:
    """The profile as flat facts.

    Raises pydantic's `ValidationError` for a value of the wrong kind, and `ProfileError` with every other mistake:
    unknown ids with the nearest known one, contradictions, scores off scale.
    """
    if not isinstance(profile, PatientProfile):
        raise ProfileError([FieldMistake("profile", "a PatientProfile is needed")])
    # A copy made with `model_copy(update=…)` was never validated.
    profile = PatientProfile.model_validate(vars(profile))
    mistakes = sorted(_mistakes(profile, knowledge), key=lambda each: (each.field, each.what))
    if mistakes:
        raise ProfileError(mistakes)
    words = {
        "phase": profile.phase,
        "irritability": profile.irritability,
        "directional_preference": profile.directional_preference or _found(profile),
        "sex": profile.sex,
    }
    numbers = {**profile.measures, "pain_score": profile.pain_score, "age": profile.age}
    return Told(
        findings=frozenset(profile.findings),
        ruled_out=frozenset(profile.ruled_out),
        cleared=frozenset(profile.cleared),
        deficits=frozenset(profile.deficits | _preferred(profile, knowledge)),
        equipment=None if profile.equipment is None else frozenset(profile.equipment),
        avoided=frozenset(profile.avoid),
        words={name: word for name, word in words.items() if word is not None},
        numbers={name: Decimal(str(value)) for name, value in numbers.items() if value is not None},
    )


def _preferred(profile: PatientProfile, knowledge: KnowledgeBase) -> set[str]:
    """The deficit that a tested direction stands for."""
    deficit = DIRECTION_DEFICITS.get(profile.directional_preference or "")
    return {deficit} & set(knowledge.vocabulary.deficits) if deficit else set()


def _found(profile: PatientProfile) -> str | None:
    """The direction that examination found, where it is told as a deficit: one, and no other."""
    found = [direction for direction, deficit in DIRECTION_DEFICITS.items() if deficit in profile.deficits]
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
    if tested is None:
        return
    for direction, deficit in DIRECTION_DEFICITS.items():
        if deficit in profile.deficits and direction != tested:
            what = f"`{deficit}` contradicts the directional preference `{tested}`"
            yield FieldMistake("deficits", what, "give one direction, or leave the preference out")


def _unknown(field: str, word: str, known: Iterable[str], called: str) -> FieldMistake:
    return FieldMistake(field, f"no {called} is called `{printable(word)}`", nearest(word, known))
