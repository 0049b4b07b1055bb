"""Inputs: which of a patient's facts this knowledge reads, and which of those were not told."""

from __future__ import annotations

from dataclasses import dataclass

from hep_engine.model.condition import Clause, Compares, FactKind, Has, clauses
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Inputs

__all__ = ["Reads"]


@dataclass(frozen=True, slots=True)
class Reads:
    """The profile fields and measures that some rule or exercise reads."""

    fields: frozenset[str]
    measures: frozenset[str]

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Reads:
        """What this knowledge reads."""
        asked = [
            clause
            for rule in knowledge.rules.values()
            if rule.active and rule.folder != "follow_up"
            for clause, _ in clauses(rule.when)
        ]
        fields = {"pain_score", "phase", "deficits", "findings", "avoid"} | {_field(clause) for clause in asked}
        if any(exercise.equipment for exercise in knowledge.exercises.values()):
            fields.add("equipment")
        measures = {clause.number for clause in asked if isinstance(clause, Compares)} - {"pain_score", "age"}
        return cls(frozenset(fields - {"approach", "measures"}), frozenset(measures))

    def inputs(self, profile: PatientProfile) -> Inputs:
        """The fields this knowledge read from *profile*, and those it would have read, each by name."""
        told = {name for name in self.fields if getattr(profile, name) not in (None, frozenset())}
        if profile.ruled_out:
            told.add("ruled_out")
        told |= self.measures & set(profile.measures)
        optional = {name for name in self.fields if getattr(profile, name) is None}
        return Inputs(tuple(sorted(told)), tuple(sorted(optional | (self.measures - set(profile.measures)))))


def _field(clause: Clause) -> str:
    """The profile field a clause reads."""
    match clause:
        case Has(kind, _):
            return {FactKind.DEFICIT: "deficits", FactKind.CLEARED: "cleared"}.get(kind, "findings")
        case Compares(number, _, _):
            return number if number in ("pain_score", "age") else "measures"
        case word:
            return word.field
