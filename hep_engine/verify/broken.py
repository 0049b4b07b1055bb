"""Statements of the knowledge that an edit broke."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.engine import Engine
from hep_engine.model.proof import Decided
from hep_engine.verify.prove import Prover
from hep_engine.verify.theorems import invariant

__all__ = ["broken_statements"]


def broken_statements(engine: Engine, *, seconds: float = 20) -> Iterator[Decided]:
    """Every statement of `rules/invariants/` that is false, with the smallest patient for whom it is.

    What is not decided in so many seconds is left to a whole proof, which counts it as failed.
    """
    prover = Prover(engine, seconds=seconds)
    for rule in engine.knowledge.acting("invariants"):
        decided = prover.decide(invariant(rule, prover.formula))
        if decided.outcome in ("refuted", "differs"):
            yield decided
