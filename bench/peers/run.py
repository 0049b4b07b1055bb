"""Everything measured in turn: each engine at each size in a process of its own, and all of it again, so that a busy
minute falls on all of them.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from time import perf_counter

from bench.peers.measure import Figure, Task

__all__ = ["Measured", "Plan", "run"]

_GRACE = 60.0
"""Seconds for starting, building and checking, beyond the limit that an engine watches itself."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure."""

    engines: Sequence[str]
    sizes: Sequence[int]
    cohorts: Sequence[int]
    """At the size the aims are about; at every other size there is the one in the middle."""
    aimed_at: int
    repeats: int
    check: int
    seconds: float
    limit: float

    @property
    def usual(self) -> int:
        """The cohort that there is at every size."""
        return self.cohorts[len(self.cohorts) // 2]

    def tasks(self) -> list[Task]:
        """One turn, engine by engine within a size."""
        checked, seconds, limit = self.check, self.seconds, self.limit
        cohorts = {size: [*self.cohorts] if size == self.aimed_at else [self.usual] for size in self.sizes}
        return [
            Task(name, size, cohorts[size], checked, seconds, limit) for size in self.sizes for name in self.engines
        ]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure, whose it is, and in which turn it was taken."""

    engine: str
    size: int
    turn: int
    figure: Figure


def run(plan: Plan) -> Iterator[Measured]:
    """Measure everything, and tell on stderr how far it is."""
    tasks = plan.tasks()
    began = perf_counter()
    took: dict[tuple[str, int], float] = {}
    gave_up: dict[str, int] = {}
    hopeless: set[tuple[str, int]] = set()
    for turn in range(plan.repeats):
        for place, task in enumerate(tasks):
            key = task.engine, task.size
            if key in hopeless:
                continue
            if task.size > gave_up.get(task.engine, task.size):
                hopeless.add(key)
                yield Measured(*key, turn, Figure("all", skipped=f"too slow at {gave_up[task.engine]:,} already"))
                continue
            # All answers are checked in the first turn; later ones make sure that nothing has changed.
            started = perf_counter()
            figures = _in_a_process(task if turn == 0 else replace(task, check=min(task.check, 50)))
            took[key] = perf_counter() - started
            for each in figures:
                if each.wrong or each.way == "all":
                    hopeless.add(key)
                if each.skipped and "slow" in each.skipped:
                    gave_up.setdefault(task.engine, task.size)
                    hopeless.add(key)
                yield Measured(*key, turn, each)
            left = _left(tasks, place, plan.repeats - turn - 1, took, hopeless)
            _say(f"turn {turn + 1} of {plan.repeats}, {task.size:>6,} exercises, {task.engine:<14} ", figures, left)
    _say(f"measured in {(perf_counter() - began) / 60:.1f} min", (), None)


def _in_a_process(task: Task) -> list[Figure]:
    threads = "2" if task.engine == "hep_two" else "1"
    names = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    command = [sys.executable, "-m", "bench.peers.measure", json.dumps(asdict(task))]
    env = {**os.environ, **dict.fromkeys(names, threads), "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=env, timeout=task.limit + _GRACE, check=False
        )
    except subprocess.TimeoutExpired as late:
        text = late.stdout.decode() if isinstance(late.stdout, bytes) else late.stdout or ""
        return [*_read(text), Figure("all", skipped=f"too slow: not done after {task.limit + _GRACE:.0f} s")]
    figures = _read(done.stdout)
    if done.returncode < 0:
        figures.append(Figure("all", skipped=f"the process was ended by {signal.Signals(-done.returncode).name}"))
    elif done.returncode:
        lines = done.stderr.strip().splitlines() or ["it failed without a word"]
        figures.append(Figure("all", skipped=lines[-1][:200]))
    return figures


def _read(text: str) -> list[Figure]:
    return [Figure(**json.loads(line)) for line in text.splitlines() if line.startswith('{"way"')]


def _left(
    tasks: Sequence[Task], place: int, turns: int, took: dict[tuple[str, int], float], hopeless: set[tuple[str, int]]
) -> float:
    """Seconds that are left; what was not tried yet takes as long as the same engine took last."""

    def guess(task: Task) -> float:
        key = task.engine, task.size
        if key in hopeless:
            return 0.0
        known = [seconds for (name, _), seconds in took.items() if name == task.engine]
        return took.get(key) or (known[-1] if known else sum(took.values()) / len(took))

    return sum(map(guess, tasks[place + 1 :])) + turns * sum(map(guess, tasks))


def _say(what: str, figures: Sequence[Figure], left: float | None) -> None:
    words = []
    for each in figures:
        if each.skipped:
            words.append(each.skipped)
        elif each.wrong:
            words.append(f"WRONG in {each.wrong} of {each.checked}: {each.example}")
        elif each.way == "one":
            words.append(f"{each.processor:,.1f} µs a patient")
        elif each.way != "build":
            words.append(f"{each.way} {each.cohort:,}: {1e6 / each.processor:,.0f} a second")
    more = "" if left is None else f"  ({left / 60:.0f} min left)"
    print(what + "; ".join(words) + more, file=sys.stderr, flush=True)
