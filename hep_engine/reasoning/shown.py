"""What is shown: plain's verdicts, each made when it is first asked for and compared with the decision at once.

The index decides and says yes, no or unknown; a reason, a question or a limit is made of what plain finds. So that no
reason is ever shown that does not carry the decision, plain has to come to the same verdict on everything it looks at:
approach, finding, rule and exercise.
"""

from __future__ import annotations

from collections.abc import Sequence

from hep_engine.errors import DisagreementError
from hep_engine.model.condition import Condition
from hep_engine.model.facts import Facts
from hep_engine.model.requirement import Requirement
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import NO, UNKNOWN, Truth, every
from hep_engine.reasoning import plain
from hep_engine.reasoning.index import Bits, IndexReading

__all__ = ["Showing", "Shown"]


class Showing:
    """A rulebook of which plain's verdicts may be shown beside what *index* decided."""

    def __init__(self, book: Rulebook, index: IndexReading) -> None:
        """Prepare to look up single rules and findings of *book*."""
        self.book = book
        self.index = index
        self.rules = dict(book.rules)
        self.inferences = {each.finding: each for each in book.findings}
        self.asking: list[list[tuple[str, int]]] = [[] for _ in book.needs]
        """For each condition that exercises need, the exercises whose requirement it is, and which one."""
        for name, numbers in book.numbered.items():
            for place, number in enumerate(numbers):
                self.asking[number].append((name, place))

    def of(self, bits: Bits) -> Shown:
        """Everything that may be shown of one patient."""
        return Shown(self, bits)


class Shown:
    """Plain's verdicts on one patient. Everything here raises `DisagreementError` where they are not the decision."""

    __slots__ = ("_bits", "_needs", "_showing", "_still_open", "_unmet", "facts")

    def __init__(self, showing: Showing, bits: Bits) -> None:
        """Begin with what was told and the treatment approach."""
        told = bits.told
        approach = plain.approach_of(showing.book, Facts(told))
        if approach != bits.approach:
            raise _differ(f"treatment approach: {bits.approach} or {approach}")
        findings = _Findings(showing, bits)
        self.facts = Facts(told, findings, approach, _Rules(showing, Facts(told, findings, approach), bits))
        """The facts, settled as far as somebody looked."""
        self._showing = showing
        self._bits = bits
        self._still_open = showing.index.still_open(bits)
        self._needs = _Needs(showing.book.needs, self.facts)
        self._unmet: dict[str, list[int]] | None = None

    def unmet(self, name: str) -> list[Requirement]:
        """Each requirement that keeps an exercise out."""
        if self._unmet is None:
            self._unmet = self._kept_out()
        unmet = self._unmet.get(name)
        if unmet is None:
            self._judged(name)
            return []
        self._agreed(name, NO)
        requirements = self._showing.book.requirements[name]
        return [requirements[place] for place in unmet]

    def still_open(self, name: str) -> list[Requirement]:
        """Each requirement of an exercise of which it is not known whether it is met."""
        both = zip(self._showing.book.requirements[name], self._judged(name), strict=True)
        return [part for part, truth in both if truth is UNKNOWN]

    def _judged(self, name: str) -> list[Truth]:
        """The verdict on each requirement of an exercise."""
        truths = [*map(self._needs.__getitem__, self._showing.book.numbered[name])]
        self._agreed(name, every(truths))
        return truths

    def _agreed(self, name: str, truth: Truth) -> None:
        _agreed("exercise", name, truth, self._showing.index.exercise(self._bits, self._still_open, name))

    def _kept_out(self) -> dict[str, list[int]]:
        """The exercises with a requirement that is not met, each with the places of all such requirements in order."""
        needs, kept_out = self._needs, dict[str, list[int]]()
        for number, asking in enumerate(self._showing.asking):
            if needs[number] is NO:
                for name, place in asking:
                    kept_out.setdefault(name, []).append(place)
        for places in kept_out.values():
            places.sort()
        return kept_out


class _Findings(dict[str, Truth]):
    """Findings, each settled when it is first asked for. None of these refers to itself: no circle is left behind."""

    __slots__ = ("_bits", "_showing")

    def __init__(self, showing: Showing, bits: Bits) -> None:
        super().__init__()
        self._showing, self._bits = showing, bits

    def __missing__(self, name: str) -> Truth:
        showing = self._showing
        inference = showing.inferences.get(name)
        if inference is None:
            truth = plain.told_truth(name, self._bits.told)
        else:
            truth = plain.finding_of(inference, Facts(self._bits.told, self, self._bits.approach))
        self[name] = _agreed("finding", name, truth, showing.index.finding(self._bits, name))
        return truth


class _Rules(dict[str, Truth]):
    """Rules, each judged when it is first asked for."""

    __slots__ = ("_bits", "_facts", "_showing")

    def __init__(self, showing: Showing, facts: Facts, bits: Bits) -> None:
        super().__init__()
        self._showing, self._facts, self._bits = showing, facts, bits

    def __missing__(self, name: str) -> Truth:
        showing = self._showing
        truth = plain.judge(showing.rules[name], self._facts)
        self[name] = _agreed("rule", name, truth, showing.index.rule(self._bits, name))
        return truth


class _Needs(dict[int, Truth]):
    """What exercises need, by number, each judged when it is first asked for."""

    __slots__ = ("_conditions", "_facts")

    def __init__(self, needs: Sequence[Condition], facts: Facts) -> None:
        super().__init__()
        self._conditions, self._facts = needs, facts

    def __missing__(self, number: int) -> Truth:
        truth = self[number] = plain.judge(self._conditions[number], self._facts)
        return truth


def _agreed(kind: str, name: str, truth: Truth, decided: Truth) -> Truth:
    if truth is not decided:
        raise _differ(f"{kind} {name}: {decided.value} or {truth.value}")
    return truth


def _differ(difference: str) -> DisagreementError:
    return DisagreementError("two readings of the rules differ, so no reason is shown", (difference,))
