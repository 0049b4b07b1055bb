"""What a registry costs: patients a second, by table and by file, and the memory of a million from Parquet to Parquet.

    python -m bench.registry [--million FOLDER]

The rate of `recommend_table` at 60 and 1,000 exercises, on one and on two threads, on plausible patients who were asked
about everything, a thousand of whom are compared with the engine, one by one, before anything is timed. `--million`
writes a million profiles into a folder, answers them as `hep batch` does in a process of its own, and says how long
that took and how much memory it held at most. How that compares with other engines is measured by `bench.peers`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

from bench.grown import grown
from hep_engine import Engine
from hep_engine.batch.decide import decide
from hep_engine.batch.encode import Encoder
from hep_engine.batch.plan import Plan
from hep_engine.batch.rows import Rows
from hep_engine.batch.run import run
from hep_engine.batch.table import Wanted, recommend_table
from hep_engine.cli.batch import THRIFT
from tests.batch.tables import table_of
from tests.worlds.plausible import plausible

ROWS, DIFFERENT, MILLION, TOP, REPEATS = 65_536, 8_192, 1_000_000, 10, 3


def main() -> None:
    """Measure, and show it."""
    shipped = Engine.load(cross_check="off").knowledge
    few = table_of([profile for _, profile in plausible(shipped, DIFFERENT)], measures="columns")
    table = pa.concat_tables([few] * (ROWS // DIFFERENT)).combine_chunks()
    print(f"{ROWS:,} patients, {DIFFERENT:,} of them different; medians of {REPEATS}; patients a second of clock time")
    for size in (60, 1_000):
        knowledge = shipped if size == 60 else grown(shipped, size)
        engine = Engine(knowledge, cross_check="off")
        recommend_table(engine, table.slice(0, 1_000), sample=1)
        ways: dict[str, Callable[[], object]] = {
            f"recommend_table, {count} thread{'s' * (count > 1)}": partial(
                recommend_table, engine, table, threads=count, chunk=16_384
            )
            for count in (1, 2)
        }
        ways["of that: read the columns"], ways["of that: decide and rank"] = _parts(engine, table)
        for name, rate in _rates(ways).items():
            print(f"{size:>6,} exercises  {name:<48} {rate:>12,.0f}", flush=True)


def _rates(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Patients a second, each way in turn so that a busy minute falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(REPEATS + 1):
        for name, way in ways.items():
            began = perf_counter()
            way()
            if turn:
                taken[name].append(perf_counter() - began)
    return {name: ROWS / median(seconds) for name, seconds in taken.items()}


def _parts(engine: Engine, table: pa.Table) -> tuple[Callable[[], object], Callable[[], object]]:
    plan = Plan(engine)
    encoder, rows = Encoder(engine.knowledge, plan.facts), Rows(table.to_batches()[0])
    encoded = encoder.encode(rows)
    return (
        lambda: encoder.encode(rows),
        lambda: decide(plan, encoded, len(rows), top=TOP, codes=False, provisional=False),
    )


def million(folder: Path) -> None:
    """Write a million profiles, and answer them in another process."""
    source = folder / "million.parquet"
    if not source.exists():
        shipped = Engine.load(cross_check="off").knowledge
        people = [profile for _, profile in plausible(shipped, 50_000)]
        table = table_of(people, measures="columns")
        with pq.ParquetWriter(source, table.schema) as writer:
            for turn in range(MILLION // 50_000):
                names = pa.array([f"{turn}-{number}" for number in range(50_000)])
                writer.write_table(table.set_column(0, "patient", names))
    for size in (60, 1_000):
        command = [sys.executable, "-m", "bench.registry", "--answer", str(source), str(size)]
        subprocess.run(command, check=True, env={**os.environ, **dict([THRIFT])})


def answer(source: Path, size: int) -> None:
    """Answer a file, and say how long it took and how much memory it held."""
    shipped = Engine.load().knowledge
    engine = Engine(shipped if size == 60 else grown(shipped, size))
    before = _most_memory()
    began = perf_counter()
    out = source.with_name(f"answers_{size}.parquet")
    tally = run(engine, source, out, Wanted(), chunk=2_048, threads=2, watch=lambda done, total: None)
    seconds, most = perf_counter() - began, _most_memory()
    print(f"{tally.patients:,} patients, {size:,} exercises, Parquet to Parquet: {seconds:.0f} s, ", end="")
    print(f"at most {most:.0f} MB ({before:.0f} MB before), {tally.read_twice} rows read twice", flush=True)


def _most_memory() -> float:
    """The most memory this process held so far, in MB; what its parent held does not count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--million", where]:
            million(Path(where))
        case ["--answer", where, many]:
            answer(Path(where), int(many))
        case _:
            main()
