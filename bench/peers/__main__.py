"""hep_engine beside its peers, on the same made-up job: checked, timed in turns, shown as tables and curves.

    python -m bench.peers                       # everything, a quarter of an hour or more
    python -m bench.peers --quick               # a look, in a minute or two; its figures are worth little
    python -m bench.peers --engines hep,clips   # some of them
    python -m bench.peers --write               # and put it into docs/explanation/peers.md

Exit code 1 where an engine answered wrongly, or hep_engine did not finish (with durable-rules as a second reading it
may), 2 where an engine that was asked for is not installed; then nothing is measured, rather than something left out
without a word.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.peers.engines import ENGINES
from bench.peers.figures import Figures, aims
from bench.peers.page import put_between, tables
from bench.peers.pictures import pictures
from bench.peers.record import as_json, machine
from bench.peers.run import Measured, Plan, run

__all__ = ["main"]

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs" / "explanation"
AIMED_AT, SMALL, LARGE = 1_000, 100, 10_000
"""The size that the aims are about, and those between which the growth is looked at."""


def main(words: list[str]) -> int:
    """Measure what was asked for. Returns the exit code."""
    asked = _asked(words)
    plan = Plan(
        engines=asked.engines,
        sizes=asked.sizes or ([10, 100, AIMED_AT] if asked.quick else [10, SMALL, AIMED_AT, LARGE]),
        cohorts=asked.cohorts or ([1_000, 10_000] if asked.quick else [1_000, 10_000, 100_000]),
        aimed_at=AIMED_AT,
        repeats=1 if asked.quick else asked.repeats,
        check=asked.check,
        seconds=0.1 if asked.quick else 1.0,
        limit=asked.limit,
    )
    missing = {name: needs for name in plan.engines if (needs := ENGINES[name].missing())}
    for name, needs in missing.items():
        print(f"{ENGINES[name].label} is not measured: {needs} is not installed", file=sys.stderr)
    if missing:
        left = ",".join(name for name in plan.engines if name not in missing)
        print(f"`make bench-peers` installs what is missing; --engines {left} does without", file=sys.stderr)
        return 2
    where = machine()
    measured = list(run(plan))
    figures = Figures(measured)
    found = aims(figures, AIMED_AT, plan.cohorts[-1], SMALL, LARGE)
    lines = [*tables(figures, plan, found, where)]
    print("\n".join(lines))
    folder = DOCS if asked.write else asked.out
    folder.mkdir(parents=True, exist_ok=True)
    if asked.write:
        put_between(DOCS / "peers.md", lines)
    (folder / "peers.json").write_text(json.dumps(as_json(figures, plan, found, where), indent=1) + "\n")
    for name, drawn in pictures(figures, plan).items():
        (folder / name).write_text(drawn)
    return _exit_code(measured)


def _exit_code(measured: list[Measured]) -> int:
    wrong = [each for each in measured if each.figure.wrong]
    for each in wrong:
        figure = each.figure
        print(
            f"{each.engine} at {each.size:,} is wrong in {figure.wrong} of {figure.checked}: not timed", file=sys.stderr
        )
    fallen = [each for each in measured if each.engine.startswith("hep") and each.figure.way == "all"]
    for each in fallen:
        print(f"{each.engine} at {each.size:,} did not finish: {each.figure.skipped}", file=sys.stderr)
    return 1 if wrong or any(each.engine != "hep_durable" for each in fallen) else 0


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description="hep_engine beside its peers")
    parser.add_argument("--engines", type=_engines, default=[*ENGINES], help=f"of {','.join(ENGINES)}")
    parser.add_argument("--sizes", type=_numbers, help="exercises, as 10,100,1000,10000")
    parser.add_argument("--cohorts", type=_numbers, help="patients, as 1000,10000,100000")
    parser.add_argument(
        "--repeats", type=int, default=3, help="turns, in a process of its own for each engine and size"
    )
    parser.add_argument("--check", type=int, default=300, help="patients whose answers are compared with the oracle")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds spent on one engine at one size at most")
    parser.add_argument("--quick", action="store_true", help="one short turn of the three smaller sizes")
    parser.add_argument("--write", action="store_true", help="write docs/explanation/peers.md, its pictures and JSON")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "peers", help="where JSON and pictures go if not")
    asked = parser.parse_args(words)
    if asked.write and (asked.quick or asked.sizes or asked.cohorts or asked.engines != [*ENGINES]):
        parser.error("the page is about everything: --write goes with no --quick, --engines, --sizes or --cohorts")
    return asked


def _engines(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in ENGINES]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; known are {', '.join(ENGINES)}")
    return names


def _numbers(text: str) -> list[int]:
    return sorted({int(each) for each in text.split(",")})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
