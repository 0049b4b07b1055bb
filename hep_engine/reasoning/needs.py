"""What exercises need, judged by plain once for each state of what it asks about, and remembered.

What an exercise needs mostly asks about one thing: today's pain, the phase, one finding, one rule. The verdict depends
on nothing else, and few states of any one thing are ever met. So the conditions that ask about the same things are
judged together, when the first patient in such a state comes, and their verdicts stand for every later one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from hep_engine.model.condition import Clause, Compares, FactKind, Has, clauses
from hep_engine.model.facts import Facts
from hep_engine.model.result import Reason
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import NO, Truth
from hep_engine.reasoning.plain import judge

__all__ = ["Judged", "Needs"]

MOST_REMEMBERED, LEAST_STATES = 20_000, 12
"""So many requirements are remembered of those that ask about the same things, and this many states at least: every
pain score, phase and approach. Then it begins anew."""

_Thing = tuple[str, str]
"""What a clause asks about: its kind, and which finding, rule, number or word of that kind."""


class _Verdicts(NamedTuple):
    """What plain makes of conditions that ask about the same things, in one state of these."""

    truths: Mapping[int, Truth]
    """The verdict on each, by its number in the rulebook."""
    against: tuple[tuple[str, int, Reason], ...]
    """What each one that is not met keeps out: the exercise, the place of the requirement, and the reason."""


class Needs:
    """What all exercises of a rulebook need. Safe to share between threads: what is remembered is the same for all."""

    def __init__(self, book: Rulebook) -> None:
        """Put together what rests on the same."""
        # Of exercises there may be thousands, with a dozen requirements each: no value is made for each of these.
        asking = [list[str]() for _ in book.needs]
        things = [{_thing(clause) for clause, _ in clauses(condition)} for condition in book.needs]
        for name, numbers in book.numbered.items():
            for requirement, number in zip(book.requirements[name], numbers, strict=True):
                asking[number].append(name)
                # Also what is told when it is not met: the phase of the patient, even where none would do.
                if told := requirement.tells:
                    things[number].add(_TOLD[told])
        together: dict[frozenset[_Thing], list[int]] = {}
        for number, each in enumerate(things):
            together.setdefault(frozenset(each), []).append(number)
        self.numbered = book.numbered
        self.groups = tuple(
            _Group(book, rests_on, {number: dict.fromkeys(asking[number]) for number in numbers})
            for rests_on, numbers in together.items()
        )
        self.group_of = {number: group for group, numbers in enumerate(together.values()) for number in numbers}
        """In which group each condition is, by its number in the rulebook."""


class Judged(dict[int, _Verdicts]):
    """The verdicts on one patient, by group, each looked up when it is first asked for."""

    __slots__ = ("_facts", "_needs")

    def __init__(self, needs: Needs, facts: Facts) -> None:
        """Judge *needs* of a patient with these settled facts."""
        super().__init__()
        self._needs, self._facts = needs, facts

    def __missing__(self, group: int) -> _Verdicts:
        verdicts = self[group] = self._needs.groups[group].of(self._facts)
        return verdicts

    def truths(self, exercise: str) -> list[Truth]:
        """The verdict on each requirement of an exercise, in their order."""
        group_of = self._needs.group_of
        return [self[group_of[number]].truths[number] for number in self._needs.numbered[exercise]]

    def kept_out(self) -> dict[str, tuple[Reason, ...]]:
        """The exercises with a requirement that is not met, each with a reason for all such requirements, in order."""
        against: dict[str, list[tuple[int, Reason]]] = {}
        facts = self._facts
        for group in self._needs.groups:
            verdicts = group.remembered.get(group.state(facts)) or group.of(facts)
            for exercise, place, reason in verdicts.against:
                against.setdefault(exercise, []).append((place, reason))
        return {exercise: _in_order(reasons) for exercise, reasons in against.items()}


def _in_order(reasons: list[tuple[int, Reason]]) -> tuple[Reason, ...]:
    if len(reasons) > 1:
        reasons.sort(key=_place)
    return tuple([reason for _, reason in reasons])


_place = itemgetter(0)


class _Group:
    """Conditions that rest on the same things, by number, each with the exercises that need it."""

    __slots__ = ("_asking", "_book", "_most", "remembered", "state")

    def __init__(self, book: Rulebook, things: frozenset[_Thing], asking: Mapping[int, Collection[str]]) -> None:
        self.state = _state_of([_STATES[kind](word) for kind, word in sorted(things)])
        self._book = book
        self._asking = asking
        self._most = max(LEAST_STATES, MOST_REMEMBERED // sum(map(len, asking.values())))
        self.remembered: dict[Hashable, _Verdicts] = {}

    def of(self, facts: Facts) -> _Verdicts:
        """The verdicts on a patient. Two threads that come first may both judge; they come to the same."""
        state = self.state(facts)
        verdicts = self.remembered.get(state)
        if verdicts is None:
            verdicts = self._judged(facts)
            if len(self.remembered) >= self._most:
                self.remembered = {}
            self.remembered[state] = verdicts
        return verdicts

    def _judged(self, facts: Facts) -> _Verdicts:
        book = self._book
        truths = {number: judge(book.needs[number], facts) for number in self._asking}
        against = [
            (exercise, place, book.requirements[exercise][place].unmet(facts))
            for number, asking in self._asking.items()
            if truths[number] is NO
            for exercise in asking
            for place, needed in enumerate(book.numbered[exercise])
            if needed == number
        ]
        return _Verdicts(truths, tuple(against))


def _thing(clause: Clause) -> _Thing:
    if isinstance(clause, Has):
        # Of a list it is asked whether a word is in it. Its state is the whole list, so that all who ask are together.
        return clause.kind, clause.word if clause.kind in (FactKind.FINDING, FactKind.RULE) else ""
    return ("number", clause.number) if isinstance(clause, Compares) else ("word", clause.field)


_TOLD: Mapping[str, _Thing] = {
    "pain_score": ("number", "pain_score"), "phase": ("word", "phase"), "approach": ("word", "approach"),
}  # fmt: skip

_State = Callable[[Facts], Hashable]


def _finding(word: str) -> _State:
    return lambda facts: facts.findings[word]


def _rule(word: str) -> _State:
    return lambda facts: facts.rules[word]


def _number(number: str) -> _State:
    # As it is written: 3 and 3.0 are equal, but a reason says the one or the other.
    return lambda facts: str(facts.number(number))


def _word(field: str) -> _State:
    return lambda facts: facts.word(field)


def _listed(kind: FactKind) -> Callable[[str], _State]:
    return lambda _: lambda facts: facts.told.listed(kind)


_LISTS = (FactKind.CLEARED, FactKind.DEFICIT, FactKind.EQUIPMENT, FactKind.AVOIDED)
_STATES: Mapping[str, Callable[[str], _State]] = {
    FactKind.FINDING: _finding,
    FactKind.RULE: _rule,
    "number": _number,
    "word": _word,
    **{kind: _listed(kind) for kind in _LISTS},
}
"""What reads the state of a thing, by its kind."""


def _state_of(things: Sequence[_State]) -> _State:
    """The state of several things; of one it needs no tuple."""
    return things[0] if len(things) == 1 else lambda facts: tuple([each(facts) for each in things])
