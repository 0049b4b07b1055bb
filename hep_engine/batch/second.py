"""The second reading of a sample: some rows are answered by the engine as well, and the two answers have to be one."""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.answers import questions_of
from hep_engine.batch.decide import PROVISIONAL, READY, STATUSES, Decided
from hep_engine.batch.encode import Encoded
from hep_engine.batch.plan import CODES, Plan
from hep_engine.batch.rows import Rows
from hep_engine.errors import DisagreementError, ProfileError
from hep_engine.model.words import Level

__all__ = ["compare", "drawn"]

_MIXED = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEP = 0x9E3779B97F4A7C15


def drawn(first: int, count: int, one_in: int, seed: int) -> list[int]:
    """Which of *count* rows are read twice, the first of which is number *first* of the table.

    A row is drawn by its number and the *seed* alone, so that neither chunks nor threads change the sample. 0: none.
    """
    if one_in < 1:
        return []
    mixed = np.arange(first, first + count, dtype=np.uint64) * np.uint64(_STEP) + np.uint64(seed * _STEP % 2**64)
    mixed = _stirred(_stirred(mixed, 30, _MIXED[0]), 27, _MIXED[1])
    return np.flatnonzero((mixed ^ (mixed >> np.uint64(31))) % np.uint64(one_in) == 0).tolist()


def _stirred(mixed: NDArray[np.uint64], shift: int, factor: np.uint64) -> NDArray[np.uint64]:
    return (mixed ^ (mixed >> np.uint64(shift))) * factor


def compare(plan: Plan, rows: Rows, encoded: Encoded, decided: Decided, row: int, *, provisional: bool) -> None:
    """Recommend for one row as for any patient. Raises `DisagreementError` where that is another answer."""
    if row in encoded.mistakes:
        return  # refused by the engine's own admission
    try:
        result = plan.engine.recommend(rows.profile(row, plan.knowledge))
    except ProfileError as wrong:
        raise DisagreementError(
            "a row was read as right that is not", [each.field for each in wrong.mistakes]
        ) from None
    status = STATUSES[decided.status[row]]
    shown = status == STATUSES[READY] or (status == STATUSES[PROVISIONAL] and provisional)
    offers = result.top(decided.chosen.shape[1]).recommendations if shown else ()
    asked = () if status == STATUSES[READY] else questions_of(plan, rows, decided, row)
    mine = (
        status,
        list(Level)[decided.level[row]],
        [
            (plan.exercises[number], int(score), _matched(plan, decided, row, number))
            for number, score in islice(zip(decided.chosen[row], decided.scores[row], strict=True), decided.counts[row])
        ],
        asked,
        _codes(plan, decided, row),
    )
    left_out = result.excluded if shown and decided.masks is not None else ()
    codes = {each.exercise: {reason.code for reason in each.reasons} for each in left_out}
    theirs = (
        result.status,
        result.disposition.level,
        [(each.exercise, each.score, each.matched_indications) for each in offers],
        () if status == STATUSES[READY] else tuple(each.id for each in result.disposition.ask_first),
        None if decided.masks is None else codes,
    )
    differing = [
        name
        for name, one, other in zip(("status", "level", "exercises", "questions", "codes"), mine, theirs, strict=True)
        if one != other
    ]
    if differing:
        raise DisagreementError("the table and the engine differ on a row that was read twice", differing)


def _matched(plan: Plan, decided: Decided, row: int, exercise: int) -> tuple[str, ...]:
    scores = plan.scores
    codes = scores.indications[scores.indication_starts[exercise] : scores.indication_starts[exercise + 1]]
    return tuple(plan.deficits[c] for c in codes.tolist() if int(decided.sets[row, c >> 6]) >> (c & 63) & 1)


def _codes(plan: Plan, decided: Decided, row: int) -> dict[str, set[str]] | None:
    if decided.masks is None:
        return None
    masks = decided.masks[row].tolist()
    return {
        name: {code for at, code in enumerate(CODES) if mask >> at & 1}
        for name, mask in zip(plan.exercises, masks, strict=True)
        if mask
    }
