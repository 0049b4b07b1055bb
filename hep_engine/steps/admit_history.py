"""Admit a history: weeks in order, exercises and approaches that are known, sessions of what was prescribed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.model.exercise import DOSE_LIMITS
from hep_engine.model.history import Prescribed, Visit
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable

__all__ = ["admit_history"]


def admit_history(history: Sequence[Visit], knowledge: KnowledgeBase) -> tuple[Visit, ...]:
    """The visits, checked.

    Raises pydantic's `ValidationError` for a value of the wrong kind, and `ProfileError` with every other mistake.
    """
    history = tuple(history)
    if not all(isinstance(each, Visit) for each in history):
        raise ProfileError([FieldMistake("history", "a list of visits is needed")])
    if not history:
        raise ProfileError(
            [FieldMistake("history", "there is no visit yet", "a review looks back on at least one week")]
        )
    # A copy made with `model_copy(update=…)` was never validated.
    visits = tuple(Visit.model_validate(each.model_dump()) for each in history)
    if mistakes := tuple(_mistakes(visits, knowledge)):
        raise ProfileError(mistakes)
    return visits


def _mistakes(visits: tuple[Visit, ...], knowledge: KnowledgeBase) -> Iterator[FieldMistake]:
    for number, visit in enumerate(visits):
        at = f"history[{number}]"
        if number and visit.week <= visits[number - 1].week:
            yield FieldMistake(
                f"{at}.week", f"week {visit.week} comes after week {visits[number - 1].week}", "oldest first"
            )
        approaches = knowledge.vocabulary.treatment_approaches
        if visit.approach not in approaches:
            what = f"no treatment approach is called `{printable(visit.approach)}`"
            yield FieldMistake(f"{at}.approach", what, nearest(printable(visit.approach), approaches))
        names = [each.exercise for each in visit.program]
        for name in sorted(set(names) - set(knowledge.exercises)):
            what = f"no exercise is called `{printable(name)}`"
            yield FieldMistake(f"{at}.program", what, nearest(printable(name), knowledge.exercises))
        if len(set(names)) < len(names):
            yield FieldMistake(f"{at}.program", "an exercise is prescribed twice")
        for prescribed in visit.program:
            for what in _beyond(prescribed):
                low, high = DOSE_LIMITS[what]
                said = f"`{what}` of `{printable(prescribed.exercise)}` is not from {low} to {high}"
                yield FieldMistake(f"{at}.program", said)
        for name in sorted({each.exercise for each in visit.sessions} - set(names)):
            yield FieldMistake(f"{at}.sessions", f"`{printable(name)}` was not prescribed in that week")


def _beyond(prescribed: Prescribed) -> Iterator[str]:
    """The parts of a dose that nobody can have prescribed."""
    for what, (low, high) in DOSE_LIMITS.items():
        value = getattr(prescribed, what)
        ends = value if isinstance(value, tuple) else (value, value)
        if value is not None and not low <= ends[0] <= ends[1] <= high:
            yield what
