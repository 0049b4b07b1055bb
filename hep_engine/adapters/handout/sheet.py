"""What stands on each page of a handout, as plain values: nothing here knows how a page looks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from hep_engine.adapters.handout.drawn import Figure, figures
from hep_engine.adapters.handout.fit import CLOSER, Fit, fit
from hep_engine.adapters.handout.week import Task, spread
from hep_engine.adapters.handout.words import amount, effort, how_often, kept_smaller, minutes_said, sentence
from hep_engine.errors import FieldMistake, ReleaseError
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.release import Released, ReleasedExercise
from hep_engine.model.result import Knowledge
from hep_engine.model.seal import seal_of

__all__ = ["Cover", "ExercisePage", "Paper", "Sheet", "sheet_of"]

Paper = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """The page of one exercise."""

    number: int
    name: str
    purpose: str
    figures: tuple[Figure, ...]
    dose: tuple[str, ...]
    ticks: tuple[int, ...]
    """Boxes to tick, Monday to Sunday."""
    for_you: tuple[str, ...]
    steps: tuple[str, ...]
    check: tuple[str, ...]
    watch: tuple[str, ...]
    stop: tuple[str, ...]
    fit: Fit


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: the plan as a whole, and when to get help."""

    works_on: tuple[str, ...]
    time: str
    safety_net: tuple[str, ...]
    reviews: tuple[str, ...]
    changes: tuple[str, ...]
    """Exercises the clinician added or took out."""
    by: str
    standing: str
    """Who signed the rules off, or that nobody has."""
    edition: str
    """Which knowledge decided."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole handout."""

    cover: Cover
    exercises: tuple[ExercisePage, ...]
    paper: Paper
    large: bool

    def closer(self, numbers: Collection[int]) -> Sheet:
        """The same with these exercises set one step closer."""
        pages = [replace(each, fit=CLOSER[each.fit]) if each.number in numbers else each for each in self.exercises]
        return replace(self, exercises=tuple(pages))


def sheet_of(released: Released, knowledge: KnowledgeBase, *, paper: Paper, large: bool) -> Sheet:
    """The handout of a released program. Raises `ReleaseError` for anything else, `ValueError` for another paper."""
    if paper not in get_args(Paper):
        raise ValueError(f"paper is one of {', '.join(get_args(Paper))}")
    if wrong := tuple(_not_released(released, knowledge)):
        raise ReleaseError(wrong)
    plan = [each.planned for each in released.exercises]
    days = spread(
        [Task(knowledge.exercises[each.exercise].position, each.dose.days_per_week, each.minutes) for each in plan]
    )
    exercises = tuple(
        _page(number, each, days[number - 1], released, knowledge, paper=paper, large=large)
        for number, each in enumerate(released.exercises, start=1)
    )
    return Sheet(_cover(released, knowledge), exercises, paper, bool(large))


def _not_released(released: object, knowledge: KnowledgeBase) -> Iterator[FieldMistake]:
    """Why this is not to be printed for a patient."""
    if not isinstance(released, Released):
        yield FieldMistake(
            "released", "a handout is made from what `release` returns", "let a clinician release it first"
        )
    elif released.seal != seal_of(released):
        yield FieldMistake(
            "released", "it is not as it was released", "release again, and print the whole of it, unchanged"
        )
    elif released.knowledge.content != knowledge.content:
        yield FieldMistake(
            "released", "it was released with another edition of the knowledge", "recommend and release again"
        )


def _cover(released: Released, knowledge: KnowledgeBase) -> Cover:
    covered = dict.fromkeys(deficit for each in released.exercises for deficit in each.planned.covers)
    deficits = [knowledge.vocabulary.deficits[each] for each in covered]
    return Cover(
        works_on=tuple(sentence(each.for_patient or each.label) for each in deficits),
        time=_time(released),
        safety_net=released.safety_net,
        reviews=tuple(each.for_patient or each.text for each in released.reviews),
        changes=tuple(each.text for each in released.overrides if each.change != "dose"),
        by=released.by,
        standing=_standing(released.knowledge),
        edition=f"{released.knowledge.version}, decision {released.knowledge.decision[:19]}",
    )


def _standing(knowledge: Knowledge) -> str:
    if knowledge.signed_off:
        return f"The rules behind this plan were signed off by {knowledge.signed_by or 'a clinician'}."
    return "The rules behind this plan have not been signed off by a clinician."


def _time(released: Released) -> str:
    """The time of a day with everything on it."""
    counted, apart = released.minutes_per_day, released.own_time_minutes_per_day
    said = f"About {minutes_said(counted)} on a day with every exercise" if counted else ""
    if apart and counted:
        return f"{said}, and {minutes_said(apart)} of walking or the like."
    return f"About {minutes_said(apart)} a day." if apart else f"{said}."


def _page(
    number: int,
    each: ReleasedExercise,
    days: tuple[bool, ...],
    released: Released,
    knowledge: KnowledgeBase,
    *,
    paper: Paper,
    large: bool,
) -> ExercisePage:
    planned, exercise = each.planned, knowledge.exercises[each.planned.exercise]
    dose = planned.dose
    felt = effort(dose)
    told = (*amount(dose, per_side=planned.per_side), how_often(dose), *([felt] if felt else []))
    by_clinician = [over for over in released.overrides if (over.exercise, over.change) == (planned.exercise, "dose")]
    for_you = (
        *(caution.text for caution in each.cautions),
        *map(kept_smaller, planned.changed),
        *(f"Changed by your clinician: {over.text.removeprefix(f'{over.name}: ')}" for over in by_clinician),
    )
    lists = [exercise.instructions, exercise.provider_tips, exercise.common_compensations, exercise.stop_if]
    steps, check, watch, stop = (tuple(map(sentence, texts)) for texts in lists)
    drawn = figures(exercise, knowledge.vocabulary.label("positions", exercise.position))
    return ExercisePage(
        number=number,
        name=planned.name,
        purpose=exercise.purpose,
        figures=drawn,
        dose=told,
        ticks=tuple(dose.times_per_day if on else 0 for on in days),
        for_you=for_you,
        steps=steps,
        check=check,
        watch=watch,
        stop=stop,
        fit="two" if large else fit((*steps, *check, *watch, *stop), (*for_you, exercise.purpose), told, paper=paper),
    )
