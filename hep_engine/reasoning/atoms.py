"""Atoms: every clause of a rulebook as one bit, and a patient as two whole numbers over them.

The bits stand in this order: words, numbers and whatever else is told; then the findings, each after those it rests
on; then the rules. So what is still to be settled is settled from the lowest bit up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from hep_engine.model.condition import Clause, Compares, FactKind, Has, Is, Operator
from hep_engine.model.facts import Told
from hep_engine.model.truth import Truth

__all__ = ["Atoms", "ByValue", "Scale"]

_GROUP = 12
"""So many findings are looked up together."""

_FEW = 1000
"""Whole numbers beyond are not held ready."""

_TOLD_KINDS = (FactKind.DEFICIT, FactKind.CLEARED, FactKind.AVOIDED, FactKind.EQUIPMENT)


class Scale:
    """The values at which a comparison of one number can turn: a told value is at one of them, or between two."""

    __slots__ = ("cuts",)

    def __init__(self, values: Iterable[Decimal]) -> None:
        self.cuts = sorted(set(values))

    def __len__(self) -> int:
        return 2 * len(self.cuts) + 1

    def place(self, value: Decimal) -> int:
        """Where *value* is: an odd place is a cut, an even one is between two."""
        below = bisect_left(self.cuts, value)
        return 2 * below + (below < len(self.cuts) and self.cuts[below] == value)

    def holds(self, op: Operator, value: Decimal) -> list[bool]:
        """For every place, whether what is there stands in this relation to *value*, which is a cut."""
        at = self.place(value)
        match op:
            case ">=":
                return [place >= at for place in range(len(self))]
            case ">":
                return [place > at for place in range(len(self))]
            case "<=":
                return [place <= at for place in range(len(self))]
            case "<":
                return [place < at for place in range(len(self))]
            case "=":
                return [place == at for place in range(len(self))]


class ByValue(dict[Decimal, int]):
    """The bit set of every value of a number: that of its place on a scale, small whole numbers looked up at once."""

    __slots__ = ("_at", "_scale")

    def __init__(self, scale: Scale, at: Sequence[int]) -> None:
        """Hold the bit set *at* each place."""
        self._scale, self._at = scale, at
        ends = (int(scale.cuts[0]), int(scale.cuts[-1])) if scale.cuts else (0, 0)
        near = map(Decimal, range(max(ends[0] - 1, -_FEW), min(ends[1] + 1, _FEW) + 1))
        super().__init__((value, at[scale.place(value)]) for value in near)

    def __missing__(self, value: Decimal) -> int:
        return self._at[self._scale.place(value)]


class _Bits(dict[str, int]):
    """The bit of each word; of a word that nothing asks about, none."""

    def __missing__(self, word: str) -> int:
        return 0


class _Words:
    """The clauses about one word field: which hold for each word, and which hold, or may, while none is told."""

    __slots__ = ("told", "untold")

    def __init__(self, clauses: Mapping[Is, int]) -> None:
        """Make the tables of *clauses*, each with its bits."""
        self.told = _Bits()
        """What holds for a word."""
        sure = possible = 0
        for clause, bits in clauses.items():
            for word in clause.words:
                self.told[word] |= bits
            sure |= bits if clause.untold is Truth.YES else 0
            possible |= bits if clause.untold is not Truth.NO else 0
        self.untold = sure, possible
        """What is yes and what may be while no word is told."""


class _Numbers:
    """The clauses about one number: which hold at each place of its scale."""

    __slots__ = ("every", "told")

    def __init__(self, clauses: Mapping[Compares, int]) -> None:
        """Make the tables of *clauses*, each with its bits."""
        scale = Scale(clause.value for clause in clauses)
        at = [0] * len(scale)
        self.every = 0
        for clause, bits in clauses.items():
            self.every |= bits
            for place, holds in enumerate(scale.holds(clause.op, clause.value)):
                at[place] |= bits if holds else 0
        self.told = ByValue(scale, at)
        """What holds of a value."""


class Atoms:
    """The bits of a rulebook's clauses, and a patient encoded in them."""

    def __init__(
        self, clauses: Iterable[Clause], findings: Sequence[str], derived: Iterable[str], rules: Sequence[str]
    ) -> None:
        """Number *clauses* (findings and rules among them need not be told), all *findings* and all *rules*.

        What is *derived* is no until a rule concludes it, and cannot be ruled out.
        """
        asked = dict.fromkeys(clauses)
        other = [each for each in asked if not _settled(each)]
        self.first_finding, self.first_rule = len(other), len(other) + len(findings)
        self.count = self.first_rule + len(rules)
        self._bits: dict[Clause, int] = {clause: 1 << number for number, clause in enumerate(other)}
        self._finding = _Bits({name: 1 << self.first_finding + number for number, name in enumerate(findings)})
        self._bits |= {Has(FactKind.FINDING, name): self._finding[name] for name in findings}
        self._bits |= {Has(FactKind.RULE, name): 1 << self.first_rule + at for at, name in enumerate(rules)}
        has = [each for each in other if isinstance(each, Has)]
        listed = {
            kind: _Bits({each.word: self._bits[each] for each in has if each.kind is kind}) for kind in _TOLD_KINDS
        }
        self._listed = [(kind, bits) for kind, bits in listed.items() if bits]
        fields = dict.fromkeys(each.field for each in other if isinstance(each, Is))
        self._words = {
            field: _Words({each: self._bits[each] for each in other if isinstance(each, Is) and each.field == field})
            for field in fields
        }
        self._approach = self._words.pop("approach", _Words({})).told
        numbers = dict.fromkeys(each.number for each in other if isinstance(each, Compares))
        self._numbers = {
            name: _Numbers(
                {each: self._bits[each] for each in other if isinstance(each, Compares) and each.number == name}
            )
            for name in numbers
        }
        # Grouped as rules ask about them, because mostly all that a rule asks about is ruled out, or nothing.
        together = [each.word for each in asked if isinstance(each, Has) and each.kind is FactKind.FINDING]
        askable = [each for each in dict.fromkeys((*together, *findings)) if each not in {*derived}]
        groups = [frozenset(askable[at : at + _GROUP]) for at in range(0, len(askable), _GROUP)]
        self._askable = [(group, sum(self._finding[name] for name in group)) for group in groups]
        self._equipment = sum(listed[FactKind.EQUIPMENT].values())

    def bit(self, clause: Clause) -> int:
        """The bit of a clause. Raises `KeyError` for one that was not numbered."""
        return self._bits[clause]

    def encoded(self, told: Told) -> tuple[int, int]:
        """What is yes and what may be as told, before anything is concluded."""
        yes = sum(map(self._finding.__getitem__, told.findings))  # bits of different words, so the sum is their union
        may = self._not_ruled_out(told.ruled_out) | yes
        both = 0
        for kind, bits in self._listed:
            for word in told.listed(kind) or ():
                both |= bits[word]
        if told.equipment is None:
            may |= self._equipment
        words = told.words
        for field, table in self._words.items():
            if field in words:
                both |= table.told[words[field]]
            else:
                sure, possible = table.untold
                yes |= sure
                may |= possible
        numbers = told.numbers
        for name, counted in self._numbers.items():
            if name in numbers:
                both |= counted.told[numbers[name]]
            else:
                may |= counted.every
        return yes | both, may | both

    def _not_ruled_out(self, ruled_out: frozenset[str]) -> int:
        """The findings that a patient may have: those that can be ruled out, and are not."""
        found = 0
        for group, bits in self._askable:
            if group.isdisjoint(ruled_out):
                found |= bits
            elif left := group - ruled_out:
                found |= sum(map(self._finding.__getitem__, left))
        return found

    def approaching(self, approach: str) -> int:
        """The clauses that hold of a treatment approach."""
        return self._approach[approach]


def _settled(clause: Clause) -> bool:
    return isinstance(clause, Has) and clause.kind in (FactKind.FINDING, FactKind.RULE)
