"""Columns of a table as arrays of numbers: words as their codes, lists as codes with a start for each patient.

Each reader also says of which rows it is sure. What it is not sure of is read again, row by row, as a profile is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hep_engine.batch.lookup import Known

__all__ = ["Listed", "Numbers", "entries", "given", "listed", "numbers", "whole_numbers", "words"]

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]


class Numbers(NamedTuple):
    """One number for each patient."""

    values: NDArray[np.float64]
    told: Flags
    sure: Flags


class Listed(NamedTuple):
    """Codes for each patient, between its start and the next one; a code is negative where the word is not known."""

    starts: Ints
    codes: Codes
    told: Flags
    sure: Flags


def words(column: pa.Array | None, known: Known, count: int) -> tuple[Codes, Flags, Flags]:
    """The place of each patient's word among the *known* ones, whether one was told, and of which rows this is sure."""
    if column is None or pa.types.is_null(column.type):
        return np.full(count, -1, np.int32), np.zeros(count, np.bool_), np.ones(count, np.bool_)
    told = given(column)
    text = _text(column)
    if text is None:
        return np.full(count, -1, np.int32), told, ~told
    codes = known.places(text)
    return codes, told, ~told | (codes >= 0)


def numbers(column: pa.Array | None, count: int) -> Numbers:
    """Each patient's number."""
    if column is None or pa.types.is_null(column.type):
        return Numbers(np.zeros(count), np.zeros(count, np.bool_), np.ones(count, np.bool_))
    told = given(column)
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return Numbers(np.zeros(count), told, ~told)
    values = _floats(column.cast(pa.float64(), safe=False))
    return Numbers(values, told, ~told | np.isfinite(values))


def whole_numbers(column: pa.Array | None, count: int, most: int) -> tuple[Ints, Flags, Flags]:
    """Each patient's whole number from 0 to *most*, 0 where it is not told."""
    values, told, sure = numbers(column, count)
    fits = told & sure & (values >= 0) & (values <= most)
    whole = np.where(fits, values, 0).astype(np.int64)
    return whole, told, sure & (~told | (fits & (whole == values)))


def listed(column: pa.Array | None, known: Known, count: int, longest: int) -> Listed:
    """Each patient's list of words, a word as its place among the *known* ones."""
    if column is None or pa.types.is_null(column.type):
        none = np.zeros(count, np.bool_)
        return Listed(np.zeros(count + 1, np.int64), np.zeros(0, np.int32), none, ~none)
    told = given(column)
    text = _text(column.flatten()) if _is_list(column.type) else None
    if text is None:
        return Listed(np.zeros(count + 1, np.int64), np.zeros(0, np.int32), told, ~told)
    lengths = _ints(pc.fill_null(pc.list_value_length(column), 0))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    sure = lengths <= longest
    codes = known.places(text)
    if starts[-1] != len(codes) or (lengths < 0).any():
        raise pa.ArrowInvalid("a column of lists says that they stand where it holds none")
    if (codes < 0).any():
        sure[np.repeat(np.arange(count), lengths)[codes < 0]] = False
    return Listed(starts, codes, told, sure)


def entries(column: pa.Array, known: Known, count: int) -> tuple[dict[str, Numbers], Flags]:
    """The scores in a column of maps or of structs, by measure, and of which rows this is sure as a whole."""
    sure = np.ones(count, np.bool_)
    if pa.types.is_null(column.type):
        return {}, sure
    if pa.types.is_struct(column.type):
        found = {}
        for field, values in zip(column.type, column.flatten(), strict=True):
            if field.name in known.words and field.name not in found:
                found[field.name] = numbers(values, count)
            else:
                sure &= ~given(values)
        return found, sure
    if not pa.types.is_map(column.type):
        return {}, ~given(column)
    return _mapped(column, known, count)


def _mapped(column: pa.Array, known: Known, count: int) -> tuple[dict[str, Numbers], Flags]:
    offsets = np.asarray(column.offsets, np.int64)
    told = given(column)
    lengths = np.where(told, np.diff(offsets), 0)
    owners = np.repeat(np.arange(count), lengths)
    inside = (
        np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(offsets[:-1], lengths)
    )
    text, scores = _text(column.keys), numbers(column.items, len(column.items))
    if text is None:
        return {}, lengths == 0
    codes = known.places(text)[inside]
    sure = np.ones(count, np.bool_)
    sure[owners[(codes < 0) | ~scores.told[inside]]] = False
    found = {}
    for code, name in enumerate(known.words):
        at = codes == code
        who, which = owners[at], inside[at]
        values, told, fine = np.zeros(count), np.zeros(count, np.bool_), np.ones(count, np.bool_)
        values[who], told[who], fine[who] = scores.values[which], True, scores.sure[which]
        sure[np.bincount(who, minlength=count) > 1] = False
        found[name] = Numbers(values, told, fine)
    return found, sure


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
        or pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind)
    )  # fmt: skip


def _text(column: pa.Array) -> pa.Array | None:
    """The column, or `None` where it is no text."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    fits = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return column if fits else None


def given(column: pa.Array) -> Flags:
    """Where the column is not null."""
    if not column.null_count:
        return np.ones(len(column), np.bool_)
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), np.bool_).copy()


def _ints(column: pa.Array) -> Ints:
    return np.asarray(column.to_numpy(zero_copy_only=False), np.int64)


def _floats(column: pa.Array) -> NDArray[np.float64]:
    return np.asarray(column.fill_null(0.0).to_numpy(zero_copy_only=False), np.float64)
