"""What is shown: plain's verdicts, each made when it is first asked for and compared with the decision at once.

The index decides and says yes, no or unknown; a reason, a question or a limit is made of what plain finds. So that no
reason is ever shown that does not carry the decision, plain has to come to the same verdict on everything it looks at:
approach, finding, rule and exercise.
"""

from __future__ import annotations

from collections.abc import Sequence

from hep_engine.errors import DisagreementError
from hep_engine.model.condition import Condition
from hep_engine.model.facts import Facts, Told
from hep_engine.model.requirement import Requirement
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth, every
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

    def of(self, told: Told, bits: Bits) -> Shown:
        """Everything that may be shown of one patient."""
        return Shown(self, told, bits)


class Shown:
    """Plain's verdicts on one patient. Everything here raises `DisagreementError` where they are not the decision."""

    def __init__(self, showing: Showing, told: Told, bits: Bits) -> None:
        """Begin with what was *told* and the treatment approach."""
        approach = plain.approach_of(showing.book, Facts(told))
        if approach != bits.approach:
            raise _differ(f"treatment approach: {bits.approach} or {approach}")
        findings = _Findings(showing, told, bits)
        self.facts = Facts(told, findings, approach, _Rules(showing, Facts(told, findings, approach), bits))
        """The facts, settled as far as somebody looked."""
        self._showing = showing
        self._bits = bits
        self._needs = _Needs(showing.book.needs, self.facts)

    def exercise(self, name: str) -> list[tuple[Requirement, Truth]]:
        """Each requirement of an exercise with its verdict."""
        book, needs = self._showing.book, self._needs
        truths = [needs[number] for number in book.numbered[name]]
        _agreed("exercise", name, every(truths), self._showing.index.exercise(self._bits, name))
        return list(zip(book.requirements[name], truths, strict=True))


class _Findings(dict[str, Truth]):
    """Findings, each settled when it is first asked for. None of these refers to itself: no circle is left behind."""

    def __init__(self, showing: Showing, told: Told, bits: Bits) -> None:
        super().__init__()
        self._showing, self._told, self._bits = showing, told, bits

    def __missing__(self, name: str) -> Truth:
        inference = self._showing.inferences.get(name)
        if inference:
            truth = plain.finding_of(inference, Facts(self._told, self, self._bits.approach))
        else:
            truth = plain.told_truth(name, self._told)
        self[name] = _agreed("finding", name, truth, self._showing.index.finding(self._bits, name))
        return truth


class _Rules(dict[str, Truth]):
    """Rules, each judged when it is first asked for."""

    def __init__(self, showing: Showing, facts: Facts, bits: Bits) -> None:
        super().__init__()
        self._showing, self._facts, self._bits = showing, facts, bits

    def __missing__(self, name: str) -> Truth:
        truth = plain.judge(self._showing.rules[name], self._facts)
        self[name] = _agreed("rule", name, truth, self._showing.index.rule(self._bits, name))
        return truth


class _Needs(dict[int, Truth]):
    """What exercises need, by number, each judged when it is first asked for."""

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
