"""Questions: what to ask a patient, and what an answer could mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from hep_engine.model.condition import Clause, Compares, FactKind, Has
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.value import Value
from hep_engine.model.words import Level

__all__ = ["AskFirst", "Asks", "Confirm", "Question", "asks"]

_EQUIPMENT = FactKind.EQUIPMENT

Kind = Literal["finding", "measure", "age", "word", "equipment"]


class Asks(NamedTuple):
    """The fact a clause asks for: its kind and id. Answering it settles the clause."""

    kind: Kind
    id: str

    def text(self, knowledge: KnowledgeBase) -> str:
        """The plain question."""
        vocabulary = knowledge.vocabulary
        match self.kind:
            case "finding":
                return vocabulary.findings[self.id].ask or ""
            case "measure":
                return vocabulary.measures[self.id].ask
            case "equipment":
                return f"Is this at home: {vocabulary.equipment[self.id].label}?"
            case _:
                return vocabulary.facts[self.id].ask

    def group(self, knowledge: KnowledgeBase) -> str:
        """The heading it is asked under."""
        return knowledge.vocabulary.findings[self.id].group if self.kind == "finding" else "About the patient"


def asks(clause: Clause) -> Asks:
    """What to ask to settle *clause*; for a rule or a derived finding, ask for what it rests on instead."""
    if isinstance(clause, Has):
        return Asks("equipment" if clause.kind is _EQUIPMENT else "finding", clause.word)
    if isinstance(clause, Compares):
        return Asks("age" if clause.number == "age" else "measure", clause.number)
    return Asks("word", clause.field)


@dataclass(frozen=True, slots=True)
class Question(Value):
    """One question of today's screening."""

    kind: Kind
    id: str
    text: str
    group: str
    could_be: Level
    """The highest level of those gates."""
    could_mean: tuple[str, ...]
    """The gates that a yes, or some value, could make fire."""


@dataclass(frozen=True, slots=True)
class AskFirst(Value):
    """A question that is still open for this patient, and the gates it could settle."""

    kind: Kind
    id: str
    question: str
    blocking: bool
    """Whether one of those gates would withhold every exercise."""
    could_mean: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirm(Value):
    """What is still open about one exercise; a clinician confirms it before a patient sees the exercise."""

    kind: Kind
    id: str
    question: str
