"""How long one call takes, by pytest-benchmark: `make bench`. Nothing here fails for being slow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest

from bench.patients import HIP, patients, thirty
from hep_engine import Engine, PatientProfile
from hep_engine.engine import CrossCheck
from hep_engine.reasoning import durable
from hep_engine.steps.program import compose

Benchmark = Callable[..., Any]

READINGS: list[CrossCheck] = ["auto", "off"]


@pytest.fixture(scope="module", params=READINGS)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine that has already answered once, so that its rulesets are compiled."""
    made = Engine.load(cross_check=request.param)
    made.recommend(HIP)
    return made


@pytest.fixture(params=["screened", "unscreened"])
def patient(request: pytest.FixtureRequest, engine: Engine) -> PatientProfile:
    """The patient of the README, before and after today's questions."""
    return HIP.screened(engine.questions()) if request.param == "screened" else HIP


def test_import(benchmark: Benchmark) -> None:
    """A new process that imports the library; the interpreter's own start is part of it."""
    benchmark.pedantic(subprocess.run, ([sys.executable, "-c", "import hep_engine"],), {"check": True}, rounds=10)


def test_a_process_that_imports_nothing(benchmark: Benchmark) -> None:
    """What to take off the figure above."""
    benchmark.pedantic(subprocess.run, ([sys.executable, "-c", ""],), {"check": True}, rounds=10)


def test_load(benchmark: Benchmark) -> None:
    """The shipped knowledge, read and checked."""
    benchmark.pedantic(Engine.load, rounds=10)


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="durable-rules does not import on Python 3.13 and later")
def test_first_recommendation(benchmark: Benchmark) -> None:
    """The first answer of a loaded engine, which compiles the rulesets of durable-rules."""
    knowledge = Engine.load(cross_check="off").knowledge
    benchmark.pedantic(lambda engine: engine.recommend(HIP), setup=lambda: ((Engine(knowledge),), {}), rounds=10)


def test_recommend(benchmark: Benchmark, engine: Engine, patient: PatientProfile) -> None:
    """One recommendation: both readings (`auto`) or the index alone (`off`), little of it read."""
    result = benchmark(lambda: engine.recommend(patient).top(4))
    assert result.checked_by[0] == "index"


def test_recommend_for_many(benchmark: Benchmark, engine: Engine) -> None:
    """A hundred different patients, one after another, everything read."""
    many = patients(engine, 100)
    benchmark.pedantic(lambda: [engine.recommend(each).complete() for each in many], rounds=5, warmup_rounds=1)


@pytest.mark.parametrize("exercise", ["clamshell", "bird_dog", "forearm_plank"])
def test_explain(benchmark: Benchmark, engine: Engine, exercise: str) -> None:
    """One explanation; for an exercise that is left out, the search for what would change it is part of it."""
    screened = HIP.screened(engine.questions())
    assert benchmark(engine.explain, screened, exercise).exercise == exercise


def test_durable_is_what_auto_means_here() -> None:
    """The figures for `auto` are those of both readings wherever durable-rules imports."""
    assert ("durable" in Engine.load().recommend(HIP).checked_by) == durable.available()


@pytest.mark.parametrize("deficits", [6, 12])
def test_compose_thirty(benchmark: Benchmark, deficits: int) -> None:
    """A program from about thirty recommended exercises; the patients are the same ones every time."""
    engine = Engine.load(cross_check="off")
    cases = [
        (result.recommendations, profile.deficits, result.program.limits, result.program.confirm, engine.knowledge)
        for profile, result in thirty(engine, deficits)
        if result.program
    ]
    turn = cycle(cases)
    benchmark(lambda: compose(*next(turn)))
