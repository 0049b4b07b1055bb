"""The program on a page: what to do in which order, how long it takes, and why the rest was not chosen."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.program import Planned, Program
from hep_engine.model.wording import phrase
from hep_engine.model.words import spoken
from hep_engine.page.dose import dose_in_words
from hep_engine.page.lines import Line, heading, said

__all__ = ["program_lines"]


def program_lines(program: Program) -> Iterator[Line]:
    """The program."""
    if not program.exercises:
        return
    count = len(program.exercises)
    yield from heading(f"The program: {count} exercise{'s' if count > 1 else ''}, {_time(program)} a day")
    for number, each in enumerate(program.plan, start=1):
        yield from _planned(number, each)
    if program.not_covered:
        yield from said(f"Not worked on: {phrase(map(spoken, program.not_covered))}.", 2, "warn", 2)
    if program.confirm:
        yield from said("What could make it smaller, and has to be asked first:", 2, "warn")
        for question in program.confirm:
            yield from said(f"- {question.question} ({question.id})", 4, "warn", 2)
    if program.not_chosen:
        yield Line()
        yield from said("Fits as well, and is not in it:", 2, "quiet")
        for left in program.not_chosen:
            yield from said(f"- {left.name}: {left.text}", 4, "quiet", 2)
    for limit in program.limits:
        if limit.rule:
            kind = {
                "hold_seconds": "seconds of holding",
                "effort": "of 10 as effort",
                "minutes_at_a_time": "minutes at a time",
            }.get(limit.what, limit.what)
            yield from said(f"At most {limit.most} {kind}: {limit.because} ({limit.at})", 2, "quiet", 2)


def _time(program: Program) -> str:
    own = program.own_time_minutes_per_day
    counted = f"about {program.minutes_per_day} minutes" if program.minutes_per_day else ""
    apart = f"{own} minutes of walking or the like" if own else ""
    return " and ".join(each for each in (counted, apart) if each)


def _planned(number: int, each: Planned) -> Iterator[Line]:
    yield from said(f"{number}. {each.name} ({each.minutes} min)", 2, "title")
    yield from said(f"{dose_in_words(each.dose, per_side=each.per_side)}.", 5, hang=2)
    yield from said(f"for {phrase(map(spoken, each.covers))}", 5, "quiet", 2)
    for change in each.changed:
        yield from said(f"Changed: {change}", 5, "warn", 2)
