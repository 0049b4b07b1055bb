"""Spark beside one process: a registry answered by both, compared wholly, and what it cost.

    python -m bench.spark [ROWS]

ROWS profiles, 1,000,000 without it, are written as Parquet: plausible patients who were asked about everything, one in
a hundred who was asked nothing, and one in a thousand with a mistake in the row. Spark answers them on one machine, a
core for each of two tasks at a time, from Parquet to Parquet, with knowledge read twice by the default readings; then
one process on one thread does the same with `recommend_batches`. The two outputs are sorted by patient and rank and
have to be equal in every column and row. A small table is answered by both first, so that compiling and starting are
not counted. Memory is the most that a process held; of Spark, its Java and each Python worker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from hep_engine import Engine, KnowledgeBase
from hep_engine.adapters.spark import recommend
from hep_engine.adapters.spark.columns import plain
from hep_engine.batch import recommend_batches
from tests.batch.tables import table_of
from tests.worlds.plausible import plausible

ROWS, DIFFERENT, CORES = 1_000_000, 50_000, 2


def main(rows: int) -> None:
    """Measure, compare, and show it."""
    engine = Engine.load()
    with TemporaryDirectory() as made:
        folder = Path(made)
        print(
            f"{rows:,} patients, {len(engine.knowledge.exercises)} exercises, second reading {engine.cross_check}; ",
            end="",
        )
        print(f"{os.getloadavg()[0]:.1f} programs running before")
        written(folder / "in", engine.knowledge, rows)
        written(folder / "few", engine.knowledge, 8_000, file=2_000)
        in_spark(engine, folder)
        in_one_process(engine, folder)
        compared(folder)


def written(folder: Path, knowledge: KnowledgeBase, rows: int, *, file: int = 20_000) -> None:
    """The profiles as a folder of Parquet files, *file* patients in each."""
    people = [profile for _, profile in plausible(knowledge, min(rows, DIFFERENT))]
    people = [
        each.model_copy(update={"ruled_out": frozenset()}) if number % 100 == 7 else each
        for number, each in enumerate(people)
    ]
    table = table_of(people, measures="columns")
    wrong = pa.array([number % 1_000 == 13 for number in range(len(people))])
    at = table.column_names.index("pain_score")
    table = table.set_column(at, "pain_score", pc.if_else(wrong, 11, table["pain_score"]))
    folder.mkdir()
    for first in range(0, rows, file):
        numbers = range(first, min(first + file, rows))
        part = table.take([number % len(people) for number in numbers])
        names = pa.array([f"p{number:07d}" for number in numbers])
        pq.write_table(part.set_column(0, "patient", names), folder / f"{first:07d}.parquet")


def in_spark(engine: Engine, folder: Path) -> None:
    """From Parquet to Parquet in Spark."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    options = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.memory": "2g"}
    spark = SparkSession.builder.master(f"local[{CORES}]").config(map=options).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with watched() as held:
        for name in ("few", "in"):
            began = perf_counter()
            df = spark.read.parquet(str(folder / name))
            recommend(df, engine).write.parquet(str(folder / f"{name}-spark"))
            seconds = perf_counter() - began
    rate(f"Spark, {CORES} cores", folder, seconds)
    for what, most in held.items():
        print(f"    {what:<32} {most:>8,.0f} MB at most")
    spark.stop()


def in_one_process(engine: Engine, folder: Path) -> None:
    """The same by `recommend_batches`, on one thread."""
    for name in ("few", "in"):
        began = perf_counter()
        read = ds.dataset(sorted(map(str, (folder / name).glob("*.parquet")))).scanner(batch_size=10_000)
        answers = recommend_batches(engine, read.to_reader(), chunk=4_096, threads=1)
        first = plain(next(answers))
        with pq.ParquetWriter(folder / f"{name}-one.parquet", first.schema) as out:
            out.write_batch(first)
            for batch in answers:
                out.write_batch(plain(batch))
        seconds = perf_counter() - began
    rate("one process, one thread", folder, seconds)


def rate(way: str, folder: Path, seconds: float) -> None:
    """How many patients a second it was."""
    rows = ds.dataset(folder / "in").count_rows()
    print(f"{way:<36} {seconds:>8.1f} s {rows / seconds:>12,.0f} patients a second", flush=True)


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """The most memory that each program below this one holds meanwhile, in MB; one that ends is remembered."""
    most: dict[str, float] = {}
    over = Event()

    def look() -> None:
        while not over.wait(0.5):
            for name, process in below(os.getpid()):
                most[name] = max(most.get(name, 0), most_memory(process))

    thread = Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def below(process: int) -> Iterator[tuple[str, int]]:
    """The programs that a process has started, and those that they have."""
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            name = (each / "comm").read_text().strip()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        if parent == process:
            yield f"{name} {each.name}", int(each.name)
            yield from below(int(each.name))


def most_memory(process: int) -> float:
    """The most memory a process held so far, in MB; 0 of one that has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0) / 1024


def compared(folder: Path) -> None:
    """Both outputs, sorted, column by column."""
    mine, theirs = (
        ds.dataset(folder / name, format="parquet").to_table().combine_chunks().sort_by(
            [("patient", "ascending"), ("rank", "ascending")]
        )
        for name in ("in-spark", "in-one.parquet")
    )  # fmt: skip
    assert mine.column_names == theirs.column_names
    differing = [
        name
        for name in theirs.column_names
        if not mine[name].cast(theirs[name].type).combine_chunks().equals(theirs[name].combine_chunks())
    ]
    patients = pc.count_distinct(mine["patient"]).as_py()
    statuses = pc.value_counts(mine.filter(pc.equal(pc.fill_null(mine["rank"], 1), 1))["status"]).to_pylist()
    print(f"{mine.num_rows:,} and {theirs.num_rows:,} rows of answers, {patients:,} patients")
    print("by status: " + ", ".join(f"{each['values'] or 'mistaken'} {each['counts']:,}" for each in statuses))
    print(f"differing: {', '.join(differing)}" if differing else "equal in every column and row")
    if differing:
        sys.exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
