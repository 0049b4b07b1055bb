"""The program: a small set of the recommended exercises, dosed, in the order in which they are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hep_engine.model.exercise import Dose
from hep_engine.model.question import Confirm
from hep_engine.model.value import Value

__all__ = ["Kept", "Limit", "NotChosen", "NotChosenCode", "Planned", "Program"]

NotChosenCode = Literal["easier_first", "same_chain", "no_time", "program_full", "own_time", "covered", "put_aside"]
"""Why a recommended exercise is not in the program:

* `easier_first`: an exercise that leads to it fits as well, and comes first;
* `same_chain`: one of the same chain of progressions is in;
* `own_time`: it has time of its own, like walking, and one such exercise is in;
* `no_time`: with it, the program would take too long;
* `program_full`: the program has as many exercises as it may have, and another set was better;
* `covered`: what it is for is worked on already, and a small program is kept up better;
* `put_aside`: a substitution was asked for.
"""


@dataclass(frozen=True, slots=True)
class Limit(Value):
    """One thing a program keeps to, whose it is and why."""

    what: Literal["exercises", "minutes", "sets", "hold_seconds", "effort", "minutes_at_a_time"]
    most: int
    exercises: tuple[str, ...] | None
    """The exercises it speaks of; `None` for all."""
    rule: str | None
    """The rule that says so; `None` for policy."""
    because: str
    at: str


@dataclass(frozen=True, slots=True)
class Kept(Value):
    """An exercise that a review keeps in, or puts in, whatever else is chosen."""

    exercise: str
    dose: Dose | None
    """`None` for the dose of the treatment approach."""
    because: str


@dataclass(frozen=True, slots=True)
class Planned(Value):
    """One exercise of the program, as it is to be done."""

    exercise: str
    name: str
    dose: Dose
    """The dose of the treatment approach, within the limits."""
    per_side: bool
    minutes: int
    """On a day it is done, rounded up."""
    covers: tuple[str, ...]
    """The patient's deficits it is for."""
    eased: bool
    """Whether a review left it below the dose of the treatment approach."""
    changed: tuple[str, ...]
    """How the dose differs from the catalogue's, and why, one sentence each."""


@dataclass(frozen=True, slots=True)
class NotChosen(Value):
    """A recommended exercise that is not in the program."""

    exercise: str
    name: str
    code: NotChosenCode
    text: str


@dataclass(frozen=True, slots=True)
class Program(Value):
    """The program. Every recommended exercise is in exactly one of `exercises` and `not_chosen`."""

    exercises: tuple[str, ...]
    """In doing order."""
    plan: tuple[Planned, ...]
    """The same, with dose and time."""
    minutes_per_day: int
    """On a day when everything is done; what has time of its own, such as walking, is counted below."""
    own_time_minutes_per_day: int
    not_covered: tuple[str, ...]
    """Deficits that no exercise of the program is for."""
    not_chosen: tuple[NotChosen, ...]
    kept: tuple[Kept, ...]
    """What a review decided; empty in a first program."""
    limits: tuple[Limit, ...]
    confirm: tuple[Confirm, ...]
    """What is still open and could tighten a limit."""
