"""Proof as a noun: a statement about all patients, what became of it, and the record that an engine can demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from hep_engine.model.profile import PatientProfile
from hep_engine.model.value import Value

__all__ = ["THEOREMS", "Counterexample", "Decided", "Outcome", "ProofRecord", "ProvedStatement"]

Outcome = Literal["proved", "refuted", "undecided", "differs"]
"""`undecided`: not in the time there was, so not proved. `differs`: the engine does not do what the formula says."""

THEOREMS = {
    "nothing_behind_a_gate": "While a blocking gate fires, no exercise is recommended.",
    "nothing_contraindicated": "No exercise is recommended with a finding it is contraindicated for.",
    "nothing_outside_its_pain_range": "No exercise is recommended at a pain outside its range.",
    "nothing_out_of_phase": "No exercise is recommended in a phase it is not for.",
    "nothing_without_a_dose": "No exercise is recommended without a dose for the treatment approach.",
    "nothing_restricted": "No exercise is recommended that a rule excludes, or that is harder than a rule allows.",
    "nothing_without_a_deficit": "No exercise is recommended that is for none of the deficits told.",
    "nothing_without_its_equipment": "No exercise is recommended that needs what is not at home.",
    "nothing_unwanted_or_inactive": "No exercise is recommended that is not wanted, a draft or retired.",
    "an_open_gate_is_never_ready": "While a blocking gate is unknown, no result is ready.",
    "one_more_finding_never_adds": "One more finding that is present never adds an exercise.",
    "one_more_ruled_out_never_removes": "One more finding that is ruled out never removes an exercise.",
    "every_rule_can_fire": "For every rule and statement there is somebody it speaks of.",
    "every_follow_up_rule_can_fire": "For every follow-up rule there is a week it speaks of.",
    "every_exercise_is_reachable": "For every active exercise there is somebody, asked about everything, who gets it.",
}
"""The statements that hold of any knowledge base, by id; those of `rules/invariants/` come to them."""


@dataclass(frozen=True, slots=True)
class Counterexample(Value):
    """The smallest patient for whom a statement is false, seen to be so in the engine."""

    profile: PatientProfile
    screened: bool
    """All of today's questions were asked and only the findings given are present."""
    shows: str
    """What is wrong, in a sentence."""
    exercise: str | None = None
    after: PatientProfile | None = None
    """Of a statement about knowing more: the same patient with one thing more known."""


@dataclass(frozen=True, slots=True)
class Decided(Value):
    """What became of one statement."""

    id: str
    says: str
    at: str | None
    """Where it is written; `None` for one that comes with the library."""
    outcome: Outcome
    seconds: float
    counterexample: Counterexample | None = None
    dead: tuple[str, ...] = ()
    """Rules that never fire, or exercises nobody gets."""


class ProvedStatement(BaseModel):
    """One line of a proof record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    fingerprint: str | None
    """Of a statement of `rules/invariants/`: what it says, so that an edited one needs a new proof."""
    outcome: Outcome
    milliseconds: int


class ProofRecord(BaseModel):
    """What was proved, of which knowledge, by which library and solver, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proof: Literal[1] = 1
    """The form of this record."""
    decision: str
    """The decision fingerprint of the knowledge."""
    library: str
    solver: str
    at: str
    """When, in UTC."""
    statements: tuple[ProvedStatement, ...]
    seal: str = ""
    """A fingerprint of all the rest, against slips; it is no signature."""
