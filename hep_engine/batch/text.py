"""Tables of text: CSV cells as numbers, words and lists, JSON lines as columns. What fits no column stays odd."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hep_engine.batch.rows import KEY, LISTS, MEASURE, WHOLE, WORDS, Rows, Told
from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.model.nearest import printable

__all__ = ["of_cells", "of_lines"]

_NOTHING = "none"
"""Said of equipment: asked, and there is none."""
_NUMBER = r"^-?[0-9]{1,9}(\.[0-9]{1,9})?$"
_EXACT = 2**53


def of_cells(batch: pa.RecordBatch, first: int) -> Rows:
    """Rows of CSV cells: an empty cell is not told, lists are written `a;b`, `none` is said of equipment."""
    columns, strange = {}, {}
    for name, cells in zip(batch.schema.names, batch.columns, strict=True):
        if name in LISTS:
            columns[name] = _split(cells, nothing=name == "equipment")
        elif name in WHOLE or name.startswith(MEASURE):
            columns[name], strange[name] = _numbered(cells)
        else:
            columns[name] = cells
    rows = Rows(pa.record_batch(list(columns.values()), names=list(columns)), first=first)
    odd: dict[int, Told | ProfileError] = {}
    for name, found in strange.items():
        for row, cell in found.items():
            told = odd.setdefault(row, rows.told(row))
            assert isinstance(told, dict)
            (told["measures"] if name.startswith(MEASURE) else told)[name.removeprefix(MEASURE)] = cell
    return Rows(rows.batch, odd, first)


def of_lines(lines: Sequence[bytes], first: int) -> Rows:
    """Rows of JSON, a profile and its `patient` a line."""
    odd: dict[int, Told | ProfileError] = {}
    kept: list[Told] = []
    keys: list[str | None] = []
    for row, line in enumerate(lines):
        try:
            told = _object(line)
        except ProfileError as wrong:
            odd[row] = wrong
            told = {}
        key = told.pop(KEY, None)
        keys.append(_key(key))
        if row not in odd and not all(_fits(name, value) for name, value in told.items()):
            odd[row] = told
        kept.append({} if row in odd else told)
    columns: dict[str, pa.Array] = {KEY: pa.array(keys, pa.string())}
    columns |= {name: pa.array([each.get(name) for each in kept], pa.int64()) for name in WHOLE}
    columns |= {name: pa.array([each.get(name) for each in kept], pa.string()) for name in WORDS}
    columns |= {name: pa.array([each.get(name) for each in kept], pa.list_(pa.string())) for name in LISTS}
    scores = [[(name, float(score)) for name, score in each.get("measures", {}).items()] for each in kept]
    columns["measures"] = pa.array(scores, pa.map_(pa.string(), pa.float64()))
    return Rows(pa.record_batch(list(columns.values()), names=list(columns)), odd, first)


def _split(cells: pa.Array, *, nothing: bool) -> pa.Array:
    if nothing:
        cells = pc.if_else(pc.equal(cells, _NOTHING), "", cells)
    lists = pc.split_pattern(cells, ";")
    words = pc.utf8_trim_whitespace(lists.flatten())
    whole = pa.ListArray.from_arrays(_offsets(lists), words, mask=lists.is_null())
    if not nothing:
        return whole
    empty = pa.array([[]] * 1, pa.list_(pa.string()))[0]
    return pc.if_else(pc.equal(cells, ""), empty, whole)


def _offsets(lists: pa.Array) -> pa.Array:
    sizes = pc.fill_null(pc.list_value_length(lists), 0)
    return pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(sizes).cast(pa.int32())])


def _numbered(cells: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    """The cells that are numbers as such, and the others."""
    fine = pc.match_substring_regex(cells, _NUMBER)
    strange = pc.fill_null(pc.invert(fine), False)
    numbers = pc.if_else(fine, cells, None).cast(pa.float64())
    found = pc.indices_nonzero(strange).to_pylist()
    return numbers, {row: cells[row].as_py() for row in found}


def _object(line: bytes) -> Told:
    """One line of JSON. Raises `ProfileError` for what is no JSON object, or says something twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) < len(pairs):
            names = [name for name, _ in pairs]
            twice = sorted({name for at, name in enumerate(names) if name in names[:at]})
            raise ProfileError([FieldMistake(printable(name), "stands in the profile twice") for name in twice])
        return told

    try:
        told = json.loads(line, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise ProfileError([FieldMistake("profile", "is not valid JSON")]) from None
    if not isinstance(told, dict):
        raise ProfileError([FieldMistake("profile", "must be a mapping of fields")])
    return told


def _key(told: object) -> str | None:
    """The patient as text, with half a letter that no file can hold replaced."""
    if not isinstance(told, str | int) or isinstance(told, bool):
        return None
    return str(told).encode("utf-8", "replace").decode()


def _fits(name: str, value: object) -> bool:
    """Whether the value is of the kind its column holds."""
    if name in WHOLE:
        return type(value) is int and abs(value) < _EXACT
    if name in WORDS:
        return isinstance(value, str) and value.isascii()
    if name in LISTS:
        return isinstance(value, list) and all(isinstance(each, str) and each.isascii() for each in value)
    if name == "measures":
        return isinstance(value, dict) and all(
            known.isascii() and (type(score) is float or (type(score) is int and abs(score) < _EXACT))
            for known, score in value.items()
        )
    return False
