"""Many patients read by durable-rules together: the same verdicts, with one ruleset open at a time."""

from __future__ import annotations

import threading
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import DisagreementError, Engine, ProfileError
from hep_engine.model.truth import Truth
from hep_engine.reasoning import durable
from hep_engine.reasoning.durable import DurableReading
from hep_engine.steps.admit import admit
from tests.reasoning.conftest import HIP, needs_durable
from tests.reasoning.faulty import Counting, Faulty
from tests.worlds.budget import tried
from tests.worlds.odd_books import odd_book, odd_told


class MostOpen(Counting):
    """The real engine, and how many rulesets were open at once."""

    most = 0

    def call(self, name, *given):
        """Pass the call on, and count."""
        answer = super().call(name, *given)
        self.most = max(self.most, self.open)
        return answer


@needs_durable
@tried(40)
@given(st.integers(0, 10**9), st.integers(0, 5))
def test_together_or_one_by_one_is_the_same(seed, count):
    """
    No patient's facts reach another one, whatever the rules and however many are read together.
    """
    random = Random(seed)
    book = odd_book(random)
    patients = [odd_told(random) for _ in range(count)]
    module = MostOpen(durable.durable_rules_engine)
    together = DurableReading(book, module)
    assert together.sweep(patients) == [DurableReading(book).read(told) for told in patients]
    assert module.open == 0
    assert module.most <= 1


@needs_durable
def test_what_was_open_stays_open(engine, patients):
    """
    Reading many together leaves an engine at work as it was, and a ruleset it opened itself is given back.
    """
    module = MostOpen(durable.durable_rules_engine)
    reading = DurableReading(engine.book, module)
    told = [admit(each, engine.knowledge) for each in patients]
    reading.sweep(told)
    assert (module.open, module.most) == (0, 1)
    expected = [reading.read(each) for each in told]
    at_work = module.open
    assert at_work > 1
    assert reading.sweep(told) == expected
    assert (module.open, module.most) == (at_work, at_work)


@needs_durable
def test_reading_on_another_thread_meanwhile_changes_nothing(engine, patients):
    """
    One thread reads patient by patient while another reads all of them together.
    """
    reading = DurableReading(engine.book)
    told = [admit(each, engine.knowledge) for each in patients]
    expected, found = [DurableReading(engine.book).read(each) for each in told], []
    threads = [
        threading.Thread(target=lambda: found.append(reading.sweep(told))),
        threading.Thread(target=lambda: found.append([reading.read(each) for each in told])),
    ]
    for _ in range(3):
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        threads = [threading.Thread(target=lambda: found.append(reading.sweep(told))) for _ in range(2)]
    assert len(found) == 6
    assert all(each == expected for each in found)


@needs_durable
def test_an_engine_that_fails_answers_nobody(monkeypatch, shipped, patients):
    """
    Where durable-rules fails for one patient there is no answer for any of them, and nothing stays open.
    """
    module = Faulty(durable.durable_rules_engine, "retract_fact: not done", rate=1)
    monkeypatch.setattr(durable, "durable_rules_engine", module)
    with pytest.raises(DisagreementError):
        Engine(shipped, cross_check="durable").recommend_each(patients)
    assert module.open == 0


@pytest.mark.parametrize("cross_check", ["auto", "plain", "off"])
def test_each_is_recommended_what_they_would_be_alone(shipped, patients, cross_check):
    """
    The whole results are equal, and a wrong profile among them is an error.
    """
    engine = Engine(shipped, cross_check=cross_check)
    assert engine.recommend_each(iter(patients)) == [engine.recommend(each) for each in patients]
    assert engine.recommend_each([]) == []
    with pytest.raises(ProfileError, match="findings"):
        engine.recommend_each([HIP, HIP.model_copy(update={"findings": frozenset({"no_such"})})])


@pytest.mark.parametrize("cross_check", ["auto", "plain"])
def test_a_difference_for_one_is_an_error_for_all(shipped, patients, monkeypatch, cross_check):
    """
    When the readings differ on the last patient, nobody is answered.
    """
    engine = Engine(shipped, cross_check=cross_check)
    decided = engine._patient.index.reading
    last = admit(patients[-1], shipped)

    def lying(bits):
        reading = decided(bits)
        changed = {**reading.exercises, "clamshell": Truth.UNKNOWN}
        return replace(reading, exercises=changed) if bits.told == last else reading

    monkeypatch.setattr(engine._patient.index, "reading", lying)
    assert len(engine.recommend_each(patients[:-1])) == len(patients) - 1
    with pytest.raises(DisagreementError, match="two readings"):
        engine.recommend_each(patients)
