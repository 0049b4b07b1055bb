"""Decide: status, level and the best exercises of many patients, from their facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.encode import Encoded
from hep_engine.batch.kernels import BLOCK, clear_listed, combine, eligible, judged
from hep_engine.batch.picking import left_out, top_exercises
from hep_engine.batch.plan import CODES, Plan
from hep_engine.batch.turning import transposed
from hep_engine.model.words import Level

__all__ = ["PROVISIONAL", "READY", "STATUSES", "WITHHELD", "Decided", "decide"]

STATUSES = ("ready", "provisional", "withheld")
READY, PROVISIONAL, WITHHELD = range(3)
_FIRST_BLOCKING = next(number for number, level in enumerate(Level) if level.blocks)

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]


@dataclass(slots=True)
class Decided:
    """What was decided of some patients. A row with mistakes is decided too, and is nobody's answer."""

    status: Codes
    level: Codes
    """The severity of the highest level that fired."""
    asking: NDArray[np.bool_]
    """Whether a gate of a higher level is open, so that there is something to ask."""
    basis: Words
    """Of each patient everything that the gates rest on: patients with the same basis have the same questions."""
    sets: Words
    """Each patient's deficits, and what else scores look at, as sets."""
    counts: Ints
    """How many exercises each patient is shown."""
    chosen: Codes
    """Their numbers, the best first."""
    scores: Ints
    masks: NDArray[np.uint16] | None
    """For each patient and exercise the codes it is left out for; `None` where nobody asked."""


def decide(plan: Plan, encoded: Encoded, count: int, *, top: int, codes: bool, provisional: bool) -> Decided:
    """Decide of *count* patients. Only those who are ready are shown exercises, or may be where *provisional*."""
    exercises = len(plan.exercises)
    width = max(1, -(-count // 64))
    most = min(top, exercises)
    yes, may = np.empty((plan.rows, BLOCK), np.uint64), np.empty((plan.rows, BLOCK), np.uint64)
    found = Decided(
        status=np.empty(width * 64, np.int32),
        level=np.empty(width * 64, np.int32),
        asking=np.empty(width * 64, np.bool_),
        basis=np.empty((width * 64, plan.basis_width), np.uint64),
        sets=np.empty((width * 64, plan.scores.wanted.shape[1]), np.uint64),
        counts=np.zeros(width * 64, np.int64),
        chosen=np.zeros((width * 64, most), np.int32),
        scores=np.zeros((width * 64, most), np.int64),
        masks=np.zeros((width * 64, exercises), np.uint16) if codes else None,
    )
    pains = np.zeros(width * 64, np.int64)
    pains[:count] = encoded.pains
    wrong = np.zeros(width * 64, np.bool_)
    wrong[[*encoded.mistakes]] = True
    wrong[count:] = True
    for begin in range(0, width, BLOCK):
        combine(*plan.code, encoded.facts[begin // BLOCK], min(BLOCK, width - begin), yes, may)
        block = slice(begin * 64, min(begin + BLOCK, width) * 64)
        _decide_block(plan, encoded, found, block, yes, may, pains, wrong, provisional=provisional)
    return found


def _decide_block(
    plan: Plan, encoded: Encoded, found: Decided, block: slice, yes: Words, may: Words, pains: Ints,
    wrong: NDArray[np.bool_], *, provisional: bool,
) -> None:  # fmt: skip
    size = block.stop - block.start
    width = size // 64

    def bits(rail: Words, rows: Ints) -> Words:
        out = np.empty((size, max(1, -(-len(rows) // 64))), np.uint64)
        transposed(rail, rows, width, out)
        return out

    open_ = WITHHELD if plan.withholds_unscreened else PROVISIONAL
    fired, could = bits(yes, plan.level_rows), bits(may, plan.level_rows)
    status = found.status[block]
    judged(fired, could, _FIRST_BLOCKING, (READY, open_, WITHHELD), found.level[block], status, found.asking[block])
    if (found.asking[block] & (status != READY)).any():
        found.basis[block] = np.hstack([bits(yes, plan.basis_rows), bits(may, plan.basis_rows)])
    shown = ((status == READY) | ((status == PROVISIONAL) & provisional)) & ~wrong[block]
    eligibility, scores = plan.eligibility, plan.scores
    fit = np.empty((len(plan.exercises), BLOCK), np.uint64)
    eligible(may if plan.lenient else yes, eligibility.starts, eligibility.needs, width, fit)
    fits = bits(fit, np.arange(len(plan.exercises)))
    clear_listed(encoded.avoided.starts, encoded.avoided.codes, block.start, fits)
    transposed(yes, scores.rows, width, found.sets[block])
    top_exercises(
        fits, shown, pains[block], found.sets[block], scores.wanted, scores.widths, scores.totals, scores.matches,
        scores.guard_points, scores.wish_points, scores.always, found.chosen[block], found.scores[block],
        found.counts[block],
    )  # fmt: skip
    if found.masks is not None:
        strict = -1 if plan.lenient else CODES.index("not_ruled_out")
        masks = found.masks[block]
        left_out(may, yes, eligibility.starts, eligibility.needs, eligibility.codes, width, strict, masks)
        avoided = encoded.avoided
        last = min(block.stop, len(avoided.starts) - 1)
        lengths = np.diff(avoided.starts[block.start : last + 1])
        who = np.repeat(np.arange(last - block.start), lengths)
        which = avoided.codes[avoided.starts[block.start] : avoided.starts[last]]
        masks[who[which >= 0], which[which >= 0]] |= 1 << CODES.index("avoided")
        masks[~shown] = 0
