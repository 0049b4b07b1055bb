"""Answers: what was decided, as rows of the table that goes out.

A patient has one row for each exercise, and one row without an exercise where there is none; nobody is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hep_engine.batch.decide import READY, STATUSES, Decided
from hep_engine.batch.encode import Encoded
from hep_engine.batch.layout import laid_out, matched
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
        ("score", pa.int64()), ("matched", pa.list_(_WORD)), ("questions", pa.list_(pa.string())),
    ]  # fmt: skip
    return pa.schema([*fields, *([("codes", pa.list_(pa.string()))] if codes else []), ("errors", pa.list_(_MISTAKE))])


def answers(plan: Plan, rows: Rows, encoded: Encoded, decided: Decided) -> pa.RecordBatch:
    """The rows that go out for *rows*."""
    count = len(rows)
    shown, left_out = decided.counts[:count], _left_out(decided, count)
    others = np.bincount(left_out.who, minlength=count)
    total = int(np.maximum(shown + others, 1).sum())
    owners, scores = np.empty(total, np.int64), np.zeros(total, np.int64)
    ranks, exercises = np.zeros(total, np.int32), np.empty(total, np.int32)
    offered, first = np.zeros(total, np.bool_), np.zeros(total, np.bool_)
    laid_out(
        shown, others, decided.chosen, decided.scores, left_out.which, owners, ranks, exercises, scores, offered, first
    )
    right = np.ones(count, np.bool_)
    right[[*encoded.mistakes]] = False
    answered = right[owners]
    columns = [
        _keys(rows).take(pa.array(owners)),
        _named(decided.status[owners], answered, STATUSES),
        _named(decided.level[owners], answered, _LEVELS),
        _held(ranks, offered, pa.int32()),
        _named(exercises, exercises >= 0, plan.exercises),
        _held(scores, offered, pa.int64()),
        _matched(plan, decided, owners, offered, exercises),
        _some(_questions(plan, rows, encoded, decided), first, pa.string()),
    ]
    if decided.masks is not None:
        columns.append(_codes(left_out.masks, (exercises >= 0) & ~offered))
    mistakes = {row: [{"field": e.field, "reason": _reason(e)} for e in each] for row, each in encoded.mistakes.items()}
    columns.append(_some(mistakes, first, _MISTAKE))
    return pa.record_batch(columns, schema=schema(columns[0].type, codes=decided.masks is not None))


def key_type(kind: pa.DataType) -> pa.DataType:
    """How the column `patient` goes out: as it came in, but for views of text, which few tools can write."""
    return pa.string() if pa.types.is_string_view(kind) else kind


def _keys(rows: Rows) -> pa.Array:
    keys, _ = rows.keys()
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


def _held(values: NDArray[Any], here: NDArray[np.bool_], kind: pa.DataType) -> pa.Array:
    """Numbers as a column, null where there is none *here*."""
    valid = None if here.all() else pa.py_buffer(np.packbits(here, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(values)])


def _named(codes: NDArray[np.int32], here: NDArray[np.bool_], names: Sequence[str]) -> pa.Array:
    """Codes as the words they stand for; null where there is none *here*."""
    return pa.DictionaryArray.from_arrays(_held(codes, here, pa.int32()), pa.array(names, pa.string()), safe=False)


def _matched(
    plan: Plan, decided: Decided, owners: Ints, offered: NDArray[np.bool_], exercises: NDArray[np.int32]
) -> pa.Array:
    scores, total = plan.scores, len(owners)
    ends = np.zeros(total + 1, np.int32)
    found = np.empty(total * scores.matches.shape[1], np.int32)
    filled = matched(
        owners, offered, exercises, decided.sets, scores.indication_starts, scores.indications, ends, found
    )
    return pa.ListArray.from_arrays(pa.array(ends), _named(found[:filled], np.ones(filled, np.bool_), plan.deficits))


class _LeftOut(NamedTuple):
    """Who is not shown what, patient by patient, and the codes as bits."""

    who: Ints
    which: Ints
    masks: Ints


def _left_out(decided: Decided, count: int) -> _LeftOut:
    """Nobody, where nobody asked."""
    if decided.masks is None:
        return _LeftOut(*np.zeros((3, 0), np.int64))
    who, which = np.nonzero(decided.masks[:count])
    return _LeftOut(who, which, decided.masks[who, which].astype(np.int64))


def _codes(masks: Ints, here: NDArray[np.bool_]) -> pa.Array:
    """The codes of each mask, for the rows that are *here*."""
    holding = (masks[:, None] >> np.arange(len(CODES))) & 1
    sizes = np.zeros(len(here), np.int64)
    sizes[here] = holding.sum(axis=1)
    return _lists(sizes, pa.array(CODES, pa.string()).take(pa.array(np.nonzero(holding)[1])))


def _some(lists: Mapping[int, Sequence[object]], first: NDArray[np.bool_], kind: pa.DataType) -> pa.Array:
    """The list of each patient who has one, on the first of its rows."""
    sizes = np.zeros(len(first), np.int64)
    who = sorted(lists)
    sizes[np.flatnonzero(first)[who]] = [len(lists[row]) for row in who]
    return _lists(sizes, pa.array([each for row in who for each in lists[row]], kind))


def _lists(sizes: Ints, values: pa.Array) -> pa.Array:
    offsets = np.cumsum(np.concatenate([np.zeros(1, np.int64), sizes])).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)
