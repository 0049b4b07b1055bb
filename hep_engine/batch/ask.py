"""What to ask first of those who are not ready: put together once for all patients in the same position.

The questions rest on what the gates rest on, and on nothing else a patient tells. So the answer for one patient is the
answer for every other one with the same bits there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from hep_engine.batch.tape import Tape
from hep_engine.engine import Engine
from hep_engine.model.condition import Clause, Condition, FactKind, Has, Is, clauses
from hep_engine.model.profile import PatientProfile
from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning.ask import Opener
from hep_engine.steps.screen import screen

__all__ = ["Asker", "rests_on"]

_MOST = 50_000
"""So many positions are remembered; the one not needed for longest is forgotten."""


class Asker:
    """Answers what to ask first, by position."""

    def __init__(self, engine: Engine) -> None:
        """Ask by the gates of *engine*."""
        self._engine, self._opener = engine, Opener(engine.book)
        self._known: OrderedDict[bytes, tuple[str, ...]] = OrderedDict()
        self._lock = Lock()

    def questions(self, position: bytes, profile: Callable[[], PatientProfile]) -> tuple[str, ...]:
        """The ids of what to ask first in this *position*; *profile* is made for a position that is new."""
        with self._lock:
            if position in self._known:
                self._known.move_to_end(position)
                return self._known[position]
        facts = self._engine.facts(profile())
        _, disposition = screen(self._engine.knowledge, self._engine.book, self._opener, facts)
        asked = tuple(each.id for each in disposition.ask_first)
        with self._lock:
            self._known[position] = asked
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return asked


def rests_on(book: Rulebook, gates: Iterable[str], tape: Tape) -> list[int]:
    """The rows of everything told that these *gates* rest on, also through findings, and of the treatment approach."""
    rules, inferences = dict(book.rules), {each.finding: each for each in book.findings}
    rows = dict.fromkeys(tape.approaches.values())
    waiting: list[Clause] = [clause for gate in gates for clause, _ in clauses(rules[gate])]
    seen: set[Clause] = set()
    while waiting:
        clause = waiting.pop()
        if clause in seen:
            continue
        seen.add(clause)
        match clause:
            case Has(FactKind.FINDING, word):
                rows[tape.told[word]] = None
                if word in inferences:
                    inference = inferences[word]
                    waiting += [Has(FactKind.FINDING, each) for each in inference.implied_by]
                    waiting += _all_clauses([when for _, when in inference.rules])
            case Has(FactKind.RULE, word):
                waiting += _all_clauses([rules[word]])
            case Is("approach"):
                pass
            case _:
                rows[tape.row(clause)] = None
    return list(rows)


def _all_clauses(conditions: Sequence[Condition]) -> list[Clause]:
    return [clause for condition in conditions for clause, _ in clauses(condition)]
