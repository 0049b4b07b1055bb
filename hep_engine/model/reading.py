"""A reading: what one evaluator makes of every condition in the rulebook, for one patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hep_engine.model.truth import Truth

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Verdicts by name. Two readings of the same patient must be equal."""

    approach: str
    findings: Mapping[str, Truth]
    rules: Mapping[str, Truth]
    exercises: Mapping[str, Truth]
    needs: tuple[Truth, ...] = field(default=(), compare=False)
    """The verdict on each numbered condition of the rulebook's `needs`, from a reading that gives reasons."""

    def differences(self, other: Reading) -> Iterator[str]:
        """Each verdict on which *other* differs, with both."""
        if self.approach != other.approach:
            yield f"treatment approach: {self.approach} or {other.approach}"
        for kind in ("findings", "rules", "exercises"):
            mine, theirs = getattr(self, kind), getattr(other, kind)
            for name in sorted({*mine, *theirs}):
                if mine.get(name) != theirs.get(name):
                    yield f"{kind.removesuffix('s')} {name}: {_said(mine.get(name))} or {_said(theirs.get(name))}"


def _said(verdict: Truth | None) -> str:
    return verdict.value if verdict else "no verdict"
