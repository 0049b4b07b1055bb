"""Proof: statements about all patients, decided by a solver over the formula reading of the rules.

What is proved is proved of the formula. That formula and engine mean the same is tested, on generated knowledge and
patients; a refutation is shown in the engine itself before anybody is told of it. Needs the extra `verify` (Z3).
"""

from __future__ import annotations

from hep_engine.verify.broken import broken_statements
from hep_engine.verify.prove import Prover
from hep_engine.verify.record import record_of

__all__ = ["Prover", "broken_statements", "record_of"]
