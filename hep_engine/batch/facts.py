"""The rows of facts: everything a table can tell of a patient, as one row of bits for each single fact.

A row says of every patient whether this finding was told, this one ruled out, this word chosen, this score at this
place of its scale. What the conditions make of it is for the tape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hep_engine.model.condition import Clause, Compares, Condition, clauses
from hep_engine.model.facts import Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.words import FIELD_WORDS
from hep_engine.reasoning.atoms import Scale

__all__ = ["FactRows", "clauses_of"]


class FactRows:
    """Which row stands for which fact."""

    def __init__(self, knowledge: KnowledgeBase, book: Rulebook) -> None:
        """Give every fact of the vocabulary a row, and every place of the scales that *book* compares on."""
        self.count = 0
        self.lists = {field: self._rows(sorted(known)) for field, known in knowledge.words.items() if field != "avoid"}
        """The row of every word of a list, by the profile's field."""
        self.first = {field: min(rows.values(), default=0) for field, rows in self.lists.items()}
        """The first row of each list; the rows of its words follow each other."""
        self.no_equipment_told = self._row()
        self.words = {field: self._rows(words) for field, words in FIELD_WORDS.items()}
        self.word_untold = {field: self._row() for field in FIELD_WORDS}
        cuts: dict[str, list[Compares]] = {}
        for clause in clauses_of(book):
            if isinstance(clause, Compares):
                cuts.setdefault(clause.number, []).append(clause)
        self.scales = {number: Scale(each.value for each in found) for number, found in cuts.items()}
        self.places = {number: [self._row() for _ in range(len(scale))] for number, scale in self.scales.items()}
        """The rows of the places of each scale, the lowest first."""
        self.number_untold = {number: self._row() for number in self.scales}

    def of(self, told: Told) -> Iterator[int]:
        """The rows of the facts that hold of one patient."""
        told_lists = {
            "findings": told.findings, "ruled_out": told.ruled_out, "cleared": told.cleared, "deficits": told.deficits,
            "equipment": told.equipment or frozenset(),
        }  # fmt: skip
        for field, words in told_lists.items():
            yield from (self.lists[field][word] for word in words)
        if told.equipment is None:
            yield self.no_equipment_told
        for field, rows in self.words.items():
            word = told.words.get(field)
            yield self.word_untold[field] if word is None else rows[word]
        for number, scale in self.scales.items():
            value = told.numbers.get(number)
            yield self.number_untold[number] if value is None else self.places[number][scale.place(value)]

    def _row(self) -> int:
        self.count += 1
        return self.count - 1

    def _rows(self, words: Sequence[str]) -> dict[str, int]:
        return {word: self._row() for word in words}


def clauses_of(book: Rulebook) -> Iterator[Clause]:
    """Every clause of every condition in *book*."""
    yield from _clauses(condition for _, condition, _ in book.approaches)
    yield from _clauses(condition for each in book.findings for _, condition in each.rules)
    yield from _clauses(condition for _, condition in book.rules)
    yield from _clauses(book.needs)


def _clauses(conditions: Iterable[Condition]) -> Iterator[Clause]:
    for condition in conditions:
        for clause, _ in clauses(condition):
            yield clause
