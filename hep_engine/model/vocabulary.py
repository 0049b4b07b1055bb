"""The closed lists: every id that a rule, an exercise or a profile may use is defined in one of them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import ClassVar, Literal

from hep_engine.model.record import Flag, Id, Ids, Number, Record, Text, Whole
from hep_engine.model.table import Table

__all__ = ["Approach", "Category", "Code", "Deficit", "Entry", "Fact", "Finding", "Measure", "Position", "Vocabulary"]


class Code(Record):
    """A code of a public terminology for an entry; `verified` only if code and label were seen together."""

    system: Literal["icf", "snomed", "loinc", "icd10"]
    code: Text
    verified: Flag


class Entry(Record):
    """A defined word and what people call it."""

    text_only: ClassVar[frozenset[str]] = frozenset({"label", "codes"})

    label: Text
    codes: tuple[Code, ...] = ()


class Deficit(Entry):
    """What examination found to work on."""

    text_only: ClassVar[frozenset[str]] = frozenset({"label", "codes", "for_patient"})

    for_patient: Text | None = None
    """What is worked on, in a patient's words; the label where there are none."""


class Finding(Entry):
    """A clinical state that a patient can have, not have, or not yet have been asked about."""

    text_only: ClassVar[frozenset[str]] = frozenset({"label", "codes", "ask", "group", "sources"})

    ask: Text | None = None
    """The plain question; left out only for a derived finding, which nobody is asked."""
    group: Text
    screening: Literal["true", "context"] | None = None
    """`true`: an active blocking gate names it. `context`: an active gate does."""
    implies: Ids = ()
    derived: Flag = False
    """Concluded by rules alone: it may be neither given nor ruled out."""
    clearable: Flag = False
    """A clinician may record clearance for it, which lifts gates that say `cleared`."""
    sources: Ids = ()


class Measure(Entry):
    """A score with a range and a step, both in its own unit."""

    text_only: ClassVar[frozenset[str]] = frozenset({"label", "codes", "ask"})

    ask: Text
    min: Number
    max: Number
    step: Number
    part_of: Id | None = None
    """The measure whose total this score is a part of."""
    rest_max: Number | None = None
    """The most that the rest of that total can be."""


class Category(Entry):
    """A kind of exercise, and where in a program it is done."""

    stage: Whole
    """Lower stages are done first."""
    own_time: Flag = False
    """Walking and the like: a program has one where one fits, and its minutes are counted by themselves."""


class Position(Entry):
    """A position to exercise in."""

    on_floor: Flag = False
    """Getting there means getting down to the floor or bed, and up again."""


class Approach(Entry):
    """A treatment approach; of those that fire, the one with the lowest `caution` number results."""

    caution: Whole


class Fact(Entry):
    """One of the profile's own fields, and how to ask for it."""

    text_only: ClassVar[frozenset[str]] = frozenset({"label", "codes", "ask"})

    ask: Text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All closed lists. Each field is a file of `catalog/vocabulary/`."""

    deficits: Table[Deficit] = field(default_factory=Table)
    findings: Table[Finding] = field(default_factory=Table)
    phases: Table[Entry] = field(default_factory=Table)
    equipment: Table[Entry] = field(default_factory=Table)
    positions: Table[Position] = field(default_factory=Table)
    categories: Table[Category] = field(default_factory=Table)
    muscles: Table[Entry] = field(default_factory=Table)
    body_parts: Table[Entry] = field(default_factory=Table)
    measures: Table[Measure] = field(default_factory=Table)
    referral_levels: Table[Entry] = field(default_factory=Table)
    treatment_approaches: Table[Approach] = field(default_factory=Table)
    facts: Table[Fact] = field(default_factory=Table)
    override_reasons: Table[Entry] = field(default_factory=Table)
    follow_up: Table[Measure] = field(default_factory=Table)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the lists, which are the names of their files."""
        return tuple(each.name for each in fields(cls))

    @property
    def tellable(self) -> frozenset[str]:
        """The findings that may be given or ruled out: all but those that rules alone conclude."""
        return frozenset(name for name, finding in self.findings.items() if not finding.derived)

    @property
    def approaches(self) -> tuple[str, ...]:
        """The treatment approaches, most cautious first."""
        known = self.treatment_approaches
        return tuple(sorted(known, key=lambda each: (known[each].caution, each)))

    def label(self, kind: str, word: str) -> str:
        """What people call the entry *word* of the list *kind*."""
        entry: Entry = getattr(self, kind)[word]
        return entry.label
