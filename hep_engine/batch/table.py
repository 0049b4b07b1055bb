"""A table of profiles in, a table of recommendations out: in chunks, over threads, in the order of the patients."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa

from hep_engine.batch.answers import answers, key_type, schema
from hep_engine.batch.decide import decide
from hep_engine.batch.encode import Encoder
from hep_engine.batch.plan import Plan
from hep_engine.batch.rows import KEY, Rows, check_columns
from hep_engine.batch.second import Drawn, compare, note, sample
from hep_engine.batch.tally import tally
from hep_engine.engine import Engine
from hep_engine.model.registry import Tally

__all__ = ["Wanted", "Worker", "in_order", "recommend_batches", "recommend_table", "stream"]

Answered = TypeVar("Answered")

_MOST_CELLS = 2**24
"""So many patients times exercises are held at once where codes are wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of every patient. The second reading is one in *sample* rows, 0 for none, drawn by *seed*."""

    top: int = 10
    codes: bool = False
    provisional: bool = False
    sample: int = 1000
    seed: int = 1

    def __post_init__(self) -> None:
        if self.top < 1 or self.sample < 0:
            raise ValueError("top is 1 or more, sample is 0 or more")


def recommend_table(
    engine: Engine,
    table: Any,
    *,
    top: int = 10,
    codes: bool = False,
    provisional: bool = False,
    sample: int = 1000,
    seed: int = 1,
    chunk: int = 16384,
    threads: int | None = None,
) -> pa.Table:
    """What `engine.recommend` says of every patient of *table*, as a table: the *top* exercises, a row each.

    *table* is anything that hands out Arrow data (`pyarrow`, Polars, pandas): a column for each field of a profile,
    lists for sets, `measures` as a map, a struct or columns `measure_odi`, and `patient`, whose row it is. Null is not
    told. *codes* adds every exercise that is left out, with its codes; *provisional* shows the exercises of those who
    are provisional, for a clinician's eyes.

    Raises `ProfileError` for columns nobody knows, and `DisagreementError`, with nothing returned, where the engine
    answers a row drawn for a second reading differently. A mistake in a row stands in its `errors`.
    """
    wanted = Wanted(top, codes, provisional, sample, seed)
    read = stream(table)
    batches = list(_recommended(engine, read, wanted, chunk, threads))
    return pa.Table.from_batches(batches, schema(_key(read.schema), codes=codes))


def recommend_batches(
    engine: Engine,
    table: Any,
    *,
    top: int = 10,
    codes: bool = False,
    provisional: bool = False,
    sample: int = 1000,
    seed: int = 1,
    chunk: int = 16384,
    threads: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """The same as `recommend_table`, a batch for each chunk, so that memory does not grow with the table.

    What was handed out before a `DisagreementError` is not to be used either.
    """
    yield from _recommended(engine, stream(table), Wanted(top, codes, provisional, sample, seed), chunk, threads)


class _LaidOut:
    """An engine's knowledge, laid out for tables. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """Lay it out."""
        self.plan = Plan(engine)
        self.encoder = Encoder(engine.knowledge, self.plan.facts)


class Worker:
    """Answers chunks for one engine. Safe to share between threads."""

    def __init__(self, engine: Engine, wanted: Wanted) -> None:
        """Lay out the engine's knowledge, unless a worker did so before."""
        laid_out = engine.prepared(_LaidOut)
        self._engine, self._plan, self._encoder = engine, laid_out.plan, laid_out.encoder
        self._wanted = wanted

    def fitting(self, chunk: int) -> int:
        """How many rows go through together where *chunk* are asked for."""
        cells = _MOST_CELLS // len(self._plan.exercises) if self._wanted.codes else chunk
        return max(64, min(chunk, cells) // 64 * 64)

    def answer(self, rows: Rows) -> tuple[pa.RecordBatch, Tally]:
        """The rows that go out for *rows*, and their counts. Raises `DisagreementError`."""
        answered, counts, drawn = self.unchecked(rows)
        for each in drawn:
            compare(self._engine, each)
        return answered, counts

    def unchecked(self, rows: Rows) -> tuple[pa.RecordBatch, Tally, list[Drawn]]:
        """The same with the patients who were drawn for a second reading, for the caller to compare."""
        wanted = self._wanted
        encoded = self._encoder.encode(rows)
        decided = decide(
            self._plan, encoded, len(rows), top=wanted.top, codes=wanted.codes, provisional=wanted.provisional
        )
        chosen = sample(rows.first, len(rows), wanted.sample, wanted.seed)
        drawn = note(self._plan, rows, encoded, decided, chosen, provisional=wanted.provisional)
        counts = tally(self._plan, encoded, decided, len(rows), len(drawn))
        return answers(self._plan, rows, encoded, decided), counts, drawn


def stream(table: Any) -> pa.RecordBatchReader:
    """The table as a stream of Arrow batches. Raises `TypeError` for what hands out no Arrow data."""
    if isinstance(table, pa.RecordBatchReader):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        raise TypeError("a table that hands out Arrow data is needed: pyarrow, Polars or pandas")
    return pa.RecordBatchReader.from_stream(table)


def in_order(chunks: Iterator[Rows], answer: Callable[[Rows], Answered], threads: int | None) -> Iterator[Answered]:
    """The answers in the order of the chunks, a few of which are at work at a time."""
    count = threads or os.cpu_count() or 1
    if count == 1:
        yield from map(answer, chunks)
        return
    with ThreadPoolExecutor(count) as pool:
        waiting: deque[Future[Answered]] = deque()
        try:
            for rows in chunks:
                waiting.append(pool.submit(answer, rows))
                if len(waiting) > count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _recommended(
    engine: Engine, read: pa.RecordBatchReader, wanted: Wanted, chunk: int, threads: int | None
) -> Iterator[pa.RecordBatch]:
    if chunk < 1 or (threads is not None and threads < 1):
        raise ValueError("chunk and threads are 1 or more")
    check_columns(read.schema.names, engine.knowledge)
    worker = Worker(engine, wanted)
    for answered, _ in in_order(_chunks(read, worker.fitting(chunk)), worker.answer, threads):
        yield answered


def _chunks(read: pa.RecordBatchReader, size: int) -> Iterator[Rows]:
    """The stream in chunks of *size* rows, whatever the size of its own."""
    held: list[pa.RecordBatch] = []
    first = 0
    for batch in read:
        while batch.num_rows:
            room = size - sum(each.num_rows for each in held)
            held.append(batch.slice(0, room))
            batch = batch.slice(room)
            if sum(each.num_rows for each in held) == size:
                yield Rows(_one(held), first=first)
                first, held = first + size, []
    if held:
        yield Rows(_one(held), first=first)


def _one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def _key(names: pa.Schema) -> pa.DataType:
    return key_type(names.field(KEY).type)
