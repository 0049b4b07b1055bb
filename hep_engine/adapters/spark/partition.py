"""One partition on an executor: batches of profiles in, batches of answers out, a bounded number of rows at a time.

A Python worker process is used for many tasks; it opens the knowledge and lays it out for the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from traceback import extract_tb

import pyarrow as pa

from hep_engine.adapters.spark.columns import plain
from hep_engine.adapters.spark.parcel import Parcel, unpacked
from hep_engine.batch.rows import Rows
from hep_engine.batch.table import Wanted, Worker
from hep_engine.errors import DisagreementError
from hep_engine.stamp import library_version

__all__ = ["answered"]

_MOST_PATIENTS = 4096
_MOST_ROWS = 2**18
"""So many rows go out together at most, or those of 64 patients."""
_PLACES = 33
"""Bits of a row's number that count within its partition, as in Spark's `monotonically_increasing_id`."""


def answered(
    parcel: Parcel, wanted: Wanted, batches: Iterator[pa.RecordBatch], partition: int
) -> Iterator[pa.RecordBatch]:
    """The answers to a *partition*, in the order of its rows.

    Which rows are read twice rests on the number of the partition, the place of the row in it and the seed, so that a
    task that is tried again reads the same ones. Raises `DisagreementError` as `unpacked` and `Worker.answer` do.
    """
    first = partition << _PLACES
    for batch in batches:
        worker, size = _worker(parcel, wanted)
        for start in range(0, batch.num_rows, size):
            rows = Rows(batch.slice(start, size), first=first)
            yield plain(_answer(worker, rows))
            first += len(rows)


@lru_cache(maxsize=2)  # the rules of today and those of tomorrow, side by side
def _worker(parcel: Parcel, wanted: Wanted) -> tuple[Worker, int]:
    """Who answers in this process, and how many patients at a time. What fails is not kept, but tried again."""
    engine = unpacked(parcel, library_version())
    each = len(engine.knowledge.exercises)
    worker = Worker(engine, wanted)
    return worker, worker.fitting(min(_MOST_PATIENTS, _MOST_ROWS // (each if wanted.codes else min(wanted.top, each))))


def _answer(worker: Worker, rows: Rows) -> pa.RecordBatch:
    """The answers to some rows.

    Spark writes the text of an error to its logs, on every machine. That of our own errors names no patient; of any
    other one only its kind and its place are told, as its text could hold what a row says.
    """
    try:
        return worker.answer(rows)[0]
    except DisagreementError:
        raise
    except Exception as fault:  # noqa: BLE001 - raised again, without its text
        at = extract_tb(fault.__traceback__)[-1]
        what = f"some rows could not be answered: {type(fault).__name__} in {at.name}, {at.filename}:{at.lineno}"
    raise RuntimeError(what)
