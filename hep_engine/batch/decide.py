"""Decide: status, level and the best exercises of many patients, from their facts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.encode import Encoded
from hep_engine.batch.kernels import BLOCK, PATIENTS, clear_listed, combine, eligible, judged
from hep_engine.batch.picking import left_out, top_exercises
from hep_engine.batch.plan import CODES, Plan, words_for
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


class _Room:
    """What is filled anew for each block of a chunk: taking memory each time costs as much as some kernels."""

    __slots__ = ("could", "every", "fired", "fit", "fits", "may", "yes")

    def __init__(self, plan: Plan) -> None:
        exercises = len(plan.exercises)
        self.yes, self.may = np.empty((2, plan.rows, BLOCK), np.uint64)
        self.fired, self.could = np.empty((2, PATIENTS, words_for(len(plan.level_rows))), np.uint64)
        self.every = np.arange(exercises)
        self.fit = np.empty((exercises, BLOCK), np.uint64)
        self.fits = np.empty((PATIENTS, words_for(exercises)), np.uint64)


def decide(plan: Plan, encoded: Encoded, count: int, *, top: int, codes: bool, provisional: bool) -> Decided:
    """Decide of *count* patients. Only those who are ready are shown exercises, or may be where *provisional*."""
    exercises = len(plan.exercises)
    width = max(1, -(-count // 64))
    most = min(top, exercises)
    room = _Room(plan)
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
        combine(*plan.code, encoded.facts[begin // BLOCK], min(BLOCK, width - begin), room.yes, room.may)
        block = slice(begin * 64, min(begin + BLOCK, width) * 64)
        _decide_block(plan, encoded, found, block, room, pains, wrong, provisional=provisional)
    return found


def _decide_block(
    plan: Plan, encoded: Encoded, found: Decided, block: slice, room: _Room, pains: Ints, wrong: NDArray[np.bool_],
    *, provisional: bool,
) -> None:  # fmt: skip
    size = block.stop - block.start
    width = size // 64

    yes, may = room.yes, room.may
    fired, could, fits = room.fired[:size], room.could[:size], room.fits[:size]
    open_ = WITHHELD if plan.withholds_unscreened else PROVISIONAL
    transposed(yes, plan.level_rows, width, fired)
    transposed(may, plan.level_rows, width, could)
    status = found.status[block]
    judged(fired, could, _FIRST_BLOCKING, (READY, open_, WITHHELD), found.level[block], status, found.asking[block])
    if (found.asking[block] & (status != READY)).any():
        rails = np.empty((2, size, plan.basis_width // 2), np.uint64)
        for rail, basis in zip((yes, may), rails, strict=True):
            transposed(rail, plan.basis_rows, width, basis)
        found.basis[block] = np.hstack([*rails])
    shown = ((status == READY) | ((status == PROVISIONAL) & provisional)) & ~wrong[block]
    eligibility, scores = plan.eligibility, plan.scores
    eligible(may if plan.lenient else yes, eligibility.starts, eligibility.needs, width, room.fit)
    transposed(room.fit, room.every, width, fits)
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
