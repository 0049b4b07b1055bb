"""The tape: every condition of a rulebook as operations on rows of bits, one after the other, on two rails.

A row holds one bit for each patient, on the rail of what is *yes* and on the rail of what *may be*. First come the rows
of facts, then one row for each operation; an operation looks at earlier rows alone. Conditions that say the same share
their row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from hep_engine.batch.facts import FactRows
from hep_engine.batch.kernels import Op
from hep_engine.model.condition import All, AnyOf, AtLeast, Clause, Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import Truth

__all__ = ["Tape"]

Ints = NDArray[np.int64]


class Tape:
    """The operations of a rulebook, and the rows of what they conclude."""

    def __init__(self, facts: FactRows, book: Rulebook) -> None:
        """Lay out *book* on rows that begin with *facts*."""
        self.facts = facts
        self._ops: list[tuple[Op, int, tuple[int, ...]]] = []
        self._same: dict[tuple[Op, int, tuple[int, ...]], int] = {}
        self._words = {field: dict(rows) for field, rows in facts.words.items()}
        self._untold = {field: self._row(Op.OR, (row,)) for field, row in facts.word_untold.items()}
        self._open = {row: self._row(Op.HEDGED, (self._never, row)) for row in self._untold.values()}
        self._number_open = {
            number: self._row(Op.HEDGED, (self._never, row)) for number, row in facts.number_untold.items()
        }
        derived = {each.finding for each in book.findings if each.derived}
        self.told = {name: self._as_told(name, derived) for name in facts.lists["findings"] | dict.fromkeys(derived)}
        """The row of each finding before anything is concluded."""
        self.findings = dict(self.told)
        """The row of each finding."""
        self.rules: dict[str, int] = {}
        self.approaches: dict[str, int] = self._approached(book)
        self._words["approach"] = self.approaches
        for each in book.findings:
            self.findings[each.finding] = self._settled(each)
        for name, condition in book.rules:
            self.rules[name] = self.row(condition)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.facts.count + len(self._ops)

    @property
    def _never(self) -> int:
        return self._row(Op.OR, ())

    def row(self, condition: Condition) -> int:
        """The row that says of whom *condition* holds; laid out if there is none yet."""
        match condition:
            case Has() | Is() | Compares():
                return self._clause(condition)
            case All(items):
                return self._row(Op.AND, self._rows(items))
            case AnyOf(items):
                return self._row(Op.OR, self._rows(items))
            case NoneOf(items):
                return self._row(Op.NOT, (self._row(Op.OR, self._rows(items)),))
            case AtLeast(need, items):
                return self._row(Op.AT_LEAST, self._rows(items), need)

    def any_of(self, rows: Iterable[int]) -> int:
        """The row that holds where one of *rows* does."""
        return self._row(Op.OR, tuple(rows))

    def code(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The operations as arrays: what to do, how many are needed, where the rows begin, and the rows."""
        ends = np.cumsum([0, *(len(rows) for _, _, rows in self._ops)], dtype=np.int64)
        flat = np.array([row for _, _, rows in self._ops for row in rows], np.int64)
        ops = np.array([int(op) for op, _, _ in self._ops], np.int64)
        return ops, np.array([need for _, need, _ in self._ops], np.int64), ends, flat

    def _rows(self, items: Sequence[Condition]) -> tuple[int, ...]:
        return tuple(self.row(item) for item in items)

    def _row(self, op: Op, rows: tuple[int, ...], need: int = 0) -> int:
        if op in (Op.OR, Op.AND) and len(rows) == 1:
            return rows[0]
        key = op, need, rows
        if key not in self._same:
            self._ops.append(key)
            self._same[key] = self.count - 1
        return self._same[key]

    def _as_told(self, finding: str, derived: Iterable[str]) -> int:
        """Yes where it was told, and it may be where it was not ruled out; what is derived is no until concluded."""
        if finding in derived:
            return self._never
        ruled_out = self.facts.lists["ruled_out"][finding]
        return self._row(Op.HEDGED, (self.facts.lists["findings"][finding], self._row(Op.NOT, (ruled_out,))))

    def _approached(self, book: Rulebook) -> dict[str, int]:
        """Of whom each approach results: the most cautious of those that fire; where none does, the most cautious."""
        fired = {
            approach: self._row(
                Op.SURE, (self.any_of(self.row(when) for _, when, to in book.approaches if to == approach),)
            )
            for approach in book.caution
        }
        nothing = self._row(Op.NOT, (self.any_of(fired.values()),))
        rows: dict[str, int] = {}
        for number, approach in enumerate(book.caution):
            more_cautious = self.any_of(fired[each] for each in book.caution[:number])
            first = self._row(Op.AND, (fired[approach], self._row(Op.NOT, (more_cautious,))))
            rows[approach] = first if number else self.any_of((first, nothing))
        return rows

    def _settled(self, inference: Inference) -> int:
        """The finding as told or concluded; that it may follow from others counts for a derived one alone."""
        follows = self.any_of(
            [
                *(self.findings[each] for each in inference.implied_by),
                *(self.row(condition) for _, condition in inference.rules),
            ]
        )
        more = follows if inference.derived else self._row(Op.SURE, (follows,))
        return self.any_of((self.told[inference.finding], more))

    def _clause(self, clause: Clause) -> int:
        match clause:
            case Has(FactKind.FINDING, word):
                return self.findings[word]
            case Has(FactKind.RULE, word):
                return self.rules[word]
            case Has(FactKind.EQUIPMENT, word):
                return self._row(Op.HEDGED, (self.facts.lists["equipment"][word], self.facts.no_equipment_told))
            case Has(kind, word):
                return self.facts.lists[_LISTS[kind]].get(word, self._never)
            case Is(field, words, untold):
                rows = [self._words[field][word] for word in words if word in self._words[field]]
                if field in self._untold and untold is not Truth.NO:
                    row = self._untold[field]
                    rows.append(row if untold is Truth.YES else self._open[row])
                return self.any_of(rows)
            case Compares(number, op, value):
                places = self.facts.places[number]
                holding = [
                    row for row, so in zip(places, self.facts.scales[number].holds(op, value), strict=True) if so
                ]
                return self.any_of((*holding, self._number_open[number]))


_LISTS = {FactKind.DEFICIT: "deficits", FactKind.CLEARED: "cleared"}
"""The profile's field of each kind of fact that is either told or not so."""
