"""The second reading of a sample: some rows are answered by the engine as well, and the two answers have to be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.answers import questions_of
from hep_engine.batch.decide import PROVISIONAL, READY, STATUSES, Decided
from hep_engine.batch.encode import Encoded
from hep_engine.batch.plan import CODES, Plan
from hep_engine.batch.rows import Rows
from hep_engine.engine import Engine
from hep_engine.errors import DisagreementError, ProfileError
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Recommendations
from hep_engine.model.words import Level

__all__ = ["TOGETHER", "Drawn", "compare", "compare_together", "note", "sample"]

TOGETHER = 128
"""So many patients are compared together: each of them is held meanwhile."""

_MIXED = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEP = 0x9E3779B97F4A7C15


def sample(first: int, count: int, one_in: int, seed: int) -> list[int]:
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


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the table says of a patient who was drawn."""

    profile: PatientProfile
    top: int
    """The most exercises that are shown."""
    shown: bool
    """Whether exercises are shown to them, and what is left out."""
    status: str
    level: Level
    exercises: list[tuple[str, int, tuple[str, ...]]]
    questions: tuple[str, ...]
    codes: dict[str, set[str]] | None
    """`None` where no codes were wanted."""


def note(
    plan: Plan, rows: Rows, encoded: Encoded, decided: Decided, chosen: Iterable[int], *, provisional: bool
) -> list[Drawn]:
    """What was decided of the *chosen* rows; those with mistakes were refused by the engine's own admission."""
    return [_drawn(plan, rows, decided, row, provisional=provisional) for row in chosen if row not in encoded.mistakes]


def _drawn(plan: Plan, rows: Rows, decided: Decided, row: int, *, provisional: bool) -> Drawn:
    status = STATUSES[decided.status[row]]
    with _readable():
        profile = rows.profile(row, plan.knowledge)
    return Drawn(
        profile,
        decided.chosen.shape[1],
        status == STATUSES[READY] or (status == STATUSES[PROVISIONAL] and provisional),
        status,
        list(Level)[decided.level[row]],
        [
            (plan.exercises[number], int(score), _matched(plan, decided, row, number))
            for number, score in islice(zip(decided.chosen[row], decided.scores[row], strict=True), decided.counts[row])
        ],
        () if status == STATUSES[READY] else questions_of(plan, rows, decided, row),
        _codes(plan, decided, row),
    )


def compare_together(engine: Engine, patients: Sequence[Drawn]) -> None:
    """Compare with what the engine recommends, some hundred at a time. Raises `DisagreementError` as `compare` does."""
    for start in range(0, len(patients), TOGETHER):
        some = patients[start : start + TOGETHER]
        with _readable():
            results = engine.recommend_each(each.profile for each in some)
        for each, result in zip(some, results, strict=True):
            _compare(each, result)


def compare(engine: Engine, drawn: Drawn) -> None:
    """Recommend as for any patient. Raises `DisagreementError` where that is another answer."""
    with _readable():
        result = engine.recommend(drawn.profile)
    _compare(drawn, result)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ProfileError as wrong:
        fields = [each.field for each in wrong.mistakes]
        raise DisagreementError("a row was read as right that is not", fields) from None


def _compare(drawn: Drawn, result: Recommendations) -> None:
    offers = result.top(drawn.top).recommendations if drawn.shown else ()
    left_out = result.excluded if drawn.shown and drawn.codes is not None else ()
    asked = () if drawn.status == STATUSES[READY] else tuple(each.id for each in result.disposition.ask_first)
    codes = {each.exercise: {reason.code for reason in each.reasons} for each in left_out}
    both = {
        "status": (drawn.status, result.status),
        "level": (drawn.level, result.disposition.level),
        "exercises": (drawn.exercises, [(each.exercise, each.score, each.matched_indications) for each in offers]),
        "questions": (drawn.questions, asked),
        "codes": (drawn.codes, None if drawn.codes is None else codes),
    }
    differing = [name for name, (one, other) in both.items() if one != other]
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
