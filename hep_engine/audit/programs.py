"""The program of a vignette's patient: what must be in it, in which order, how many and how long."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hep_engine.audit.miss import Miss
from hep_engine.model.program import Program
from hep_engine.model.result import Recommendations
from hep_engine.model.vignette import ExpectedProgram, Vignette
from hep_engine.model.wording import phrase

__all__ = ["program_misses"]


def program_misses(vignette: Vignette, result: Recommendations) -> Iterator[Miss]:
    """Everything this patient's program misses; none if nothing is expected of it."""
    expect, program = vignette.expect.program, result.program
    if expect is None:
        return
    if program is None:
        yield Miss(vignette.at("expect", "program"), f"there is no program: the result is {result.status}", ())
        return
    for key, what, why in (*_members(expect, program), *_order(expect, program), *_size(expect, program)):
        yield Miss(vignette.at("expect", "program", key), what, why)


def _members(expect: ExpectedProgram, program: Program) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    chosen = set(program.exercises)
    codes = {each.exercise: each.code for each in program.not_chosen}
    for exercise in expect.includes:
        if exercise not in chosen:
            yield "includes", f"{exercise} is not in the program", _why_not(program, exercise)
    for group in expect.includes_any:
        if chosen.isdisjoint(group):
            why = tuple(f"{each}: {reason}" for each in group for reason in _why_not(program, each))
            yield "includes_any", f"none of {phrase(group, 'or')} is in the program", why
    for exercise in expect.never:
        if exercise in chosen:
            yield "never", f"{exercise} is in the program", ()
    for exercise, code in expect.not_chosen.items():
        if codes.get(exercise) != code:
            why = _why_not(program, exercise) or ("it is in the program",)
            yield "not_chosen", f"{exercise} is not left out for {code}", why


def _order(expect: ExpectedProgram, program: Program) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    done = ", ".join(program.exercises)
    for wanted in expect.order:
        both = [each for each in wanted if each in program.exercises]
        for before, after in pairwise(both):
            if program.exercises.index(before) > program.exercises.index(after):
                yield "order", f"{after} is done before {before}", (f"the order is {done}",)


def _size(expect: ExpectedProgram, program: Program) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    size, limits = (
        len(program.exercises),
        tuple(f"{each.what} at most {each.most} ({each.at})" for each in program.limits),
    )
    if expect.most is not None and size > expect.most:
        yield "most", f"the program has {size} exercises, more than {expect.most}", limits
    if expect.least is not None and size < expect.least:
        why = tuple(f"{each.exercise}: {each.text}" for each in program.not_chosen)
        yield "least", f"the program has {size} exercises, fewer than {expect.least}", why or limits
    if expect.minutes is not None and program.minutes_per_day > expect.minutes:
        what = f"the program takes {program.minutes_per_day} minutes a day, more than {expect.minutes}"
        yield "minutes", what, limits


def _why_not(program: Program, exercise: str) -> tuple[str, ...]:
    """Why an exercise is not in the program; nothing where it is."""
    if exercise in program.exercises:
        return ()
    reasons = [each.text for each in program.not_chosen if each.exercise == exercise]
    return tuple(reasons) or ("it is not recommended",)
