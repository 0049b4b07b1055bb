"""What whole calls cost, as a Markdown table; the steps of one recommendation are in `one_patient.py`.

    python -m bench.steps [--write]

`--write` puts the table into docs/explanation/performance.md, between their two markers.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.patients import HIP, patients
from hep_engine import Engine, PatientProfile

__all__ = ["main"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- bench/steps.py writes from here -->", "<!-- to here -->"
MANY = 100
ROUNDS = 300

Rows = list[tuple[str, list[float]]]


def main(*, write: bool) -> None:
    """Measure everything and show it; with *write*, put it on the page."""
    both, alone = Engine.load(), Engine.load(cross_check="off")
    rows = _whole(both, alone)
    text = "\n".join([_machine(), "", *_table(["call", "milliseconds"], rows)])
    print(text)
    if write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}")


def read(engine: Engine, profile: PatientProfile) -> None:
    """A recommendation with every part of it."""
    engine.recommend(profile).complete()


def _whole(both: Engine, alone: Engine) -> Rows:
    patient = HIP.screened(both.questions())
    many = patients(both, MANY)
    empty = _timed(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 10)
    full = _timed(lambda: subprocess.run([sys.executable, "-c", "import hep_engine"], check=True), 10)
    knowledge = both.knowledge
    fresh = iter([Engine(knowledge) for _ in range(10)])
    return [
        ("`import hep_engine`, less the start of Python", [each - median(empty) for each in full]),
        ("`Engine.load()`", _timed(Engine.load, 10)),
        ("first `recommend` of an engine, which compiles the rulesets", _timed(lambda: next(fresh).recommend(HIP), 10)),
        ("`recommend`, all read, screened, both readings", _timed(lambda: read(both, patient), ROUNDS)),
        ("`recommend`, all read, unscreened, both readings", _timed(lambda: read(both, HIP), ROUNDS)),
        ("`recommend`, all read, screened, index alone", _timed(lambda: read(alone, patient), ROUNDS)),
        ("`recommend`, all read, unscreened, index alone", _timed(lambda: read(alone, HIP), ROUNDS)),
        (
            f"`recommend`, all read, {MANY} made-up patients, both readings, each",
            [median(_timed(partial(read, both, each), 5)) for each in many],
        ),
        ("`explain` an exercise that is recommended", _timed(lambda: both.explain(patient, "clamshell"), 100)),
        ("`explain` one that nothing would make eligible", _timed(lambda: both.explain(patient, "bird_dog"), 20)),
    ]


def _timed(call: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds of each of *rounds* calls."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        call()
        taken.append((perf_counter() - started) * 1000)
    return taken


def _table(head: list[str], rows: Rows) -> Iterator[str]:
    yield f"| {head[0]} | median | fastest | slowest | rounds |"
    yield "|---|---:|---:|---:|---:|"
    for name, taken in rows:
        figures = " | ".join(f"{each:.2f}" for each in (median(taken), min(taken), max(taken)))
        yield f"| {name} | {figures} | {len(taken)} |"


def _machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    busy = f"{os.getloadavg()[0]:.1f} programs running on {os.cpu_count()} cores"
    return f"Measured on {day} with {python}, {busy}; milliseconds."


if __name__ == "__main__":
    main(write="--write" in sys.argv[1:])
