"""The readings compared at volume: `python -m bench.differential [--durable N] [--formula N] [--seed S]`.

Knowledge bases and patients are generated, a batch for each seed, until so many verdicts were compared: one verdict is
one finding, rule, condition or exercise of one patient, read by plain and by the other reading. A difference is
shrunk to a small one and ends the run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import perf_counter

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from hep_engine.model.reading import Reading
from hep_engine.reasoning import durable, plain
from hep_engine.steps.admit import admit
from hep_engine.verify.formula import Formula
from tests.verify.reading import FormulaReading
from tests.worlds.strategies import Case, profiles, worlds

_BATCH = 40
_PATIENTS = 12
"""Worlds for one seed, and at most so many patients for one world."""

Counted = Callable[[Case, st.DataObject], int]


def with_durable(case: Case, data: st.DataObject) -> int:
    """How many verdicts of plain and durable were compared; they are equal."""
    second = durable.DurableReading(case.engine().book)
    compared = 0
    for profile in data.draw(st.lists(profiles(case.knowledge), min_size=6, max_size=_PATIENTS)):
        told = admit(profile, case.knowledge)
        first = plain.read(case.engine().book, told)
        assert list(first.differences(second.read(told))) == []
        compared += _verdicts(first)
    return compared


def with_formula(case: Case, data: st.DataObject) -> int:
    """How many verdicts of plain and the formula were compared, each condition and the recommendations among them."""
    engine = case.engine()
    second = FormulaReading(Formula(case.knowledge), engine.book)
    compared = 0
    for profile in data.draw(st.lists(profiles(case.knowledge), min_size=6, max_size=_PATIENTS)):
        first = plain.read(engine.book, admit(profile, case.knowledge))
        reading, needs, status, recommended = second.read(profile)
        result = engine.recommend(profile)
        assert list(first.differences(reading)) == []
        assert needs == first.needs
        assert (status, recommended) == (result.status, {each.exercise for each in result.recommendations})
        compared += _verdicts(first) + len(needs) + 1
    return compared


def _verdicts(reading: Reading) -> int:
    return 1 + len(reading.findings) + len(reading.rules) + len(reading.exercises)


def hunt(name: str, compare: Counted, wanted: int, first_seed: int) -> None:
    """Batches of generated worlds until *wanted* verdicts were compared."""
    compared, cases, number, began = 0, 0, first_seed, perf_counter()
    while compared < wanted:
        found = _batch(compare, number)
        compared, cases, number = compared + sum(found), cases + len(found), number + 1
    seconds = perf_counter() - began
    print(f"{name}: {compared:,} verdicts in {cases:,} worlds, seeds {first_seed} to {number - 1}, ", end="")
    print(f"no difference, {seconds:.0f} s", flush=True)


def _batch(compare: Counted, number: int) -> list[int]:
    """The verdicts compared in each world of one seed."""
    found: list[int] = []

    @seed(number)
    @settings(max_examples=_BATCH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds(most_exercises=40), st.data())
    def batch(case: Case, data: st.DataObject) -> None:
        found.append(compare(case, data))

    batch()
    return found


def main() -> None:
    """Run the hunts that were asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--durable", type=int, default=1_000_000, help="verdicts of plain and durable to compare")
    wanted.add_argument("--formula", type=int, default=50_000, help="verdicts of plain and the formula to compare")
    wanted.add_argument("--seed", type=int, default=1, help="the first seed")
    asked = wanted.parse_args()
    if durable.available():
        hunt("plain and durable", with_durable, asked.durable, asked.seed)
    hunt("plain and the formula", with_formula, asked.formula, asked.seed)


if __name__ == "__main__":
    main()
