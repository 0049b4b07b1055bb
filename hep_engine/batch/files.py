"""Files of profiles and of answers: Parquet, CSV or JSON lines, by the ending of the name, piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from hep_engine.batch.rows import LISTS, WORDS, Rows, check_columns
from hep_engine.batch.text import of_cells, of_lines
from hep_engine.model.knowledge import KnowledgeBase

__all__ = ["ENDINGS", "Unreadable", "count_rows", "read_rows", "write_table"]

_DECODED = 2048
"""So many rows of Parquet are decoded at once: a row takes some twenty kilobytes while it is."""

ENDINGS = (".parquet", ".csv", ".jsonl")


class Unreadable(Exception):  # noqa: N818  # said of a file; it never leaves the room of tables but to the command line
    """A file that is no table of profiles."""


def count_rows(path: Path) -> int:
    """How many rows a file has; of text about as many, for a bar to go by."""
    if path.suffix == ".parquet":
        return int(_opened(path).metadata.num_rows)
    with path.open("rb") as file:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: file.read(2**20), b""))
    return lines - (path.suffix == ".csv")


def read_rows(path: Path, knowledge: KnowledgeBase, size: int, skip: int) -> Iterator[Rows]:
    """The rows of a file, *size* at a time, without the first *skip*.

    Raises `ProfileError` for columns nobody knows, and `Unreadable` for a file that is no such table.
    """
    try:
        match path.suffix:
            case ".parquet":
                yield from _parquet(path, knowledge, size, skip)
            case ".csv":
                yield from _csv(path, knowledge, size, skip)
            case _:
                yield from _lines(path, size, skip)
    except pa.ArrowException as failure:
        raise Unreadable(f"`{path}` cannot be read as {path.suffix[1:]}") from failure


def write_table(path: Path, batches: Iterator[pa.RecordBatch], kinds: pa.Schema) -> None:
    """Write *batches* into a file."""
    match path.suffix:
        case ".parquet":
            with pq.ParquetWriter(path, kinds, compression="zstd") as writer:
                for batch in batches:
                    writer.write_batch(batch)
        case ".csv":
            flat = pa.schema([field.with_type(_flat(field.type)) for field in kinds])
            with pa_csv.CSVWriter(path, flat) as writer:
                for batch in batches:
                    writer.write_batch(pa.record_batch([_cells(each) for each in batch.columns], schema=flat))
        case _:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                for batch in batches:
                    file.writelines(
                        json.dumps(_kept(row), ensure_ascii=False, separators=(",", ":"), default=str) + "\n"
                        for row in batch.to_pylist()
                    )


def _opened(path: Path, as_codes: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, read_dictionary=[*as_codes], pre_buffer=False, buffer_size=2**20)
    except pa.ArrowException as failure:
        raise Unreadable(f"`{path}` cannot be read as parquet") from failure


def _parquet(path: Path, knowledge: KnowledgeBase, size: int, skip: int) -> Iterator[Rows]:
    with _opened(path) as file:
        check_columns(file.schema_arrow.names, knowledge)
        repeated = _repeated(file)
    with _opened(path, repeated) as file:
        first = 0
        # Group by group: Arrow decodes no list across two of them where the words are kept as codes.
        decoded = chain.from_iterable(
            file.iter_batches(batch_size=min(size, _DECODED), row_groups=[group])
            for group in range(file.num_row_groups)
        )
        for batch in _resized(decoded, size):
            if first + batch.num_rows > skip:
                yield Rows(batch, first=first)
            first += batch.num_rows


def _repeated(file: pq.ParquetFile) -> list[str]:
    """The columns of words of which there are few, said again and again: as codes they take a tenth of the room."""
    columns = [file.schema.column(number) for number in range(len(file.schema))]
    return [
        each.path
        for each in columns
        if each.physical_type == "BYTE_ARRAY" and each.path.partition(".")[0] in (*LISTS, *WORDS)
    ]


def _csv(path: Path, knowledge: KnowledgeBase, size: int, skip: int) -> Iterator[Rows]:
    with path.open("rb") as file:
        head = file.readline().decode("utf-8-sig", "replace")
    named = pa_csv.read_csv(pa.BufferReader(head.encode())).column_names
    check_columns(named, knowledge)
    convert = pa_csv.ConvertOptions(
        column_types={name: pa.string() for name in named}, null_values=[""], strings_can_be_null=True
    )
    parse = pa_csv.ParseOptions(newlines_in_values=True)
    first = 0
    for batch in _resized(pa_csv.open_csv(path, convert_options=convert, parse_options=parse), size):
        if first + batch.num_rows > skip:
            yield of_cells(batch, first)
        first += batch.num_rows


def _lines(path: Path, size: int, skip: int) -> Iterator[Rows]:
    with path.open("rb") as file:
        lines = (line for line in file if line.strip())
        first = sum(1 for _ in islice(lines, skip))
        while piece := list(islice(lines, size)):
            yield of_lines(piece, first)
            first += len(piece)


def _resized(batches: Any, size: int) -> Iterator[pa.RecordBatch]:
    """The same rows, *size* at a time."""
    held, count = [], 0
    for batch in batches:
        rest = batch
        while rest.num_rows:
            part = rest.slice(0, size - count)
            held.append(part)
            count += part.num_rows
            rest = rest.slice(part.num_rows)
            if count == size:
                yield _joined(held)
                held, count = [], 0
    if held:
        yield _joined(held)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)


def _flat(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_list(kind) or pa.types.is_dictionary(kind) else kind


def _cells(column: pa.Array) -> pa.Array:
    """A column as CSV holds it: a list as `a;b`, a mistake as `field: reason`."""
    if pa.types.is_dictionary(column.type):
        return column.cast(pa.string())
    if not pa.types.is_list(column.type):
        return column
    if pa.types.is_struct(column.type.value_type):
        said = column.flatten()
        fields, reasons = (said.field(name) for name in ("field", "reason"))
        words = pc.binary_join_element_wise(fields, reasons, ": ")
        column = pa.ListArray.from_arrays(_starts(column), words)
    return pc.binary_join(column.cast(pa.list_(pa.string())), ";")


def _starts(lists: pa.Array) -> pa.Array:
    return pc.subtract(lists.offsets, lists.offsets[0])


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what is empty, but for the patient and what was decided."""
    return {
        name: value for name, value in row.items() if name in ("patient", "status", "level") or value not in (None, [])
    }
