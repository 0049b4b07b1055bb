"""Answers: what was decided, as rows of the table that goes out.

A patient has one row for each exercise, and one row without an exercise where there is none; nobody is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hep_engine.batch.decide import READY, STATUSES, Decided
from hep_engine.batch.encode import Encoded
from hep_engine.batch.kernels import matched
from hep_engine.batch.plan import CODES, Plan
from hep_engine.batch.rows import KEY, Rows
from hep_engine.errors import FieldMistake
from hep_engine.model.words import Level

__all__ = ["answers", "key_type", "questions_of", "schema"]

Ints = NDArray[np.int64]

_LEVELS = tuple(level.value for level in Level)
_MISTAKE = pa.struct([("field", pa.string()), ("reason", pa.string())])
_WORD = pa.dictionary(pa.int32(), pa.string())


def schema(key: pa.DataType, *, codes: bool) -> pa.Schema:
    """The columns that go out; *key* is the type of the column `patient`."""
    fields = [
        (KEY, key), ("status", _WORD), ("level", _WORD), ("rank", pa.int32()), ("exercise", _WORD),
        ("score", pa.int64()), ("matched", pa.list_(pa.string())), ("questions", pa.list_(pa.string())),
    ]  # fmt: skip
    return pa.schema([*fields, *([("codes", pa.list_(pa.string()))] if codes else []), ("errors", pa.list_(_MISTAKE))])


def answers(plan: Plan, rows: Rows, encoded: Encoded, decided: Decided) -> pa.RecordBatch:
    """The rows that go out for *rows*."""
    count = len(rows)
    shown = decided.counts[:count]
    left_out = _left_out(decided, count)
    others = np.zeros(count, np.int64) if left_out is None else np.bincount(left_out[0], minlength=count)
    sizes = np.maximum(shown + others, 1)
    owners = np.repeat(np.arange(count), sizes)
    places = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    offered = places < shown[owners]
    right = np.ones(count, np.bool_)
    right[[*encoded.mistakes]] = False
    exercise = np.full(len(owners), -1, np.int64)
    score = np.zeros(len(owners), np.int64)
    exercise[offered] = decided.chosen[owners[offered], places[offered]]
    score[offered] = decided.scores[owners[offered], places[offered]]
    if left_out is not None:
        exercise[~offered & (places < (shown + others)[owners])] = left_out[1]
    columns = [
        _keys(rows).take(pa.array(owners)),
        _named(decided.status[:count][owners], right[owners], STATUSES),
        _named(decided.level[:count][owners], right[owners], _LEVELS),
        pa.array(places + 1, pa.int32(), mask=~offered),
        _named(exercise, exercise >= 0, plan.exercises),
        pa.array(score, pa.int64(), mask=~offered),
        _matched(plan, decided, offered, count),
        _some(_questions(plan, rows, encoded, decided), owners, places == 0, pa.string()),
    ]
    if left_out is not None:
        columns.append(_codes(left_out[2], (exercise >= 0) & ~offered))
    mistakes = {row: [{"field": e.field, "reason": _reason(e)} for e in each] for row, each in encoded.mistakes.items()}
    columns.append(_some(mistakes, owners, places == 0, _MISTAKE))
    return pa.record_batch(columns, schema=schema(columns[0].type, codes=left_out is not None))


def key_type(kind: pa.DataType) -> pa.DataType:
    """How the column `patient` goes out: as it came in, but for views of text, which few tools can write."""
    return pa.string() if pa.types.is_string_view(kind) else kind


def _keys(rows: Rows) -> pa.Array:
    keys = rows.column(KEY)
    assert keys is not None
    return keys.cast(key_type(keys.type))


def questions_of(plan: Plan, rows: Rows, decided: Decided, row: int) -> tuple[str, ...]:
    """What to ask first in one row."""
    if not decided.asking[row]:
        return ()
    return plan.asker.questions(decided.basis[row].tobytes(), lambda: rows.profile(row, plan.knowledge))


def _questions(plan: Plan, rows: Rows, encoded: Encoded, decided: Decided) -> dict[int, Sequence[str]]:
    """What to ask first of everyone who is not ready."""
    waiting = np.flatnonzero(decided.asking[: len(rows)] & (decided.status[: len(rows)] != READY))
    return {row: questions_of(plan, rows, decided, row) for row in waiting.tolist() if row not in encoded.mistakes}


def _reason(mistake: FieldMistake) -> str:
    return f"{mistake.what} ({mistake.hint})" if mistake.hint else mistake.what


def _named(codes: Ints, told: NDArray[np.bool_], names: Sequence[str]) -> pa.Array:
    """Codes as the words they stand for; null where nothing is told."""
    return pa.DictionaryArray.from_arrays(
        pa.array(np.where(told, codes, 0).astype(np.int32), mask=~told), pa.array(names, pa.string())
    )


def _matched(plan: Plan, decided: Decided, offered: NDArray[np.bool_], count: int) -> pa.Array:
    scores, total = plan.scores, int(offered.sum())
    ends = np.zeros(total + 1, np.int64)
    found = np.empty(total * (scores.matches.shape[1] - 1), np.int64)
    filled = matched(
        decided.chosen,
        decided.counts[:count],
        decided.deficits,
        scores.indication_starts,
        scores.indications,
        ends,
        found,
    )
    sizes = np.zeros(len(offered), np.int64)
    sizes[offered] = np.diff(ends)
    return _lists(sizes, pa.array(plan.deficits, pa.string()).take(pa.array(found[:filled])))


def _left_out(decided: Decided, count: int) -> tuple[Ints, Ints, Ints] | None:
    """Who is not shown what, patient by patient, and the codes as bits; `None` where nobody asked."""
    if decided.masks is None:
        return None
    who, which = np.nonzero(decided.masks[:count])
    return who, which, decided.masks[who, which].astype(np.int64)


def _codes(masks: Ints, here: NDArray[np.bool_]) -> pa.Array:
    """The codes of each mask, for the rows that are *here*."""
    holding = (masks[:, None] >> np.arange(len(CODES))) & 1
    sizes = np.zeros(len(here), np.int64)
    sizes[here] = holding.sum(axis=1)
    return _lists(sizes, pa.array(CODES, pa.string()).take(pa.array(np.nonzero(holding)[1])))


def _some(lists: Mapping[int, Sequence[object]], owners: Ints, first: NDArray[np.bool_], kind: pa.DataType) -> pa.Array:
    """The list of each patient who has one, on the first of its rows."""
    sizes = np.zeros(len(owners), np.int64)
    starts = np.flatnonzero(first)
    who = sorted(lists)
    sizes[starts[who]] = [len(lists[row]) for row in who]
    return _lists(sizes, pa.array([each for row in who for each in lists[row]], kind))


def _lists(sizes: Ints, values: pa.Array) -> pa.Array:
    offsets = np.cumsum(np.concatenate([np.zeros(1, np.int64), sizes])).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)
