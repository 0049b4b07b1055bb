"""The job of the peers: the engines that are always there do it right, and one that does not is found out."""

from __future__ import annotations

from shutil import which
from xml.etree import ElementTree

import pytest

from bench.peers import __main__ as command
from bench.peers.engines import ENGINES, Engine
from bench.peers.figures import Figures, aims
from bench.peers.job import Exercise, Patient, make_exercises, make_patients, people
from bench.peers.measure import Figure, Task, measured
from bench.peers.oracle import right_answer
from bench.peers.page import tables
from bench.peers.peer import Peer
from bench.peers.pictures import pictures
from bench.peers.plain_python import Postings
from bench.peers.run import Measured, Plan

SIZE, COHORT = 60, 130
ALWAYS_THERE = ["loop", "postings", "sqlite", "hep", "hep_ten", "hep_nothing", "hep_batch", "hep_two", "hep_mixed"]
IF_COMPILED = ["bound"] if which("cc") else []
PLAN = Plan(["hep", "clips", "hep_batch", "duckdb"], [100, 1_000, 10_000], [10, 100, 1_000], 1_000, 1, 10, 0, 1)


def task(engine):
    return Task(engine, SIZE, [COHORT], check=COHORT, seconds=0)


@pytest.mark.parametrize("name", [*ALWAYS_THERE, *IF_COMPILED])
def test_every_answer_is_the_oracles(name):
    """
    In every way that the engine is measured in, for every patient.
    """
    engine = ENGINES[name]
    figures = list(measured(engine.make(), engine.ways, make_exercises(SIZE), task(name)))
    assert [figure.way for figure in figures] == ["build", *engine.ways]
    assert [(figure.wrong, figure.skipped, figure.checked) for figure in figures[1:]] == [
        (0, "", COHORT) for _ in engine.ways
    ]
    assert all(figure.processor > 0 for figure in figures)


class Careless(Postings):
    """Adds a point to one who is offered many, and forgets the one of all patients who is offered most."""

    def one(self, patient):
        """One too many, where there are five answers or more."""
        found = super().one(patient)
        return [(number, score + (len(found) > 4)) for number, score in found]

    def columns(self, patients):
        """The patients one by one."""
        return people(patients)

    def decide(self, columns):
        """Everybody is right but one."""
        found = [super(Careless, self).one(each) for each in columns]
        longest = max(range(len(found)), key=lambda row: len(found[row]))
        return [[] if row == longest else answer for row, answer in enumerate(found)]

    def decided(self, given, rows):
        """As it is."""
        return [given[row] for row in rows]


@pytest.mark.parametrize("ways", [("one", "decide"), ("decide", "table")])
def test_a_wrong_engine_is_not_timed(ways):
    """
    The first wrong answer ends it: how many are wrong, one of them beside the right one, no time, and nothing after.
    """
    exercises = make_exercises(SIZE)
    built, wrong = measured(Careless(), ways, exercises, task("postings"))
    assert (wrong.way, wrong.checked, wrong.processor, wrong.wall) == (ways[0], COHORT, 0, 0)
    assert 0 < wrong.wrong < COHORT
    row, given, right = wrong.example
    patients = make_patients(2_000) if ways[0] == "one" else make_patients(COHORT)
    assert given != right == right_answer(exercises, people(patients)[row])
    assert built.way == "build"


def test_the_oracle_by_hand():
    """
    Two of three deficits match (40 and 6), two points of room (4), difficulty 2 (9), measured muscle activity (4).
    """
    offered = Exercise(
        *(0, "first", 1, 5, frozenset({"acute"}), ("a", "b", "c"), frozenset({"never"}), frozenset({"mat"})),
        difficulty=2,
        directness="biomechanical",
    )
    patient = Patient(3, "acute", frozenset({"a", "c", "x"}), frozenset(), frozenset({"mat", "chair"}))
    assert right_answer([offered], patient) == [(0, 63)]
    for change in (
        Patient(6, "acute", patient.deficits, patient.findings, patient.equipment),
        Patient(0, "acute", patient.deficits, patient.findings, patient.equipment),
        Patient(3, "chronic", patient.deficits, patient.findings, patient.equipment),
        Patient(3, "acute", frozenset({"x"}), patient.findings, patient.equipment),
        Patient(3, "acute", patient.deficits, frozenset({"never"}), patient.equipment),
        Patient(3, "acute", patient.deficits, patient.findings, frozenset({"chair"})),
    ):
        assert right_answer([offered], change) == []


def test_the_job_is_the_same_every_time():
    """
    A catalogue comes of its size; a cohort is the beginning of a larger one; ids stand in the order of numbers.
    """
    assert make_exercises(50) == make_exercises(50)
    assert people(make_patients(20)) == people(make_patients(10_050).first(20))
    names = [each.id for each in make_exercises(1_001)]
    assert names == sorted(names)


def figure(engine, size, way, microseconds, cohort=0, **more):
    return Measured(engine, size, 0, Figure(way, cohort, microseconds, microseconds, 10, **more))


def test_aims_are_judged_by_medians():
    """
    What was wrong or not measured is no aim met; a page and pictures are made of what there is.
    """
    figures = Figures(
        [
            *(figure("hep", size, "one", 50 + size / 1000) for size in (100, 1_000, 10_000)),
            *(figure("clips", 1_000, "one", microseconds) for microseconds in (400, 408, 5_000)),
            *(figure("hep_batch", size, "decide", 1, 100) for size in (100, 1_000)),
            *(figure(engine, 1_000, "one", 900) for engine in ("zen", "durable_rules")),
            figure("hep_batch", 1_000, "decide", 0.5, 1_000),
            figure("duckdb", 1_000, "decide", 40, 1_000),
            figure("duckdb", 1_000, "table", 0, 1_000, wrong=3),
        ]
    )
    found = aims(figures, 1_000, 1_000, 100, 10_000)
    told = {each.what: (each.measured, each.met) for each in found}
    assert told["one patient, best 4 read: times the fastest rule engine"] == (8, True)
    assert told["one patient, best 4 read: growth from 100 to 10,000 exercises"] == (60 / 50.1, True)
    # DuckDB was wrong at this size in one way, so its other figures count for nothing either.
    assert told["deciding alone, 1,000 patients: times DuckDB, per core"] == (None, None)
    alone = Figures([figure("hep", 1_000, "one", 50), figure("zen", 1_000, "one", 900)])
    assert aims(alone, 1_000, 1_000, 100, 10_000)[0].measured is None
    page = "\n".join(tables(figures, PLAN, found, "a day"))
    assert "DuckDB at 1,000: wrong" in page
    drawn = pictures(figures, PLAN)
    assert set(drawn) == {"peers-one-patient.svg", "peers-catalogue.svg", "peers-cohort.svg"}
    for each in drawn.values():
        assert "hep_engine" in "".join(ElementTree.fromstring(each).itertext())


def test_what_is_wrong_or_missing_is_an_exit_code(monkeypatch, capsys):
    """
    Wrong is 1; not installed is 2, by name, before anything is measured.
    """
    assert command._exit_code([figure("hep", 10, "one", 1)]) == 0
    assert command._exit_code([figure("clips", 10, "one", 0, wrong=1)]) == 1
    assert command._exit_code([Measured("hep", 10, 0, Figure("all", skipped="it failed"))]) == 1
    absent = Engine("An engine", "plain_python", "Loop", "its-package", "nothing_of_this_name")
    monkeypatch.setattr(command, "ENGINES", {"absent": absent, "loop": ENGINES["loop"]})
    assert command.main(["--engines", "absent,loop"]) == 2
    said = capsys.readouterr().err
    assert "An engine is not measured: its-package is not installed" in said
    assert "--engines loop" in said


def test_a_peer_says_what_it_cannot_do():
    """
    What an adapter does not do is an error, never an empty answer.
    """
    for call in (Peer().one, Peer().columns, Peer().decide, Peer().table, Peer().told):
        with pytest.raises(NotImplementedError):
            call(None)
