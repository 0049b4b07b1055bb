"""A whole trial of a knowledge base: every vignette, every clause of every rule, every statement about all patients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hep_engine.audit.clauses import ClauseSeen, clauses_seen
from hep_engine.audit.invariants import Broken, try_invariants
from hep_engine.audit.miss import Miss
from hep_engine.audit.vignettes import try_vignette
from hep_engine.engine import Engine
from hep_engine.model.vignette import Vignette

__all__ = ["Tried", "TriedVignette", "try_all"]


@dataclass(frozen=True, slots=True)
class TriedVignette:
    """A vignette and what its result missed."""

    vignette: Vignette
    misses: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial. The rules' own examples held, or the knowledge would not have loaded."""

    rules: int
    examples: int
    vignettes: tuple[TriedVignette, ...]
    clauses: tuple[ClauseSeen, ...]
    invariants: int
    broken: tuple[Broken, ...]

    @property
    def passed(self) -> bool:
        """Whether there are vignettes, all as expected, every clause decides both ways and no statement is broken."""
        as_expected = not any(each.misses for each in self.vignettes)
        return bool(self.vignettes) and as_expected and not self.broken and all(each.both_ways for each in self.clauses)


def try_all(engine: Engine, vignettes: Iterable[Vignette]) -> Tried:
    """Try everything on an engine that has loaded, its rules' examples rehearsed."""
    vignettes = tuple(vignettes)
    acting = [rule for rule in engine.knowledge.rules.values() if rule.active]
    return Tried(
        rules=len(acting),
        examples=sum(len(rule.examples) for rule in acting),
        vignettes=tuple(TriedVignette(each, try_vignette(each, engine)) for each in vignettes),
        clauses=clauses_seen(engine, vignettes),
        invariants=len(engine.knowledge.acting("invariants")),
        broken=try_invariants(engine),
    )
