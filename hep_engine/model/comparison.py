"""A comparison as a noun: what an edit writes differently, and what it changes for whom.

`before` is the knowledge as it was, `after` the edited one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hep_engine.model.profile import PatientProfile
from hep_engine.model.value import Value

__all__ = [
    "KINDS",
    "Change",
    "Comparison",
    "FieldChange",
    "ForAll",
    "Held",
    "Kind",
    "PatientChange",
    "RecordChange",
    "Relation",
    "Verdict",
    "Version",
    "Witness",
]

Kind = Literal[
    "status",
    "level",
    "gate_fires",
    "gate_open",
    "exercise",
    "approach",
    "finding",
    "finding_open",
    "restriction",
    "caution",
    "ranking",
    "program",
    "follow_up",
    "rule_open",
    "questions",
    "reasons",
]
"""What is compared for all patients, most severe first:

* `status`: ready, provisional, withheld; `level`: referred at least so urgently, or it may turn out so;
* `gate_fires`, `gate_open`: a gate holds, or is not known to hold or not;
* `exercise`: it is recommended; `approach`: the treatment approach;
* `finding`, `finding_open`: it holds, told or concluded; whether it does is not known;
* `restriction`, `caution`, `ranking`, `program`, `follow_up`: the rule holds (of a week, the last);
* `rule_open`: whether a rule holds is not known;
* `questions`: what has to be asked to settle a rule, or confirmed of an exercise;
* `reasons`: the codes for which an exercise is left out.
"""
KINDS: tuple[Kind, ...] = (
    "status", "level", "gate_fires", "gate_open", "exercise", "approach", "finding", "finding_open", "restriction",
    "caution", "ranking", "program", "follow_up", "rule_open", "questions", "reasons",
)  # fmt: skip
"""The same in order."""

Relation = Literal["wider", "narrower", "crossed", "undecided", "differs"]
"""So for more patients than before, for fewer, or for others.

`undecided`: not in the time there was, so it may have changed. `differs`: the engines do not show what the formulas
say.
"""
Verdict = Literal["nothing", "something", "unknown"]


@dataclass(frozen=True, slots=True)
class FieldChange(Value):
    """One field that is written differently. Of a list, only what the other one has not."""

    field: str
    before: str | None
    after: str | None
    decides: bool
    """Whether it can change who gets what; if not, people read it."""
    form: Literal["value", "list", "order"] = "value"
    """`order`: the same items in another order, which decides nothing."""


@dataclass(frozen=True, slots=True)
class RecordChange(Value):
    """One exercise, rule, word or choice that was added, removed or changed."""

    part: str
    """`exercise`, `rule`, `policy`, `source`, `coherence`, `signature`, or a list of the vocabulary."""
    id: str
    how: Literal["added", "removed", "changed"]
    decides: bool
    """Whether anything in it can change who gets what."""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientChange(Value):
    """A patient of a file for whom something changes."""

    patient: str
    title: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Witness(Value):
    """The smallest patient, or week, that shows a change; both engines were asked about it."""

    profile: PatientProfile | None = None
    week: Mapping[str, int | float] | None = None
    """Of a follow-up rule: the numbers of a week."""
    screened: bool = False
    """The same profile comes of `--screened` in both, but for what is ruled out beside it."""
    beside: tuple[str, ...] = ()
    """What is ruled out beside what `--screened` rules out."""


@dataclass(frozen=True, slots=True)
class Change(Value):
    """Something that is not so for the same patients as before."""

    kind: Kind
    id: str
    name: str
    """What people call it."""
    relation: Relation
    gained: Witness | None = None
    """Somebody of whom it is so only now."""
    lost: Witness | None = None
    """Somebody of whom it was so, and is no longer."""
    by_gates: bool = False
    """Of an exercise: proved that the gates alone make the difference; it fits the same patients."""


@dataclass(frozen=True, slots=True)
class Held(Value):
    """A word that no compared patient uses, because it does not mean the same on both sides."""

    kind: Literal["finding", "clearance", "deficit", "equipment", "measure", "exercise", "number of a week"]
    id: str
    known: Literal["before", "after", "both"]
    """Where it is known; `both`: its range or its step differs."""


@dataclass(frozen=True, slots=True)
class ForAll(Value):
    """What changes for all patients: proved where it is equal, shown by a patient where it is not."""

    changes: tuple[Change, ...]
    """Everything that is not equal, most severe first."""
    equal: Mapping[str, int]
    """How much of each kind is the same for all patients."""
    data: tuple[RecordChange, ...]
    """What else decides, is compared as it is written, and differs."""
    held: tuple[Held, ...]

    @property
    def verdict(self) -> Verdict:
        """`nothing` is a proof: every formula is equal for all patients, and so is everything else that decides."""
        if self.data or self.held or any(each.relation not in ("undecided", "differs") for each in self.changes):
            return "something"
        return "unknown" if self.changes else "nothing"


@dataclass(frozen=True, slots=True)
class Version(Value):
    """Which knowledge is compared."""

    version: str
    decision: str
    content: str


@dataclass(frozen=True, slots=True)
class Comparison(Value):
    """What an edit changes."""

    before: Version
    after: Version
    records: tuple[RecordChange, ...]
    patients: tuple[PatientChange, ...] = ()
    """Those tried for whom something changes."""
    tried: int = 0
    """How many patients of files were tried."""
    for_all: ForAll | None = None
    """`None` where all patients were not asked for."""

    @property
    def changes(self) -> Verdict:
        """Whether anything changes for anybody: for all patients, or where they were not compared, for those tried."""
        if self.patients or self.for_all is None:
            return "something" if self.patients else "nothing"
        return self.for_all.verdict
