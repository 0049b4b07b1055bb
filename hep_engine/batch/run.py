"""A run: from a file of profiles to a file of answers, with the parts kept on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import pyarrow as pa

from hep_engine.batch.answers import schema
from hep_engine.batch.files import Unreadable, count_rows, read_rows, write_table
from hep_engine.batch.journal import Journal, fingerprint
from hep_engine.batch.table import Wanted, Worker, in_order
from hep_engine.engine import Engine
from hep_engine.errors import DisagreementError, ProfileError
from hep_engine.model.registry import Tally

__all__ = ["run"]

Watch = Callable[[int, int], None]
"""Told how many rows are done, and of about how many."""


def run(
    engine: Engine, source: Path, out: Path, wanted: Wanted, *, chunk: int, threads: int | None, watch: Watch
) -> Tally:
    """Answer every row of *source* in *out*; a run that was broken off is taken up again.

    Raises `ProfileError` and `Unreadable` as `read_rows` does, `OSError` where a file cannot be opened, and
    `DisagreementError`, with nothing written and every part taken away.
    """
    worker = Worker(engine, wanted)
    size = worker.fitting(chunk)
    said = {"input": fingerprint(source), "knowledge": engine.knowledge.decision, "library": engine.library}
    total = count_rows(source)
    journal = Journal(
        out, {**said, "form": source.suffix, "options": asdict(wanted), "size": size, "arrow": pa.__version__}
    )
    done = journal.count * size
    watch(done, total)
    rows = read_rows(source, engine.knowledge, size, done)
    try:
        for answered, counts in in_order(rows, worker.answer, threads):
            journal.add(answered, counts)
            done += counts.patients
            watch(done, total)
    except (DisagreementError, ProfileError, Unreadable):
        journal.close()
        raise
    counts = journal.tally()
    _written(journal, out, wanted)
    journal.close()
    return counts


def _written(journal: Journal, out: Path, wanted: Wanted) -> None:
    """Write the file from the parts, and put it in its place in one step."""
    parts = journal.parts()
    first = next(parts, None)
    kinds = schema(pa.string(), codes=wanted.codes) if first is None else first.schema
    waiting = out.with_name(f".{out.name}.waiting{out.suffix}")
    write_table(waiting, chain([] if first is None else [first], parts), kinds)
    os.replace(waiting, out)
