"""One engine at one size, in a process of its own: checked against the oracle, then timed. Prints a line for a figure.

    python -m bench.peers.measure '{"engine": "clips", "size": 1000, "cohorts": [10000], "check": 300, "seconds": 1}'

Processor time is that of all threads of the process. An engine that is wrong anywhere is not timed any further.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import cycle, islice
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pyarrow as pa

from bench.peers.engines import ENGINES
from bench.peers.job import Answer, Exercise, Patients, make_exercises, make_patients, people
from bench.peers.oracle import right_answer
from bench.peers.peer import Peer
from bench.peers.tables import answered

__all__ = ["Figure", "Task", "measure", "measured"]

_PATIENTS = 2_000
"""So many different patients are asked for one by one, again and again."""
_LEAST, _MOST_IN_A_BATCH, _BATCH_SECONDS = 5, 50, 0.005


@dataclass(frozen=True, slots=True)
class Task:
    """What to measure."""

    engine: str
    size: int
    cohorts: list[int]
    check: int = 300
    """Patients whose answers are compared with the oracle, spread over the whole cohort."""
    seconds: float = 1.0
    limit: float = 120.0
    """More than this is not spent on one engine at one size."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What came out: times of one patient in microseconds, or a word on why there are none."""

    way: str
    """`build`, `one`, `decide` or `table`."""
    cohort: int = 0
    processor: float = 0
    wall: float = 0
    checked: int = 0
    wrong: int = 0
    example: list[Any] = field(default_factory=list)
    """The first wrong answer, and the right one."""
    skipped: str = ""


def measure(task: Task) -> Iterator[Figure]:
    """Build the engine, and take every way that it is measured in."""
    engine = ENGINES[task.engine]
    exercises = make_exercises(task.size)
    yield from measured(engine.make(), engine.ways, exercises, task)


def measured(peer: Peer, ways: Sequence[str], exercises: list[Exercise], task: Task) -> Iterator[Figure]:
    """The figures of a *peer* that is not built yet, up to the first that is wrong."""
    began = process_time(), perf_counter()
    peer.build(exercises)
    yield Figure("build", 0, (process_time() - began[0]) * 1e6, (perf_counter() - began[1]) * 1e6)
    for figure in _all_ways(peer, ways, exercises, task):
        yield figure
        if figure.wrong:
            return


def _all_ways(peer: Peer, ways: Sequence[str], exercises: list[Exercise], task: Task) -> Iterator[Figure]:
    if "one" in ways:
        yield _one_by_one(peer, exercises, task)
    for cohort in task.cohorts:
        patients = make_patients(cohort)
        if "decide" in ways:
            call = partial(peer.decide, peer.columns(patients))
            yield _many("decide", call, peer.decided, peer, exercises, patients, task)
        if "table" in ways:
            call = partial(peer.table, peer.told(patients))
            yield _many("table", call, _by_number(exercises), peer, exercises, patients, task)


def _one_by_one(peer: Peer, exercises: list[Exercise], task: Task) -> Figure:
    patients = make_patients(_PATIENTS)
    handed = peer.people(patients)
    peer.one(handed[0])  # some compile when they are first asked
    began = perf_counter()
    for patient in handed[:3]:
        peer.one(patient)
    each_takes = (perf_counter() - began) / 3
    if each_takes * (task.check + 30) > task.limit:
        return Figure("one", skipped=f"{each_takes:,.1f} s a patient, too slow to be checked")
    rows = _spread(task.check, len(patients))
    wrong, example = _compared(peer, exercises, patients, rows, [peer.answer(peer.one(handed[row])) for row in rows])
    if wrong:
        return Figure("one", checked=len(rows), wrong=wrong, example=example)
    batch = max(1, min(_MOST_IN_A_BATCH, int(_BATCH_SECONDS / each_takes)))
    waiting = cycle(handed)

    def some() -> None:
        for each in islice(waiting, batch):
            peer.one(each)

    processor, wall = _timed(some, task.seconds, batch)
    return Figure("one", 0, processor, wall, len(rows))


def _many(
    way: str,
    answer: Callable[[], Any],
    read: Callable[[Any, list[int]], list[Answer]],
    peer: Peer,
    exercises: list[Exercise],
    patients: Patients,
    task: Task,
) -> Figure:
    count = len(patients)
    rows = _spread(task.check, count)
    began = perf_counter()
    given = answer()
    takes = perf_counter() - began
    wrong, example = _compared(peer, exercises, patients, rows, read(given, rows))
    del given
    if wrong:
        return Figure(way, count, checked=len(rows), wrong=wrong, example=example)
    if takes * _LEAST > task.limit:
        return Figure(way, count, checked=len(rows), skipped=f"{takes:,.0f} s a run, too slow to be repeated")
    return Figure(way, count, *_timed(answer, task.seconds, count), checked=len(rows))


def _compared(
    peer: Peer, exercises: list[Exercise], patients: Patients, rows: list[int], given: list[Answer]
) -> tuple[int, list[Any]]:
    """How many answers are wrong, and the first of them."""
    right = [right_answer(exercises, each) for each in people(patients.at(rows))]
    expected = [peer.expected(row, answer) for row, answer in zip(rows, right, strict=True)]
    wrong = [[row, one, other] for row, one, other in zip(rows, given, expected, strict=True) if one != other]
    return len(wrong), wrong[0] if wrong else []


def _by_number(exercises: list[Exercise]) -> Callable[[pa.Table, list[int]], list[Answer]]:
    """Reads a table of answers; an exercise that is none of these has the number -1."""
    numbers = {each.id: each.number for each in exercises}

    def read(table: pa.Table, rows: list[int]) -> list[Answer]:
        return [[(numbers.get(name, -1), score) for name, score in each] for each in answered(table, rows)]

    return read


def _spread(count: int, among: int) -> list[int]:
    return sorted({among * place // count for place in range(count)})


def _timed(call: Callable[[], object], seconds: float, patients: int) -> tuple[float, float]:
    """Microseconds of one patient, of the processor and by the clock: medians over calls for so many *patients*."""
    call()
    gc.collect()
    taken: list[tuple[float, float]] = []
    until = perf_counter() + seconds
    while perf_counter() < until or len(taken) < _LEAST:
        began = process_time(), perf_counter()
        call()
        taken.append((process_time() - began[0], perf_counter() - began[1]))
    processor, wall = (median(each) / patients * 1e6 for each in zip(*taken, strict=True))
    return processor, wall


if __name__ == "__main__":
    for each in measure(Task(**json.loads(sys.argv[1]))):
        print(json.dumps(asdict(each)), flush=True)
