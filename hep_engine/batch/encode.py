"""Encode: rows of a table as rows of facts. What is evidently right is read by the column, the rest as a profile is.

A row is evidently right when every word is known, every number possible and nothing contradicts itself: the same
conditions as in `steps/admit.py`. Every other row goes through `admit`, which says what is wrong, or that nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch import columns
from hep_engine.batch.columns import Flags, Ints, Listed, Numbers
from hep_engine.batch.facts import FactRows
from hep_engine.batch.kernels import BLOCK, PATIENTS, set_bits, set_listed
from hep_engine.batch.lookup import Known
from hep_engine.batch.measures import PARTS, Scores
from hep_engine.batch.rows import KEY, MEASURE, Rows
from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.words import DIRECTION_DEFICITS, NPRS
from hep_engine.steps.admit import told_of

__all__ = ["Encoded", "Encoder"]

_MOST_WORDS, _LONGEST_WORD, _OLDEST = 1000, 64, 130

Words = NDArray[np.uint64]


@dataclass(slots=True)
class Encoded:
    """Some patients as facts."""

    facts: Words
    """By block of patients, then by row: the words of the block."""
    pains: Ints
    avoided: Listed
    """The exercises each patient avoids, by number."""
    mistakes: dict[int, tuple[FieldMistake, ...]] = field(default_factory=dict)
    """Everything that is wrong with a row. Its facts are all unset."""


class Encoder:
    """Reads tables in the words of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, facts: FactRows) -> None:
        """Prepare the codes of every word and the values of every measure."""
        self._knowledge, self._facts = knowledge, facts
        self._lists = facts.lists
        self._known = {field: Known(rows, _LONGEST_WORD) for field, rows in facts.lists.items()}
        self._choices = {field: Known(rows, _LONGEST_WORD) for field, rows in facts.words.items()}
        self._avoidable = Known(knowledge.exercises, _LONGEST_WORD)
        self._places = {name: np.array(rows, np.int64) for name, rows in facts.places.items()}
        measures = knowledge.vocabulary.measures
        self._measures = Known([name for name in measures if len(name) <= _LONGEST_WORD], _LONGEST_WORD)
        self._scores = {
            name: Scores(measures[name], facts.scales.get(name), facts.places.get(name, ()))
            for name in self._measures.words
        }
        rows = facts.lists["deficits"]
        self._directions = {each: rows[deficit] for each, deficit in DIRECTION_DEFICITS.items() if deficit in rows}

    def encode(self, rows: Rows) -> Encoded:
        """The facts of *rows*."""
        count = len(rows)
        facts = np.zeros((max(1, -(-count // PATIENTS)), self._facts.count, BLOCK), np.uint64)
        sure = _told_of_somebody(rows)
        pains, told, fine = columns.whole_numbers(rows.column("pain_score"), count, NPRS[-1])
        sure &= fine & told
        self._number(facts, "pain_score", pains, told)
        ages, told, fine = columns.whole_numbers(rows.column("age"), count, _OLDEST)
        sure &= fine
        self._number(facts, "age", ages, told)
        sure &= self._words(facts, rows)
        sure &= self._listed(facts, rows)
        sure &= self._measured(facts, rows)
        sure &= ~self._contradictions(facts, count)
        sure[[*rows.odd]] = False
        avoided = columns.listed(rows.column("avoid"), self._avoidable, count, _MOST_WORDS)
        sure &= avoided.sure
        facts &= _packed(sure, len(facts))[:, None]
        self._directed(facts)
        return self._one_by_one(rows, sure, Encoded(facts, pains, avoided))

    def _number(self, facts: Words, name: str, values: Ints, told: Flags) -> None:
        """Set the places of whole numbers from 0 up."""
        if name in self._places:
            scale = self._facts.scales[name]
            at = np.array([scale.place(Decimal(value)) for value in range(_OLDEST + 1)], np.int64)
            set_bits(facts, np.where(told, self._places[name][at[values]], self._facts.number_untold[name]))

    def _words(self, facts: Words, rows: Rows) -> Flags:
        sure = np.ones(len(rows), np.bool_)
        for name, known in self._choices.items():
            places, told, fine = columns.words(rows.column(name), known, len(rows))
            sure &= fine & (told if name == "phase" else True)
            own = np.array([*self._facts.words[name].values(), -1], np.int64)
            set_bits(facts, np.where(told, own[places], self._facts.word_untold[name]))
        return sure

    def _listed(self, facts: Words, rows: Rows) -> Flags:
        sure = np.ones(len(rows), np.bool_)
        for name, first in self._facts.first.items():
            found = columns.listed(rows.column(name), self._known[name], len(rows), _MOST_WORDS)
            sure &= found.sure
            set_listed(facts, found.starts, found.codes, first)
            if name == "equipment":
                set_bits(facts, np.where(found.told, -1, self._facts.no_equipment_told))
        return sure

    def _measured(self, facts: Words, rows: Rows) -> Flags:
        """Set the places of every score that is possible, alone and beside the score it is a part of."""
        count = len(rows)
        column = rows.column("measures")
        found, sure = columns.entries(column, self._measures, count) if column is not None else ({}, _all(count))
        nothing = Numbers(np.zeros(count), np.zeros(count, np.bool_), _all(count))
        parts: dict[str, tuple[Ints, Flags]] = {}
        for name, scores in self._scores.items():
            alone = rows.column(f"{MEASURE}{name}")
            given = found.get(name, nothing) if alone is None else columns.numbers(alone, count)
            score = scores.read(given.values)
            sure &= given.sure & (score.possible | ~given.told)
            parts[name] = score.parts, given.told
            if name in self._places:
                set_bits(facts, np.where(given.told, score.places, self._facts.number_untold[name]))
        for name, (part, told) in parts.items():
            measure = self._knowledge.vocabulary.measures[name]
            if measure.part_of in parts:
                total, both = parts[measure.part_of]
                rest = total - part
                most = None if measure.rest_max is None else int(measure.rest_max * PARTS)
                sure &= ~(told & both & ((rest < 0) | (False if most is None else rest > most)))
        unread = self._knowledge.vocabulary.measures.keys() - self._scores.keys()
        for name in unread:
            alone = rows.column(f"{MEASURE}{name}")
            sure &= columns.numbers(alone, count).told ^ True
        return sure

    def _contradictions(self, facts: Words, count: int) -> Flags:
        """Who is told to have what is ruled out, is cleared of what is not there, or has two directions."""
        lists, wrong = self._lists, np.zeros((len(facts), BLOCK), np.uint64)
        for name, row in lists["findings"].items():
            wrong |= facts[:, row] & facts[:, lists["ruled_out"][name]]
        for name, row in lists["cleared"].items():
            found = facts[:, lists["findings"][name]] if name in lists["findings"] else np.uint64(0)
            wrong |= facts[:, row] & ~found
        tested = self._facts.words["directional_preference"]
        for direction, row in tested.items():
            for other, deficit in self._directions.items():
                if other != direction:
                    wrong |= facts[:, row] & facts[:, deficit]
        return _unpacked(wrong, count)

    def _directed(self, facts: Words) -> None:
        """A tested direction stands for a deficit; where none was tested, the one deficit found is the direction."""
        tested, untold = self._facts.words["directional_preference"], self._facts.word_untold["directional_preference"]
        any_, several = np.zeros((2, len(facts), BLOCK), np.uint64)
        for row in self._directions.values():
            several |= any_ & facts[:, row]
            any_ |= facts[:, row]
        found = any_ & ~several & facts[:, untold]
        for direction, row in self._directions.items():
            facts[:, row] |= facts[:, tested[direction]]
            facts[:, tested[direction]] |= found & facts[:, row]
        facts[:, untold] &= ~found

    def _one_by_one(self, rows: Rows, sure: Flags, encoded: Encoded) -> Encoded:
        """Admit what was not sure: right after all, or with every mistake."""
        keys = rows.column(KEY)
        avoided: dict[int, list[int]] = {}
        for row in np.flatnonzero(~sure).tolist():
            avoided[row] = []
            try:
                mistakes = [] if keys is not None and keys[row].is_valid else [FieldMistake(KEY, "is missing")]
                profile = rows.profile(row, self._knowledge)
            except ProfileError as wrong:
                mistakes += wrong.mistakes
            if mistakes:
                encoded.mistakes[row] = tuple(mistakes)
                continue
            block, word, bit = row // PATIENTS, (row >> 6) % BLOCK, np.uint64(1) << np.uint64(row & 63)
            for each in self._facts.of(told_of(profile, self._knowledge)):
                encoded.facts[block, each, word] |= bit
            encoded.pains[row] = profile.pain_score
            avoided[row] = [self._avoidable.words.index(each) for each in profile.avoid]
        encoded.avoided = _replaced(encoded.avoided, avoided)
        return encoded


def _replaced(listed: Listed, others: dict[int, list[int]]) -> Listed:
    """The lists with those of some rows replaced."""
    if not others:
        return listed
    lists = np.split(listed.codes, listed.starts[1:-1])
    for row, other in others.items():
        lists[row] = np.array(other, np.int32)
    starts = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return listed._replace(starts=starts, codes=np.concatenate(lists))


def _told_of_somebody(rows: Rows) -> Flags:
    keys, strange = rows.keys()
    somebody = columns.given(keys)
    somebody[strange] = False
    return somebody


def _all(count: int) -> Flags:
    return np.ones(count, np.bool_)


def _packed(flags: Flags, blocks: int) -> Words:
    """A bit for each patient, by block."""
    packed = np.zeros(blocks * PATIENTS // 8, np.uint8)
    bits = np.packbits(flags, bitorder="little")
    packed[: len(bits)] = bits
    return packed.view(np.uint64).reshape(blocks, BLOCK)


def _unpacked(words: Words, count: int) -> Flags:
    return np.unpackbits(words.reshape(-1).view(np.uint8), count=count, bitorder="little").astype(np.bool_)
