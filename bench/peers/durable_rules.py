"""durable-rules: a rule for each exercise on one flat fact, through its own Python language."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from operator import and_, or_
from typing import Any

from durable.engine import MessageNotHandledException
from durable.lang import assert_fact, delete_state, m, ruleset, when_all

from bench.peers.coded import best, focus_points, room
from bench.peers.job import Answer, Exercise, Patient
from bench.peers.peer import Peer

__all__ = ["Durable"]


class Durable(Peer):
    """What is true of the patient is a field of the fact, and nothing else is sent. Python adds the points up."""

    def build(self, exercises: list[Exercise]) -> None:
        """Write the rules, and have them compiled, which happens when they are first used."""
        self.exercises = exercises
        self.offered: list[int] = []
        self.asked = 0
        with ruleset("job"):
            # Deleting the state of a fact that no rule took crashes the process, so one rule takes every fact.
            when_all(m.pain >= 0)(lambda c: None)
            for each in exercises:
                when_all(_condition(each))(self._offer(each.number))
        with suppress(MessageNotHandledException):
            assert_fact("job", {"id": "0", "sid": "first", "pain": 99})
        delete_state("job", "first")

    def one(self, patient: Patient) -> Answer:
        """Assert the patient under a name of their own, and forget them."""
        self.asked += 1
        name = str(self.asked)
        self.offered.clear()
        fact: dict[str, Any] = {"id": "1", "sid": name, "pain": patient.pain, "phase": patient.phase}
        for words in (patient.deficits, patient.findings, patient.equipment):
            fact.update(dict.fromkeys(words, True))
        with suppress(MessageNotHandledException):
            assert_fact("job", fact)
        delete_state("job", name)
        return best([(number, _score(self.exercises[number], patient)) for number in set(self.offered)])

    def _offer(self, number: int) -> Callable[[Any], None]:
        return lambda c: self.offered.append(number)


def _condition(exercise: Exercise) -> Any:
    asked = [m.pain >= exercise.low, m.pain <= exercise.high]
    asked.append(reduce(or_, [m.phase == word for word in sorted(exercise.phases)]))
    asked.append(reduce(or_, [getattr(m, word) == True for word in exercise.indications]))  # noqa: E712  # its own `==`
    asked += [getattr(m, word) == True for word in sorted(exercise.equipment)]  # noqa: E712  # its own `==`
    asked += [-getattr(m, word) for word in sorted(exercise.contraindications)]
    return reduce(and_, asked)


def _score(exercise: Exercise, patient: Patient) -> int:
    matched = sum(word in patient.deficits for word in exercise.indications)
    return focus_points(matched, len(exercise.indications)) + room(exercise, patient.pain) + exercise.always
