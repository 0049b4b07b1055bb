"""What became of a registry as a whole: counts, and no patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hep_engine.model.value import Value

__all__ = ["Tally"]


@dataclass(frozen=True, slots=True)
class Tally(Value):
    """How many patients of a table came to what."""

    patients: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    """Patients by status; one whose row has a mistake has none."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """Patients by the highest level of referral that fired."""
    exercises: Mapping[str, int] = field(default_factory=dict)
    """To how many patients each exercise is shown among the best."""
    first: Mapping[str, int] = field(default_factory=dict)
    """To how many it is shown as the best."""
    mistaken: int = 0
    """Patients whose row has a mistake."""
    errors: Mapping[str, int] = field(default_factory=dict)
    """Mistakes by field."""
    read_twice: int = 0
    """Rows that the engine answered as well, with the same answer."""

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.patients + other.patients,
            _sum(self.statuses, other.statuses),
            _sum(self.levels, other.levels),
            _sum(self.exercises, other.exercises),
            _sum(self.first, other.first),
            self.mistaken + other.mistaken,
            _sum(self.errors, other.errors),
            self.read_twice + other.read_twice,
        )


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}
