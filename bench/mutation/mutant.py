"""A mutant: the shipped knowledge with one small edit, as a clinician's slip of the pen might make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.write import exercise_file, policy_file, rule_file, vocabulary_file
from hep_engine.model.exercise import Exercise
from hep_engine.model.policy import Policy
from hep_engine.model.rule import Rule
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Entry

__all__ = ["AREAS", "SAFETY", "ClosedList", "Edit", "Mutant", "Verdict"]

AREAS = (
    "gates", "findings", "restrictions", "contraindications", "vocabulary",
    "ranking", "program", "follow_up", "precautions", "fit", "form", "policy",
)  # fmt: skip
"""Where an edit is made. `fit` is whom an exercise is for, `form` how it is done, `vocabulary` what findings mean."""

SAFETY = AREAS[:5]
"""The areas in which no edit that changes anything may go unnoticed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One way to write a part of the knowledge differently."""

    path: str
    """Which part of it, so that an id can be made: `when.0.1`."""
    kind: str
    """What kind of edit: `clause dropped`."""
    says: str
    """The same of this one: "without `has bladder_change`"."""
    becomes: object
    """The part as edited."""


class ClosedList(NamedTuple):
    """One list of the vocabulary."""

    name: str
    entries: Table[Entry]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of one file."""

    id: str
    area: str
    kind: str
    says: str
    becomes: Rule | Exercise | ClosedList | Policy
    """The rule, exercise, list or policy as edited."""

    @property
    def file(self) -> SourceFile:
        """The edited file."""
        match self.becomes:
            case Rule() as rule:
                return rule_file(rule)
            case Exercise() as exercise:
                return exercise_file(exercise)
            case Policy() as policy:
                return policy_file(policy)
            case ClosedList(name, entries):
                return vocabulary_file(name, entries)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one mutant."""

    id: str
    area: str
    kind: str
    says: str
    killer: str
    """`check`, `proof`, `test`, `equivalent` or `survivor`."""
    by: str
    """Which problem, statement or patient noticed it; of a survivor, what differs."""
