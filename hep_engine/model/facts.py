"""A patient as flat facts: what was told, and what was then concluded from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from hep_engine.model.condition import FactKind
from hep_engine.model.truth import NO, UNKNOWN, YES, Truth

__all__ = ["Facts", "Told"]

_FINDING, _RULE = FactKind.FINDING, FactKind.RULE
_CLEARED, _DEFICIT = FactKind.CLEARED, FactKind.DEFICIT
_EQUIPMENT, _AVOIDED = FactKind.EQUIPMENT, FactKind.AVOIDED


class Told(NamedTuple):
    """What a checked profile says. A word or number that is not there was not told."""

    findings: frozenset[str]
    ruled_out: frozenset[str]
    cleared: frozenset[str]
    deficits: frozenset[str]
    equipment: frozenset[str] | None
    avoided: frozenset[str]
    words: Mapping[str, str]
    numbers: Mapping[str, Decimal]

    @classmethod
    def of_numbers(cls, numbers: Mapping[str, Decimal]) -> Told:
        """Numbers alone, as a week in a course has them."""
        nothing = frozenset[str]()
        return cls(nothing, nothing, nothing, nothing, None, nothing, {}, numbers)

    def listed(self, kind: FactKind) -> frozenset[str] | None:
        """The words told of a kind; `None` for a kind of which nothing was told."""
        # By identity: to look a kind up costs several times as much.
        if kind is _EQUIPMENT:
            return self.equipment
        if kind is _DEFICIT:
            return self.deficits
        if kind is _AVOIDED:
            return self.avoided
        if kind is _CLEARED:
            return self.cleared
        raise KeyError(kind)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was told, with every finding settled as far as it goes, the treatment approach, and the rules that hold."""

    told: Told
    findings: Mapping[str, Truth] = field(default_factory=dict)
    approach: str | None = None
    rules: Mapping[str, Truth] = field(default_factory=dict)
    needs: tuple[Truth, ...] = ()
    """The verdict on each condition an exercise needs, by its number in the rulebook."""

    def has(self, kind: FactKind, word: str) -> Truth:
        """Whether the patient has this finding, deficit, clearance or equipment, or whether this rule holds."""
        if kind is _FINDING:
            return self.findings[word]
        if kind is _RULE:
            return self.rules[word]
        listed = self.told.listed(kind)
        return UNKNOWN if listed is None else YES if word in listed else NO

    def word(self, name: str) -> str | None:
        """The word of a field, or `None` when it was not told."""
        return self.approach if name == "approach" else self.told.words.get(name)

    def number(self, name: str) -> Decimal | None:
        """A number in its own unit, or `None` when it was not told."""
        return self.told.numbers.get(name)
