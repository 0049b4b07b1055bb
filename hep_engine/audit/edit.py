"""What an edit changes for patients of files: the same people, through both engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from hep_engine.audit.vignettes import asked
from hep_engine.engine import Engine
from hep_engine.errors import ProfileError
from hep_engine.model.comparison import FieldChange, PatientChange
from hep_engine.model.exercise import Dose
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Program
from hep_engine.model.result import Recommendations
from hep_engine.model.table import Table
from hep_engine.model.vignette import Vignette
from hep_engine.model.vocabulary import Vocabulary
from hep_engine.model.words import spoken

__all__ = ["changes_for", "words_of_both"]


def changes_for(vignettes: Iterable[Vignette], before: Engine, after: Engine) -> tuple[PatientChange, ...]:
    """Every patient whose status, level, recommendations or program differ; each asked about all that a side asks."""
    found = []
    for vignette in vignettes:
        changes = tuple(_changed(_result(vignette, before), _result(vignette, after)))
        if changes:
            found.append(PatientChange(vignette.id, vignette.title, changes))
    return tuple(found)


def words_of_both(before: KnowledgeBase, after: KnowledgeBase) -> KnowledgeBase:
    """Everything that either side names, so that the patients of both can be read; nothing is decided with it."""
    lists = {
        name: Table({**getattr(before.vocabulary, name), **getattr(after.vocabulary, name)})
        for name in Vocabulary.names()
    }
    return replace(
        after,
        vocabulary=Vocabulary(**lists),
        exercises=Table({**before.exercises, **after.exercises}),
        rules=Table({**before.rules, **after.rules}),
        sources=Table({**before.sources, **after.sources}),
    )


def _result(vignette: Vignette, engine: Engine) -> Recommendations | str:
    """The result, or why the patient is refused."""
    try:
        return engine.recommend(asked(vignette, engine))
    except ProfileError as wrong:
        return f"refused: {wrong.mistakes[0].what}"


def _changed(before: Recommendations | str, after: Recommendations | str) -> Iterator[FieldChange]:
    if isinstance(before, str) or isinstance(after, str):
        if before != after:
            was, now = (each if isinstance(each, str) else each.status for each in (before, after))
            yield FieldChange("status", was, now, True)
        return
    yield from _value("status", before.status, after.status)
    yield from _value("referral", spoken(before.disposition.level.value), spoken(after.disposition.level.value))
    names = ([given.exercise for given in each.recommendations] for each in (before, after))
    yield from _list("recommended", *names)
    yield from _program(before.program, after.program)


def _value(field: str, before: str, after: str) -> Iterator[FieldChange]:
    if before != after:
        yield FieldChange(field, before, after, True)


def _list(field: str, before: list[str], after: list[str]) -> Iterator[FieldChange]:
    """Names that went and came; where there are none, another order."""
    gone, come = [each for each in before if each not in after], [each for each in after if each not in before]
    if gone or come:
        yield FieldChange(field, "; ".join(gone) or None, "; ".join(come) or None, True, "list")
    elif before != after:
        moved = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
        was, now = (", ".join(each[side] for each in moved[:4]) for side in (0, 1))
        yield FieldChange(f"order in what is {field}", was, now, True)


def _program(before: Program | None, after: Program | None) -> Iterator[FieldChange]:
    if before is None or after is None:
        yield from _value("program", *("there is none" if each is None else "there is one" for each in (before, after)))
        return
    yield from _list("in the program", list(before.exercises), list(after.exercises))
    doses: tuple[Mapping[str, Dose], ...] = tuple(
        {each.exercise: each.dose for each in program.plan} for program in (before, after)
    )
    for exercise in before.exercises:
        if exercise in doses[1] and doses[0][exercise] != doses[1][exercise]:
            was, now = _doses(doses[0][exercise], doses[1][exercise])
            yield FieldChange(f"dose, {exercise}", was, now, True)
    yield from _value("minutes a day", str(before.minutes_per_day), str(after.minutes_per_day))
    yield from _value(
        "minutes of walking and the like", str(before.own_time_minutes_per_day), str(after.own_time_minutes_per_day)
    )


def _doses(before: Dose, after: Dose) -> tuple[str, str]:
    """The parts in which two doses differ."""
    differing = [name for name in Dose.model_fields if getattr(before, name) != getattr(after, name)]

    def told(dose: Dose) -> str:
        parts: list[tuple[str, Any]] = [(name, getattr(dose, name)) for name in differing]
        return ", ".join(f"{spoken(name)} {'none' if value is None else value}" for name, value in parts)

    return told(before), told(after)
