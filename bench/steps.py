"""What a recommendation spends its time on, step by step, as a Markdown table.

    python bench/steps.py [--write]

`--write` puts the tables into docs/explanation/performance.md, between their two markers.
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

from patients import HIP, patients

from hep_engine import Engine, PatientProfile
from hep_engine import engine as engine_page
from hep_engine.reasoning import plain
from hep_engine.reasoning.durable import DurableReading
from hep_engine.steps.inputs import Reads

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
    patient = HIP.screened(both.questions())
    steps = [
        ("screened", _steps(both, patient)),
        ("unscreened", _steps(both, HIP)),
    ]
    text = "\n".join([_machine(), "", *_table(["call", "milliseconds"], rows), "", *_step_table(steps)])
    print(text)
    if write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}")


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
        ("`recommend`, screened, both readings", _timed(lambda: both.recommend(patient), ROUNDS)),
        ("`recommend`, unscreened, both readings", _timed(lambda: both.recommend(HIP), ROUNDS)),
        ("`recommend`, screened, plain reading alone", _timed(lambda: alone.recommend(patient), ROUNDS)),
        ("`recommend`, unscreened, plain reading alone", _timed(lambda: alone.recommend(HIP), ROUNDS)),
        (
            f"`recommend`, {MANY} made-up patients, both readings, each",
            [median(_timed(partial(both.recommend, each), 5)) for each in many],
        ),
        ("`explain` an exercise that is recommended", _timed(lambda: both.explain(patient, "clamshell"), 100)),
        ("`explain` one that nothing would make eligible", _timed(lambda: both.explain(patient, "bird_dog"), 20)),
    ]


STEPS = {
    "admit": (engine_page, "admit"),
    "plain reading": (plain, "read"),
    "durable reading": (DurableReading, "read"),
    "screen": (engine_page, "screen"),
    "sift": (engine_page, "sift"),
    "rank": (engine_page, "rank"),
    "find": (engine_page, "find"),
    "explain": (engine_page, "explain"),
    "inputs": (Reads, "inputs"),
}
"""Each step of `Engine.recommend`, and where the engine finds it."""


def _steps(engine: Engine, patient: PatientProfile) -> dict[str, float]:
    """The median time of every step of `Engine.recommend`, in milliseconds, with a stopwatch around each."""
    clocks: dict[str, list[float]] = {name: [] for name in STEPS}
    originals = {name: getattr(*place) for name, place in STEPS.items()}
    try:
        for name, place in STEPS.items():
            setattr(*place, _clocked(originals[name], clocks[name]))
        for _ in range(ROUNDS):
            for each in clocks.values():
                each.append(0.0)
            engine.recommend(patient)
    finally:
        for name, place in STEPS.items():
            setattr(*place, originals[name])
    whole = median(_timed(lambda: engine.recommend(patient), ROUNDS))
    return {**{name: median(each) for name, each in clocks.items()}, "all of it": whole}


def _clocked(step: Callable[..., Any], clock: list[float]) -> Callable[..., Any]:
    """The same step, which adds the time it takes to the last entry of *clock*."""

    def clocked(*given: Any, **named: Any) -> Any:
        started = perf_counter()
        try:
            return step(*given, **named)
        finally:
            clock[-1] += (perf_counter() - started) * 1000

    return clocked


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


def _step_table(columns: list[tuple[str, dict[str, float]]]) -> Iterator[str]:
    yield f"| step | {' | '.join(name for name, _ in columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for step in columns[0][1]:
        yield f"| {step} | {' | '.join(f'{taken[step]:.3f}' for _, taken in columns)} |"


def _machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    busy = f"{os.getloadavg()[0]:.1f} programs running on {os.cpu_count()} cores"
    return f"Measured on {day} with {python}, {busy}; milliseconds."


if __name__ == "__main__":
    main(write="--write" in sys.argv[1:])
