"""A run: from a file of profiles to a file of answers, with the parts kept on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import pyarrow as pa

from hep_engine.batch.answers import schema
from hep_engine.batch.files import Unreadable, count_rows, read_rows, write_table
from hep_engine.batch.journal import Journal, fingerprint
from hep_engine.batch.second import TOGETHER, Drawn, compare_together
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
    `DisagreementError`, with nothing written and every part taken away. Rows drawn for a second reading are read
    together, some hundred at a time, because that takes little memory; the parts they are in stand when they agree.
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
        with ThreadPoolExecutor(1) as beside:
            second = _SecondReading(engine, journal, beside)
            for answered, counts, drawn in in_order(rows, worker.unchecked, threads):
                journal.add(answered, counts)
                second.add(drawn)
                done += counts.patients
                watch(done, total)
            second.finish()
    except (DisagreementError, ProfileError, Unreadable):
        journal.close()
        raise
    counts = journal.tally()
    _written(journal, out, wanted)
    journal.close()
    return counts


class _SecondReading:
    """The rows of a run that were drawn, compared beside the run while it goes on."""

    def __init__(self, engine: Engine, journal: Journal, beside: Executor) -> None:
        self._engine = engine
        self._journal = journal
        self._beside = beside
        self._waiting: list[Drawn] = []
        self._comparing: Future[None] | None = None
        self._until = 0
        """So many parts stand once those agree who are being compared."""

    def add(self, drawn: list[Drawn]) -> None:
        """Note who was *drawn* from the newest part, and compare once there are enough. Raises `DisagreementError`."""
        self._waiting += drawn
        if self._comparing is not None and self._comparing.done():
            self._settle()
        if len(self._waiting) >= TOGETHER:
            self._settle()
            self._comparing = self._beside.submit(compare_together, self._engine, self._waiting)
            self._waiting, self._until = [], self._journal.count
        elif not self._waiting and self._comparing is None:
            self._journal.confirm(self._journal.count)

    def finish(self) -> None:
        """Compare whoever is left. Raises `DisagreementError`."""
        self._settle()
        compare_together(self._engine, self._waiting)
        self._journal.confirm(self._journal.count)

    def _settle(self) -> None:
        """Wait for those who are being compared."""
        if self._comparing is not None:
            self._comparing.result()
            self._comparing = None
            self._journal.confirm(self._until)


def _written(journal: Journal, out: Path, wanted: Wanted) -> None:
    """Write the file from the parts, and put it in its place in one step."""
    parts = journal.parts()
    first = next(parts, None)
    kinds = schema(pa.string(), codes=wanted.codes) if first is None else first.schema
    waiting = out.with_name(f".{out.name}.waiting{out.suffix}")
    write_table(waiting, chain([] if first is None else [first], parts), kinds)
    os.replace(waiting, out)
