"""A patient as flat facts: what was told, and what was then concluded from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hep_engine.model.condition import FactKind
from hep_engine.model.truth import Truth

__all__ = ["Facts", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What a checked profile says. A word or number that is not there was not told."""

    findings: frozenset[str]
    ruled_out: frozenset[str]
    cleared: frozenset[str]
    deficits: frozenset[str]
    equipment: frozenset[str] | None
    avoided: frozenset[str]
    words: Mapping[str, str]
    numbers: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was told, with every finding settled as far as it goes, the treatment approach, and the rules that hold."""

    told: Told
    findings: Mapping[str, Truth] = field(default_factory=dict)
    approach: str | None = None
    rules: Mapping[str, Truth] = field(default_factory=dict)

    def has(self, kind: FactKind, word: str) -> Truth:
        """Whether the patient has this finding, deficit, clearance or equipment, or whether this rule holds."""
        match kind:
            case FactKind.FINDING:
                return self.findings[word]
            case FactKind.RULE:
                return self.rules[word]
            case FactKind.EQUIPMENT:
                owned = self.told.equipment
                return Truth.UNKNOWN if owned is None else Truth.of(word in owned)
            case FactKind.DEFICIT:
                return Truth.of(word in self.told.deficits)
            case FactKind.CLEARED:
                return Truth.of(word in self.told.cleared)
            case FactKind.AVOIDED:
                return Truth.of(word in self.told.avoided)

    def word(self, name: str) -> str | None:
        """The word of a field, or `None` when it was not told."""
        return self.approach if name == "approach" else self.told.words.get(name)

    def number(self, name: str) -> Decimal | None:
        """A number in its own unit, or `None` when it was not told."""
        return self.told.numbers.get(name)
