"""The index reading: a rulebook compiled to bits and masks, which decides in microseconds.

A patient becomes two whole numbers, a bit for each clause that is yes and for each that may be (`atoms.py`). A rule is
a few masks over them (`masks.py`) and sleeps until a fact wakes it (`sleepers.py`). The catalogue answers as a whole,
by postings (`postings.py`).

Nothing here is shared with the plain or the durable reading: these check each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hep_engine.model.condition import AnyOf, Clause, Condition, FactKind, Has, clauses
from hep_engine.model.facts import Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning.atoms import Atoms
from hep_engine.reasoning.bitsets import wide
from hep_engine.reasoning.masks import NO, YES, compiled
from hep_engine.reasoning.postings import Postings, clauses_beside
from hep_engine.reasoning.sleepers import Sleepers

__all__ = ["Bits", "IndexReading"]

_SELDOM, _OFTEN = 1, 8
"""How often a bit is set, by guess: a finding seldom, a word or a score of the patient's often."""


class Bits(NamedTuple):
    """What the index makes of one patient: bit sets over the clauses, findings and rules, and over the exercises."""

    told: Told
    approach: str
    yes: int
    """Of every clause, finding and rule, whether it is yes."""
    may: int
    """Whether it is yes or unknown."""
    shut: int
    """Of every exercise, whether something keeps it out."""


class IndexReading:
    """A rulebook compiled to bits. Immutable once made, so safe to share between threads and across a fork."""

    def __init__(self, book: Rulebook, order: Sequence[str] | None = None) -> None:
        """Compile *book*; the bits of the exercises stand in *order*, or as in the book."""
        conditions = dict(book.exercises)
        self.exercises = tuple(conditions if order is None else order)
        self.findings = (*book.told, *(each.finding for each in book.findings))
        self.rules = tuple(name for name, _ in book.rules)
        derived = [each.finding for each in book.findings if each.derived]
        self.atoms = atoms = Atoms(_asked(book), self.findings, derived, self.rules)
        self.places = {name: place for place, name in enumerate(self.exercises)}
        self.rule_bits = {name: atoms.bit(Has(FactKind.RULE, name)) for name in self.rules}
        self.finding_bits = {name: atoms.bit(Has(FactKind.FINDING, name)) for name in self.findings}
        self._every = wide(range(len(self.exercises)), len(self.exercises))
        self._approaches = [
            (compiled(when, atoms.bit), approach)
            for approach in book.caution
            for _, when, to in book.approaches
            if to == approach
        ]
        """The most cautious first."""
        self._most_cautious = book.caution[0]
        told = (1 << atoms.first_finding) - 1

        def often(mask: int) -> int:
            return _OFTEN * (mask & told).bit_count() + _SELDOM * (mask & ~told).bit_count()

        # The findings that follow from others, and after them the rules: in the order of their bits.
        following = [_follows_from(each) for each in book.findings]
        self._concluding = Sleepers([*following, *(when for _, when in book.rules)], atoms.bit, often)
        self._first_concluded = atoms.first_finding + len(book.told)
        self._following = wide(range(len(following)), len(following))
        self._hedged = wide((at for at, each in enumerate(book.findings) if each.derived), len(following))
        self._postings = Postings([conditions[name] for name in self.exercises], atoms.bit)

    def bits(self, told: Told) -> Bits:
        """Everything the rulebook says of a patient, as bits."""
        yes, may = self.atoms.encoded(told)
        approach = self._approach(yes, may)
        holding = self.atoms.approaching(approach)
        yes, may = self._ruled(*self._found(yes | holding, may | holding))
        return Bits(told, approach, yes, may, self._postings.shut(told, approach, yes, may))

    def read(self, told: Told) -> Reading:
        """Every verdict of the rulebook."""
        return self.reading(self.bits(told))

    def reading(self, bits: Bits) -> Reading:
        """The same verdicts, by name."""
        exercises = self.fitting(bits, for_sure=True), self.fitting(bits, for_sure=False)
        return Reading(bits.approach, self.findings_of(bits), self.rules_of(bits), _named(self.exercises, *exercises))

    def agrees(self, bits: Bits, findings: Mapping[str, Truth], rules: Mapping[str, Truth]) -> bool:
        """Whether every finding and every rule has this verdict. Of most it is no, and these cost least here."""
        yes = may = 0
        for truths, bit in (findings, self.finding_bits), (rules, self.rule_bits):
            if len(truths) != len(bit):
                return False
            for name, truth in truths.items():
                if truth is not _NO:
                    may |= bit[name]
                    if truth is _YES:
                        yes |= bit[name]
        first = self.atoms.first_finding
        return yes >> first == bits.yes >> first and may >> first == bits.may >> first

    def findings_of(self, bits: Bits) -> dict[str, Truth]:
        """The verdict on each finding."""
        first = self.atoms.first_finding
        return _named(self.findings, bits.yes >> first, bits.may >> first)

    def rules_of(self, bits: Bits) -> dict[str, Truth]:
        """The verdict on each rule."""
        first = self.atoms.first_rule
        return _named(self.rules, bits.yes >> first, bits.may >> first)

    def exercise(self, bits: Bits, still_open: int, name: str) -> Truth:
        """The verdict on one exercise; *still_open* are all about which something is unknown."""
        bit = 1 << self.places[name]
        return _NO if bits.shut & bit else _UNKNOWN if still_open & bit else _YES

    def still_open(self, bits: Bits) -> int:
        """The exercises about which something is unknown, as a bit set."""
        return self._postings.still_open(bits.told, bits.approach, bits.yes, bits.may)

    def fitting(self, bits: Bits, *, for_sure: bool) -> int:
        """The exercises that fit as far as is known, or *for_sure*, as a bit set."""
        return self._every & ~(bits.shut | self.still_open(bits) if for_sure else bits.shut)

    def among(self, names: Iterable[str]) -> int:
        """The exercises with these *names*, as a bit set."""
        return wide(map(self.places.__getitem__, names), len(self.places))

    def _approach(self, yes: int, may: int) -> str:
        """The most cautious approach of those that fire; where none fires, the most cautious there is."""
        for block, approach in self._approaches:
            if block.read(yes, may) == YES:
                return approach
        return self._most_cautious

    def _found(self, yes: int, may: int) -> tuple[int, int, int]:
        """The bits with every finding that follows from others, and the rules that are awake.

        From the lowest finding up, so each after those it needs.
        """
        concluding, first = self._concluding, self._first_concluded
        awake = concluding.awake(may)
        while waiting := awake & self._following:
            low = waiting & -waiting
            awake ^= low
            finding = low << first
            if yes & finding:  # told, and nothing takes that back
                continue
            truth = concluding.blocks[low].read(yes, may)
            if truth == YES:
                yes |= finding
            elif truth == NO or not low & self._hedged:
                continue
            if not may & finding:
                may |= finding
                awake |= concluding.woken_by.get(finding, 0)
        return yes, may, awake

    def _ruled(self, yes: int, may: int, awake: int) -> tuple[int, int]:
        """The bits with every rule, of which those that are not *awake* are no."""
        concluding, first = self._concluding, self._first_concluded
        possible = awake & concluding.choices
        fired = possible & concluding.settled(yes)
        waiting = awake ^ possible
        while waiting:
            low = waiting & -waiting
            waiting ^= low
            truth = concluding.blocks[low].read(yes, may)
            if truth:
                possible |= low
                if truth == YES:
                    fired |= low
        return yes | fired << first, may | possible << first


def _follows_from(inference: Inference) -> Condition:
    implying = tuple(Has(FactKind.FINDING, each) for each in inference.implied_by)
    return AnyOf((*implying, *(condition for _, condition in inference.rules)))


def _asked(book: Rulebook) -> Iterable[Clause]:
    """Every clause that needs a bit."""
    conditions = [condition for _, condition, _ in book.approaches]
    conditions += [condition for each in book.findings for _, condition in each.rules]
    conditions += [condition for _, condition in book.rules]
    for condition in conditions:
        for clause, _ in clauses(condition):
            yield clause
    for _, condition in book.exercises:
        yield from clauses_beside(condition)


_NO, _UNKNOWN, _YES = Truth
_TRUTHS = {("0", "0"): _NO, ("0", "1"): _UNKNOWN, ("1", "1"): _YES}


def _named(names: Sequence[str], yes: int, may: int) -> dict[str, Truth]:
    """The verdict of each name, whose bits stand in the same order."""
    both = zip(_digits(yes, len(names)), _digits(may, len(names)), strict=True)
    return dict(zip(names, map(_TRUTHS.__getitem__, both), strict=True))


def _digits(bits: int, count: int) -> str:
    """The lowest *count* bits, the first one first."""
    return f"{bits & ((1 << count) - 1):0{count}b}"[::-1] if count else ""
