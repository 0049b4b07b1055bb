"""The record of a proof: what an engine can demand before it recommends anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import z3

from hep_engine.engine import Engine
from hep_engine.knowledge.proof_file import sealed_record, statement_fingerprint
from hep_engine.model.proof import Decided, ProofRecord, ProvedStatement

__all__ = ["record_of"]


def record_of(engine: Engine, decided: Iterable[Decided]) -> ProofRecord:
    """The record of what was *decided* of the engine's knowledge, made now."""
    invariants = {rule.id: rule for rule in engine.knowledge.acting("invariants")}
    return sealed_record(
        ProofRecord(
            decision=engine.knowledge.decision,
            library=engine.library,
            solver=f"z3 {z3.get_version_string()}",
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            statements=tuple(
                ProvedStatement(
                    id=each.id,
                    fingerprint=statement_fingerprint(invariants[each.id]) if each.id in invariants else None,
                    outcome=each.outcome,
                    milliseconds=round(each.seconds * 1000),
                )
                for each in decided
            ),
        )
    )
