"""The plan: what one engine's knowledge comes to as rows and tables, made once for a whole registry.

Eligibility is one conjunction of rows for each exercise; a score is looked up and added up from tables that
`steps/rank.py` fills: its parts are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.ask import Asker, rests_on
from hep_engine.batch.facts import FactRows
from hep_engine.batch.picking import LOWEST_BITS
from hep_engine.batch.tape import Tape
from hep_engine.engine import Engine
from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.result import ExclusionCode
from hep_engine.model.rule import Prefer, Refer
from hep_engine.model.words import NPRS, Level

__all__ = ["CODES", "Eligibility", "Plan", "Scores", "words_for"]

CODES: tuple[str, ...] = get_args(ExclusionCode)
"""The exclusion codes, in the order in which they are written."""

_MOST_ROOM = 3
"""Points of room above today's pain that are counted."""

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]


class Plan:
    """Everything about an engine's knowledge that is the same for every patient."""

    def __init__(self, engine: Engine) -> None:
        """Lay out what *engine* works on."""
        knowledge, book = engine.knowledge, engine.book
        self.knowledge = knowledge
        self.facts = FactRows(knowledge, book)
        self.tape = tape = Tape(self.facts, book)
        self.exercises = tuple(knowledge.exercises)
        self.deficits = tuple(self.facts.lists["deficits"])
        self.eligibility = Eligibility(engine, tape)
        self.scores = Scores(knowledge, tape, self.deficits)
        gates = [(rule.id, rule.then.level) for rule in knowledge.acting("gates") if isinstance(rule.then, Refer)]
        levels = [each for each in Level if each is not Level.NONE]
        self.level_rows = _ints(tape.any_of(tape.rules[rule] for rule, to in gates if to is level) for level in levels)
        """Of each level but none, mildest first, whether a gate of it holds."""
        self.basis_rows = _ints(rests_on(book, [rule for rule, _ in gates], tape))
        self.basis_width = 2 * words_for(len(self.basis_rows))
        self.asker = Asker(engine)
        self.lenient = knowledge.policy.unknown_contraindication.value == "confirm"
        self.withholds_unscreened = knowledge.policy.unscreened.value == "withhold"
        if len(self.exercises) > LOWEST_BITS:
            raise ValueError(f"a table is made for at most {LOWEST_BITS:,} exercises")
        # Last, because rows may still be laid out before.
        self.code = tape.code()
        self.rows = tape.count


class Eligibility:
    """Which rows each exercise needs, and the code it is left out for where one does not hold."""

    def __init__(self, engine: Engine, tape: Tape) -> None:
        """Lay out the conditions of the rulebook's exercises."""
        book = engine.book
        needed: list[list[int]] = []
        codes: list[list[int]] = []
        rows: dict[int, int] = {}
        for name in engine.knowledge.exercises:
            both = zip(book.requirements[name], book.numbered[name], strict=True)
            # Whom nobody avoids is looked up patient by patient instead.
            kept = [(part, number) for part, number in both if part.code != "avoided"]
            for part, number in kept:
                if number not in rows:  # many exercises need the same
                    rows[number] = tape.row(part.needs)
            needed.append([rows[number] for _, number in kept])
            codes.append([CODES.index(part.code) for part, _ in kept])
        self.starts = np.cumsum([0, *map(len, needed)], dtype=np.int64)
        self.needs = _ints(row for rows in needed for row in rows)
        self.codes = _ints(code for each in codes for code in each)


class Scores:
    """The parts of a score as tables over exercises, in the order of the knowledge's exercises."""

    def __init__(self, knowledge: KnowledgeBase, tape: Tape, deficits: Sequence[str]) -> None:
        """Fill the tables from the policy's weights and the ranking rules."""
        exercises = list(knowledge.exercises.values())
        weights = knowledge.policy.weights
        room = np.minimum(_ints(each.pain_level.high for each in exercises) - _ints(NPRS)[:, None], _MOST_ROOM)
        self.always = weights.pain_room.points * room + _ints(_always(each, knowledge) for each in exercises)
        """By pain, what each exercise scores with every patient who has it."""
        most = max(len(each.indications) for each in exercises)
        matched, focus = weights.matched_indication.points, weights.focus.points
        self.matches = np.array(
            [
                [matched * count + (focus * count // total if total else 0) for count in range(most + 1)]
                for total in range(most + 1)
            ],
            np.int64,
        )
        """By how many deficits an exercise is for, and how many of them the patient has."""
        self.totals = np.fromiter((len(each.indications) for each in exercises), np.uint64)
        self.indication_starts = np.concatenate([[0], np.cumsum(self.totals, dtype=np.int64)])
        self.indications = np.array([deficits.index(word) for each in exercises for word in each.indications], np.int32)
        guards = sorted({word for each in exercises for word in each.precautions})
        self.guard_points = weights.precaution.points
        wishes = [(rule, rule.then) for rule in knowledge.acting("ranking") if isinstance(rule.then, Prefer)]
        self.wish_points = _ints([*(wish.points for _, wish in wishes), 0])
        parts = (
            [[deficits.index(word) for word in each.indications] for each in exercises],
            [[guards.index(word) for word in each.precautions] for each in exercises],
            [[at for at, (_, wish) in enumerate(wishes) if wish.selector.matches(each)] for each in exercises],
        )
        sets = [
            _sets(part, count) for part, count in zip(parts, (len(deficits), len(guards), len(wishes)), strict=True)
        ]
        self.wanted = np.hstack(sets)
        """What the score of each exercise looks at, as sets: deficits, precautions, wishes."""
        self.widths = sets[0].shape[1], sets[1].shape[1]
        """How many words the deficits take, and the precautions."""
        told = [
            [tape.facts.lists["deficits"][word] for word in deficits],
            [tape.findings[word] for word in guards],
            [tape.rules[rule.id] for rule, _ in wishes],
        ]
        self.rows = _ints(row for part in told for row in (*part, *[-1] * (64 * words_for(len(part)) - len(part))))
        """The rows of the same sets, -1 where a word has room left."""


def _always(exercise: Exercise, knowledge: KnowledgeBase) -> int:
    weights = knowledge.policy.weights
    directness: int = getattr(weights, f"directness_{exercise.evidence.directness}").points
    return weights.gentle_start.points * (5 - exercise.difficulty) + directness


def words_for(count: int) -> int:
    """Words for so many bits; one at least, so that there is something to compile for."""
    return max(1, -(-count // 64))


def _sets(places: Sequence[Sequence[int]], count: int) -> Words:
    """Each list of places as a set of *count* bits, a row each."""
    sets = np.zeros((len(places), words_for(count)), np.uint64)
    for number, each in enumerate(places):
        for place in each:
            sets[number, place >> 6] |= np.uint64(1) << np.uint64(place & 63)
    return sets


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)
