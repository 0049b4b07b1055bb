"""One engine shared: between threads, across forks, and given back when it is no longer used."""

from __future__ import annotations

import gc
import os
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from hep_engine import Engine
from hep_engine.reasoning import durable
from tests.reasoning.conftest import needs_durable
from tests.reasoning.faulty import Counting

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

PATIENCE = 120
"""Seconds after which a child is taken to hang; it is no measure of speed."""


@pytest.fixture
def answers(engine, patients):
    """What a single thread is told, patient by patient."""
    return [engine.recommend(each) for each in patients]


def forked(count, work, *given):
    """The exit codes of *count* forked processes that do *work*; one that hangs is ended."""
    fork = get_context("fork")
    children = [fork.Process(target=work, args=given) for _ in range(count)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside a thread is what is tried here
        for each in children:
            each.start()
    for each in children:
        each.join(PATIENCE)
        if each.is_alive():
            each.kill()
            each.join()
    return [each.exitcode for each in children]


def same_answers(engine, patients, answers):
    """End well if *engine* gives the same answers here."""
    os._exit(0 if [engine.recommend(each) for each in patients] == answers else 1)


def test_eight_threads_give_the_answers_of_one(engine, patients, answers):
    """
    Threads that change hands as often as they can, 250 recommendations each, starting at different patients.
    """

    def work(first):
        which = [number % len(patients) for number in range(first, first + 250)]
        return [number for number in which if engine.recommend(patients[number]) != answers[number]]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            different = list(pool.map(work, range(0, 80, 10)))
    finally:
        sys.setswitchinterval(before)
    assert different == [[]] * 8


@needs_fork
def test_forked_processes_give_the_answers_of_one(engine, patients, answers):
    """
    Four children of a process that has used its engine; and the parent still answers right afterwards.
    """
    assert forked(4, same_answers, engine, patients, answers) == [0] * 4
    assert [engine.recommend(each) for each in patients] == answers


class Pausing(Counting):
    """The real engine, which stops in the middle of an evaluation in one thread until it is told to go on."""

    def __init__(self, real):
        super().__init__(real)
        self.owner = None
        self.inside, self.resume = threading.Event(), threading.Event()

    def call(self, name, *given):
        """Pass the call on, with a pause after the fact is in, in the thread that is to pause."""
        answer = super().call(name, *given)
        if name == "assert_fact" and threading.get_ident() == self.owner and os.getpid() == self.process:
            self.owner = None
            self.inside.set()
            self.resume.wait(PATIENCE)
        return answer


@needs_durable
@needs_fork
def test_forking_in_the_middle_of_an_evaluation_is_harmless(monkeypatch, shipped, patients, answers):
    """
    Another thread holds the lock, with a fact inside the engine: four children answer right, and so does the thread.
    """
    module = Pausing(durable.durable_rules_engine)
    module.process = os.getpid()
    monkeypatch.setattr(durable, "durable_rules_engine", module)
    engine = Engine(shipped, cross_check="durable")
    engine.recommend(patients[0])
    interrupted = []

    def work():
        module.owner = threading.get_ident()
        interrupted.append(engine.recommend(patients[0]))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert module.inside.wait(PATIENCE)
        assert forked(4, same_answers, engine, patients, answers) == [0] * 4
    finally:
        module.resume.set()
        thread.join()
    assert interrupted == answers[:1]
    assert [engine.recommend(each) for each in patients] == answers


@needs_durable
def test_engines_that_come_and_go_leave_no_ruleset_behind(monkeypatch, shipped, patients):
    """
    Every ruleset that was made is given back once its engine is no longer used, and used again it is not made twice.
    """
    module = Counting(durable.durable_rules_engine)
    monkeypatch.setattr(durable, "durable_rules_engine", module)
    for loaded in range(4):
        engine = Engine.load() if loaded == 0 else Engine(shipped)
        engine.recommend(patients[0])
        made = module.open
        assert made > 0
        engine.recommend(patients[0])
        assert module.open == made
        del engine
        gc.collect()
        assert module.open == 0
    assert module.calls["delete_state"] == module.calls["delete_ruleset"]
