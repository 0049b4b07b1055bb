"""A long run: memory over 200,000 recommendations, then threads and forked processes against the same answers.

    python -m bench.soak [recommendations]

Exits 1 if memory grows by 5 MB or more, or if any answer differs from the first one given to the same patient.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from pathlib import Path

from bench.patients import patients
from hep_engine import Engine, PatientProfile, Recommendations

__all__ = ["main"]

ROUND = 20_000
MOST_GROWTH = 5.0
"""Megabytes."""
THREADS, EACH = 8, 2_000
PROCESSES = 4


def main(count: int = 200_000) -> int:
    """Run everything; the number of things that went wrong is the exit code, at most 1."""
    engine = Engine.load()
    asked = patients(engine, 500)
    answers = [engine.recommend(each) for each in asked]
    statuses = {each.status for each in answers}
    print(f"{len(asked)} patients, {', '.join(sorted(statuses))}; read by {' and '.join(answers[0].checked_by)}")
    wrong = _memory(engine, asked, answers, count)
    wrong += _threads(engine, asked, answers)
    wrong += _processes(engine, asked, answers)
    print("all well" if not wrong else f"{wrong} of the checks failed")
    return min(wrong, 1)


def _memory(engine: Engine, asked: list[PatientProfile], answers: list[Recommendations], count: int) -> int:
    """Growth of resident memory while *count* recommendations are made, from after the first pass on."""
    gc.collect()
    before = megabytes()
    started, different, growth = time.perf_counter(), 0, 0.0
    for number in range(1, count + 1):
        which = number % len(asked)
        different += engine.recommend(asked[which]) != answers[which]
        if number % 1_000 == 0:
            _progress(f"{number:,} of {count:,}")
        if number % ROUND == 0 or number == count:
            growth = megabytes() - before
            each = (time.perf_counter() - started) / number * 1000
            _line(f"{number:>9,} recommendations, {growth:+.2f} MB since the start, {each:.2f} ms each")
    _line(f"memory: {growth:+.2f} MB over {count:,} recommendations; {different} answers differ")
    return int(growth >= MOST_GROWTH or different > 0)


def _threads(engine: Engine, asked: list[PatientProfile], answers: list[Recommendations]) -> int:
    """Threads that change hands as often as they can."""
    different: list[int] = []
    errors: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + EACH):
                which = number % len(asked)
                if engine.recommend(asked[which]) != answers[which]:
                    different.append(which)
        except BaseException as error:  # noqa: BLE001  # told in the main thread, whatever it is
            errors.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number * 61,)) for number in range(THREADS)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    finally:
        sys.setswitchinterval(before)
    _line(f"threads: {THREADS} x {EACH:,}; {len(different)} answers differ, {len(errors)} errors {errors[:1] or ''}")
    return int(bool(different or errors))


def _processes(engine: Engine, asked: list[PatientProfile], answers: list[Recommendations]) -> int:
    """Forked children, which must not share a handle with their parent."""
    if not hasattr(os, "fork"):
        _line("processes: this system cannot fork")
        return 0
    children = [_child(engine, asked, answers) for _ in range(PROCESSES)]
    failed = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)
    _line(f"processes: {PROCESSES} forked x {len(asked)}; {failed} gave another answer or ended badly")
    return int(failed > 0)


def _child(engine: Engine, asked: list[PatientProfile], answers: list[Recommendations]) -> int:
    child = os.fork()
    if child:
        return child
    same = False
    try:
        same = [engine.recommend(each) for each in asked] == answers
    finally:
        os._exit(0 if same else 1)


def megabytes() -> float:
    """Resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _progress(text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r{text}", end="", flush=True)


def _line(text: str) -> None:
    print(f"\r{text}" if sys.stdout.isatty() else text, flush=True)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
