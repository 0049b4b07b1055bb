"""Decide: status, level and the best exercises of many patients, from their facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.encode import Encoded
from hep_engine.batch.kernels import BLOCK, clear_listed, combine, eligible, transposed
from hep_engine.batch.picking import LOW, LOWEST_BITS, left_out, top_exercises
from hep_engine.batch.plan import CODES, Plan
from hep_engine.model.words import Level

__all__ = ["PROVISIONAL", "READY", "STATUSES", "WITHHELD", "Decided", "decide"]

STATUSES = ("ready", "provisional", "withheld")
READY, PROVISIONAL, WITHHELD = range(3)
_FIRST_BLOCKING = next(number for number, level in enumerate(Level) if level.blocks)

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Decided:
    """What was decided of some patients. A row with mistakes is decided too, and is nobody's answer."""

    status: Ints
    level: Ints
    """The severity of the highest level that fired."""
    asking: NDArray[np.bool_]
    """Whether a gate of a higher level is open, so that there is something to ask."""
    basis: Words
    """Of each patient everything that the gates rest on: patients with the same basis have the same questions."""
    deficits: Words
    """Each patient's deficits as a set."""
    counts: Ints
    """How many exercises each patient is shown."""
    chosen: NDArray[np.int32]
    """Their numbers, the best first."""
    scores: Ints
    masks: NDArray[np.uint16] | None
    """For each patient and exercise the codes it is left out for; `None` where nobody asked."""


def decide(plan: Plan, encoded: Encoded, count: int, *, top: int, codes: bool, provisional: bool) -> Decided:
    """Decide of *count* patients. Only those who are ready are shown exercises, or may be where *provisional*."""
    exercises = len(plan.exercises)
    width = encoded.facts.shape[1]
    most = min(top, exercises)
    yes, may = np.empty((plan.rows, BLOCK), np.uint64), np.empty((plan.rows, BLOCK), np.uint64)
    found = Decided(
        status=np.empty(width * 64, np.int64),
        level=np.empty(width * 64, np.int64),
        asking=np.empty(width * 64, np.bool_),
        basis=np.empty((width * 64, plan.basis_width), np.uint64),
        deficits=np.empty((width * 64, plan.scores.wanted.shape[1]), np.uint64),
        counts=np.zeros(width * 64, np.int64),
        chosen=np.empty((width * 64, most), np.int32),
        scores=np.empty((width * 64, most), np.int64),
        masks=np.zeros((width * 64, exercises), np.uint16) if codes else None,
    )
    pains = np.zeros(width * 64, np.int64)
    pains[:count] = encoded.pains
    wrong = np.zeros(width * 64, np.bool_)
    wrong[[*encoded.mistakes]] = True
    wrong[count:] = True
    for begin in range(0, width, BLOCK):
        combine(*plan.code, encoded.facts, begin, yes, may)
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

    fired, could = bits(yes, plan.level_rows)[:, 0], bits(may, plan.level_rows)[:, 0]
    levels, status = _levels(fired), np.full(size, READY)
    status[could >> np.uint64(_FIRST_BLOCKING - 1) > 0] = WITHHELD if plan.withholds_unscreened else PROVISIONAL
    status[levels >= _FIRST_BLOCKING] = WITHHELD
    found.level[block], found.status[block] = levels, status
    found.asking[block] = (could & ~fired) >> levels.astype(np.uint64) > 0
    found.basis[block] = np.hstack([bits(yes, plan.basis_rows), bits(may, plan.basis_rows)])
    shown = ((status == READY) | ((status == PROVISIONAL) & provisional)) & ~wrong[block]
    eligibility, scores = plan.eligibility, plan.scores
    fit = np.empty((len(plan.exercises), BLOCK), np.uint64)
    eligible(may if plan.lenient else yes, eligibility.starts, eligibility.needs, width, fit)
    fits = bits(fit, np.arange(len(plan.exercises)))
    clear_listed(encoded.avoided.starts, encoded.avoided.codes, block.start, fits)
    found.deficits[block] = bits(yes, plan.deficit_rows)
    best = np.zeros((size, found.chosen.shape[1]), np.int64)
    top_exercises(
        fits, shown, pains[block], found.deficits[block], bits(yes, scores.guard_rows), bits(yes, scores.wish_rows),
        scores.wanted, scores.matches, scores.guarded, scores.guard_points, scores.wished, scores.wish_sums,
        scores.always, best, found.counts[block],
    )  # fmt: skip
    found.scores[block], found.chosen[block] = best >> LOW, LOWEST_BITS - (best & LOWEST_BITS)
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


def _levels(fired: Words) -> Ints:
    """The highest level of those that fired, from a bit for each."""
    levels = np.zeros(len(fired), np.int64)
    for number in range(1, len(Level)):
        levels[(fired >> np.uint64(number - 1) & np.uint64(1)).astype(np.bool_)] = number
    return levels
