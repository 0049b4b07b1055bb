"""What one patient costs: each step at sixty exercises, and the whole at a hundred, a thousand and ten thousand.

    python -m bench.one_patient [--write]

`--write` puts the tables into docs/explanation/performance.md, between their two markers. Figures are processor time,
so that a busy machine does not count twice: calls are timed in batches, and each figure is the median of the batches
and the tenth of them that was fastest. Before anything is timed the answers are compared with plain's.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench.grown import grown
from bench.patients import HIP, patients
from hep_engine import Engine, PatientProfile, Recommendations
from hep_engine.reasoning import durable, plain
from hep_engine.reasoning.durable import DurableReading
from hep_engine.steps.admit import admitted, told_of

__all__ = ["main"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- bench/one_patient.py writes from here -->", "<!-- up to here -->"
SIZES = (60, 100, 1_000, 10_000)
TOP = 4
SECONDS, LEAST, BATCH = 1.0, 5, 20
"""How long each figure is measured, in how many batches at least, and of how many calls."""

Figures = tuple[float, float, int]


def main(*, write: bool) -> None:
    """Measure everything and show it; with *write*, put it on the page."""
    lines = []
    for line in chain([_machine(), ""], _steps(), [""], _sizes()):
        print(line, flush=True)
        lines.append(line)
    text = "\n".join(lines)
    if write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}")


def best_read(engine: Engine, profile: PatientProfile) -> list[tuple[str, int, str]]:
    """What a screen shows: the best few, each with its score and its rationale."""
    result = engine.recommend(profile)
    return [(each.exercise, each.score, each.rationale) for each in result.top(TOP).recommendations]


def _steps() -> Iterator[str]:
    """The cost of each step with the shipped knowledge, before and after today's questions were asked."""
    alone, both = Engine.load(cross_check="off"), Engine.load()
    columns = [_step_figures(alone, both, profile) for profile in (HIP.screened(alone.questions()), HIP)]
    count = len(alone.knowledge.exercises)
    yield f"| one patient, {count} exercises | screened: median | fastest tenth | unscreened: median | fastest tenth |"
    yield "|---|---:|---:|---:|---:|"
    for name in columns[0]:
        cells = " | ".join(f"{cost:,.1f}" for column in columns for cost in column[name][:2])
        yield f"| {name} | {cells} |"


def _step_figures(alone: Engine, both: Engine, profile: PatientProfile) -> dict[str, Figures]:
    index, answers = alone._patient.index, alone._answers
    told = told_of(admitted(profile, alone.knowledge), alone.knowledge)
    bits, encoded = index.bits(told), index.atoms.encoded(told)
    holding = index.atoms.approaching(bits.approach)
    start = encoded[0] | holding, encoded[1] | holding
    found = index._found(*start)
    steps: dict[str, Callable[[], object]] = {
        "admit: every value and word checked": lambda: admitted(profile, alone.knowledge),
        "admit: told as flat facts": lambda: told_of(profile, alone.knowledge),
        "encode: two rows of bits": lambda: index.atoms.encoded(told),
        "approach": lambda: index._approach(*encoded),
        "findings, and which rules are awake": lambda: index._found(*start),
        "rules": lambda: index._ruled(*found),
        "eligibility": lambda: index._postings.shut(told, bits.approach, bits.yes, bits.may),
        "**`recommend`, nothing read**": lambda: alone.recommend(profile),
        f"score, best {TOP}": lambda: [
            *islice(answers.standing.best_first(answers.fitting(bits), told, bits.yes), TOP)
        ],
        f"**`recommend`, best {TOP} read with rationale**": lambda: best_read(alone, profile),
        "plain reading, all of it": lambda: plain.read(alone.book, told),
    }
    if durable.available():
        second = DurableReading(alone.book)
        steps["durable reading"] = lambda: second.read(told)
    steps[f"**the same, best {TOP} read, {' and '.join(both._patient.checked_by)}**"] = lambda: best_read(both, profile)
    figures = {name: _timed(step) for name, step in steps.items()}
    parts = ("disposition", "findings", "recommendations", "program", "excluded", "inputs", "seal")
    for part in parts:
        figures[f"reading `{part}` next"] = _reading(alone, profile, parts[: parts.index(part)], part)
    figures["**`recommend`, everything read and dumped to JSON**"] = _timed(
        lambda: alone.recommend(profile).model_dump_json()
    )
    return figures


def _sizes() -> Iterator[str]:
    """The whole at several sizes, for the patient of the README and for made-up ones, all screened."""
    heads = (
        *("exercises", "compiling the engine, ms", "offered", "nothing read, µs", f"best {TOP} read, µs"),
        *("fastest tenth", f"100 made-up patients, best {TOP} read, µs"),
    )
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---:|' * len(heads)}"
    shipped = Engine.load(cross_check="off").knowledge
    for size in SIZES:
        knowledge = shipped if size == len(shipped.exercises) else grown(shipped, size)
        made = median(_once(lambda: Engine(knowledge, cross_check="off")) for _ in range(3)) / 1000  # noqa: B023  # called at once
        engine = Engine(knowledge, cross_check="off")
        profile = HIP.screened(engine.questions())
        many = [each.screened(engine.questions()) for each in patients(engine, 100)]
        result = engine.recommend(profile)
        _same_as_plain(engine, profile, result)
        nothing = _timed(lambda: engine.recommend(profile))  # noqa: B023  # called at once
        best = _timed(lambda: best_read(engine, profile))  # noqa: B023  # called at once
        others = median(_timed(lambda: best_read(engine, each), 0.02)[0] for each in many)  # noqa: B023  # called at once
        figures = (made, nothing[0], best[0], best[1], others)
        shown = [f"{each:,.1f}" for each in figures]
        yield f"| {size:,} | {shown[0]} | {len(result.recommendations):,} | {' | '.join(shown[1:])} |"


def _same_as_plain(engine: Engine, profile: PatientProfile, result: Recommendations) -> None:
    """Stop where the answer is not that of the plain reading, its order by the sum of named parts."""
    told = told_of(admitted(profile, engine.knowledge), engine.knowledge)
    assert engine._patient.index.read(told) == plain.read(engine.book, told)
    scores = [(-sum(part.points for part in each.parts), each.exercise) for each in result.recommendations]
    assert scores == sorted(scores)
    assert result.top(TOP).recommendations == result.recommendations[:TOP]


def _reading(engine: Engine, profile: PatientProfile, before: tuple[str, ...], part: str) -> Figures:
    """What it costs to read one part of a result, with all that stand before it already read."""
    taken: list[float] = []
    until = perf_counter() + SECONDS
    while perf_counter() < until or len(taken) < LEAST:
        results = [engine.recommend(profile) for _ in range(BATCH)]
        for result in results:
            for each in before:
                _read(result, each)
        started = process_time()
        for result in results:
            _read(result, part)
        taken.append((process_time() - started) / BATCH * 1e6)
    return _summed(taken)


def _read(result: Recommendations, part: str) -> None:
    read = getattr(result, part)
    if part == "recommendations":
        for each in read:
            each.complete()


def _timed(call: Callable[[], object], seconds: float = SECONDS) -> Figures:
    """Microseconds of one call: of the batch in the middle, and of the fastest tenth."""
    call()
    taken: list[float] = []
    until = perf_counter() + seconds
    gc.collect()
    while perf_counter() < until or len(taken) < LEAST:
        started = process_time()
        for _ in range(BATCH):
            call()
        taken.append((process_time() - started) / BATCH * 1e6)
    return _summed(taken)


def _once(call: Callable[[], object]) -> float:
    started = process_time()
    call()
    return (process_time() - started) * 1e6


def _summed(taken: list[float]) -> Figures:
    return median(taken), sorted(taken)[len(taken) // 10], len(taken)


def _machine() -> str:
    day = datetime.now(UTC).date().isoformat()
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    busy = f"{os.getloadavg()[0]:.1f} programs running on {os.cpu_count()} cores"
    return f"Measured on {day} with {python}, {busy}; processor time in microseconds, mostly without a second reading."


if __name__ == "__main__":
    main(write="--write" in sys.argv[1:])
