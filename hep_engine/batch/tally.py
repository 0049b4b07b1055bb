"""Counting what was decided of some patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.decide import STATUSES, Decided
from hep_engine.batch.encode import Encoded
from hep_engine.batch.plan import Plan
from hep_engine.model.registry import Tally
from hep_engine.model.words import Level

__all__ = ["tally"]


def tally(plan: Plan, encoded: Encoded, decided: Decided, count: int, read_twice: int) -> Tally:
    """The counts of *count* patients."""
    right = np.ones(count, np.bool_)
    right[[*encoded.mistakes]] = False
    shown = decided.counts[:count]
    offered = decided.chosen[:count][np.arange(decided.chosen.shape[1]) < shown[:, None]]
    return Tally(
        patients=count,
        statuses=_counted(decided.status[:count][right], STATUSES),
        levels=_counted(decided.level[:count][right], [level.value for level in Level]),
        exercises=_counted(offered, plan.exercises),
        first=_counted(decided.chosen[:count][shown > 0, 0], plan.exercises),
        mistaken=len(encoded.mistakes),
        errors=dict(Counter(field for each in encoded.mistakes.values() for field in {e.field for e in each})),
        read_twice=read_twice,
    )


def _counted(codes: NDArray[np.int64] | NDArray[np.int32], names: Sequence[str]) -> dict[str, int]:
    counts = np.bincount(codes)
    there = np.flatnonzero(counts)
    return {names[code]: number for code, number in zip(there.tolist(), counts[there].tolist(), strict=True)}
