"""What is shown: plain's verdicts, each compared with the decision before anything is made of it.

The index decides and says yes, no or unknown; a reason, a question or a limit is made of what plain finds. So that no
reason is ever shown that does not carry the decision, plain has to come to the same verdict on everything it looks at:
approach, findings and rules at once, an exercise when something is to be said of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from hep_engine.errors import DisagreementError
from hep_engine.model.reading import Reading
from hep_engine.model.requirement import Requirement
from hep_engine.model.result import Reason
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import NO, UNKNOWN, Truth, every
from hep_engine.reasoning import plain
from hep_engine.reasoning.index import Bits, IndexReading
from hep_engine.reasoning.needs import Judged, Needs

__all__ = ["Showing", "Shown"]


class Showing:
    """A rulebook of which plain's verdicts may be shown beside what *index* decided."""

    def __init__(self, book: Rulebook, index: IndexReading) -> None:
        """Prepare what every patient is judged by."""
        self.book = book
        self.index = index

    @cached_property
    def needs(self) -> Needs:
        """What exercises need, put together when the first reason is read."""
        return Needs(self.book)

    def of(self, bits: Bits) -> Shown:
        """Everything that may be shown of one patient."""
        return Shown(self, bits)


class Shown:
    """Plain's verdicts on one patient. Everything here raises `DisagreementError` where they are not the decision."""

    __slots__ = ("_bits", "_judging", "_kept_out", "_showing", "_still_open", "facts")

    def __init__(self, showing: Showing, bits: Bits) -> None:
        """Settle what was told: approach, findings and rules."""
        index = showing.index
        self.facts = facts = plain.ruled(showing.book, bits.told)
        """The facts, all of them settled."""
        if facts.approach != bits.approach or not index.agrees(bits, facts.findings, facts.rules):
            decided = Reading(bits.approach, index.findings_of(bits), index.rules_of(bits), {})
            raise _differ(*decided.differences(Reading(facts.approach or "", facts.findings, facts.rules, {})))
        self._showing = showing
        self._bits = bits
        self._still_open = index.still_open(bits)
        self._judging: Judged | None = None
        self._kept_out: Mapping[str, tuple[Reason, ...]] | None = None

    @property
    def _judged(self) -> Judged:
        """The verdicts on what exercises need."""
        if self._judging is None:
            self._judging = Judged(self._showing.needs, self.facts)
        return self._judging

    def against(self, name: str) -> tuple[Reason, ...]:
        """Each reason that keeps an exercise out for sure."""
        if self._kept_out is None:
            self._kept_out = self._all_kept_out()
        return self._kept_out.get(name, ())

    def still_open(self, name: str) -> list[Requirement]:
        """Each requirement of an exercise of which it is not known whether it is met."""
        truths = self._judged.truths(name)
        self._agreed(name, every(truths))
        both = zip(self._showing.book.requirements[name], truths, strict=True)
        return [part for part, truth in both if truth is UNKNOWN]

    def _all_kept_out(self) -> Mapping[str, tuple[Reason, ...]]:
        """Every exercise that is kept out for sure; they have to be those that were."""
        index, kept_out = self._showing.index, self._judged.kept_out()
        differing = index.among(kept_out) ^ self._bits.shut
        if differing:
            name = index.exercises[differing.bit_length() - 1]
            self._agreed(name, NO if name in kept_out else every(self._judged.truths(name)))
        return kept_out

    def _agreed(self, name: str, truth: Truth) -> None:
        decided = self._showing.index.exercise(self._bits, self._still_open, name)
        if truth is not decided:
            raise _differ(f"exercise {name}: {decided.value} or {truth.value}")


def _differ(*differences: str) -> DisagreementError:
    return DisagreementError("two readings of the rules differ, so no reason is shown", differences)
