"""Widen: from one patient whom nobody serves to a box of them that can be widened on no axis.

Which widest box comes of it depends on the axis that is widened first, so several orders are tried and the largest
box is kept. A served patient who was met once speaks against every later box that would hold him, without the solver.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import z3

from hep_engine.model.gaps import SEVERAL, Fact
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.verify.box import Box, Point, Span
from hep_engine.verify.ground import Demand, Ground
from hep_engine.verify.share import share

__all__ = ["Widener"]

_ORDERS = ("aHpdfwd", "daHpfwd")
"""Letters are axes: approach, way (the directional preference), phase (H), pain, deficits, facts."""
_DROPPED_FIRST = ("cleared", "not_cleared", "has", "deficit", "not_at_home")
_REMEMBERED = 300


class Widener:
    """Widens boxes on one ground."""

    def __init__(self, ground: Ground, seconds: float) -> None:
        self.ground = ground
        self._served, self._unserved = ground.solver(ground.needs.served), ground.solver(z3.Not(ground.needs.anything))
        for solver in (self._served, self._unserved):
            solver.set("timeout", int(seconds * 1000))
        self._names: dict[Demand, Any] = {}
        self._met: deque[Point] = deque(maxlen=_REMEMBERED)
        self._steps: dict[str, Callable[[Box], Box]] = {
            "a": lambda box: self._words(box, "approach"),
            "p": lambda box: self._number(box, "pain_score"),
            "H": lambda box: self._words(box, "phase"),
            "w": lambda box: self._words(box, "directional_preference"),
            "f": self._other_facts,
            "d": self._deficits,
        }

    def around(self, model: Any) -> Box:
        """The largest box that was found around the patient of a model, nobody in which is served.

        Raises `TimeoutError` when the solver gives up on the patient.
        """
        box = Box.around(self.ground.point(model))
        answer = self._answer(box)
        if answer == z3.unknown:
            raise TimeoutError
        if answer == z3.sat:
            raise RuntimeError("a patient nobody serves is not described by what a box can say")
        box = self._fewer_facts(box)
        for field in box.words:
            if field not in ("approach", "phase", "directional_preference"):
                box = self._words(box, field)
        for name in box.numbers:
            if name != "pain_score":
                box = self._number(box, name)
        boxes = (self._widened(box, order) for order in _ORDERS)
        return self._plain(max(boxes, key=lambda each: share(each, self.ground)))

    def _widened(self, box: Box, order: str) -> Box:
        for letter in order:
            box = self._steps[letter](box)
        return box

    def _nobody_served(self, box: Box) -> bool:
        for number, point in enumerate(self._met):
            if box.has(point):
                if number:
                    del self._met[number]
                    self._met.appendleft(point)
                return False
        return bool(self._answer(box) == z3.unsat)

    def _answer(self, box: Box) -> Any:
        answer = self._served.check(*map(self._name, self.ground.demands(box)))
        if answer == z3.sat:
            self._met.appendleft(self.ground.point(self._served.model()))
        return answer

    def _name(self, demand: Demand) -> Any:
        """A variable that stands for a demand, since the solver keeps what it learned only between such."""
        if demand not in self._names:
            self._names[demand] = z3.Bool(f"demand {len(self._names)}")
            self._served.add(z3.Implies(self._names[demand], self.ground.claim(demand)))
        return self._names[demand]

    def _fewer_facts(self, box: Box) -> Box:
        """The box without every fact that is not needed, the least telling ones first."""
        implied = self._many_implied()
        order = sorted(
            box.groups,
            key=lambda each: (_DROPPED_FIRST.index(each[0].says), -implied.get(each[0].id, 0), each),
        )
        return self._drop(box, order)

    def _drop(self, box: Box, groups: list[tuple[Fact, ...]]) -> Box:
        fewer = replace(box, groups=tuple(each for each in box.groups if each not in groups))
        if not groups or self._nobody_served(fewer):
            return fewer
        if len(groups) == 1:
            return box
        half = len(groups) // 2
        return self._drop(self._drop(box, groups[:half]), groups[half:])

    def _many_implied(self) -> dict[str, int]:
        findings = self.ground.formula.knowledge.vocabulary.findings
        return {name: len(entry.implies) for name, entry in findings.items()}

    def _words(self, box: Box, field: str) -> Box:
        every = self.ground.words[field]
        wider = replace(box, words={**box.words, field: every})
        if box.words[field] == every or self._nobody_served(wider):
            return wider
        # Several treatment approaches are no words anybody would use for a region: it names one, or none.
        for word in sorted(every - box.words[field], key=str) if field != "approach" else ():
            wider = replace(box, words={**box.words, field: box.words[field] | {word}})
            box = wider if self._nobody_served(wider) else box
        return box

    def _number(self, box: Box, name: str) -> Box:
        every, span = self.ground.numbers[name], box.numbers[name]

        def wider(span: Span) -> Box:
            return replace(box, numbers={**box.numbers, name: span})

        if span == every or self._nobody_served(wider(every)):
            return wider(every)
        if every.untold and not span.untold and self._nobody_served(wider(span._replace(untold=True))):
            span = span._replace(untold=True)
        if span.low > span.high:
            # Nobody told it: whoever told a low value may be no different.
            span = Span(every.low, every.low - 1, span.untold)
        low = _first(every.low, span.low, lambda step: self._nobody_served(wider(span._replace(low=step))))
        span = span._replace(low=low)
        high = -_first(-every.high, -span.high, lambda step: self._nobody_served(wider(span._replace(high=-step))))
        return wider(span._replace(high=high))

    def _deficits(self, box: Box) -> Box:
        """Every other deficit that finds nothing; of directions those that somebody in the box can have found."""
        found = {way for word in box.words["directional_preference"] if word for way in word.split(SEVERAL)}
        other_ways = {deficit for way, deficit in DIRECTION_DEFICITS.items() if way not in found}
        return self._more_deficits(box, [each for each in self.ground.needs.all if each not in box.only | other_ways])

    def _more_deficits(self, box: Box, more: list[str]) -> Box:
        wider = replace(box, only=box.only | {*more})
        if not more or self._nobody_served(wider):
            return wider
        if len(more) == 1:
            return box
        half = len(more) // 2
        return self._more_deficits(self._more_deficits(box, more[:half]), more[half:])

    def _other_facts(self, box: Box) -> Box:
        """Beside each fact that is needed, every other that would do as well."""
        for number, group in enumerate(box.groups):
            # A deficit would do where it cannot be told, and keep it from being allowed.
            left = {each for each in self.ground.facts if each not in group and each.says != "deficit"}
            rest = box.groups[:number] + box.groups[number + 1 :]
            freed = replace(box, groups=rest)
            for point in self._met:
                left -= point.facts if freed.has(point) else set()
            while left:
                answer = self._answer(replace(box, groups=(*rest, tuple(sorted(left)))))
                if answer == z3.unsat:
                    break
                left -= self._met[0].facts if answer == z3.sat else left
            group = tuple(sorted({*group, *left}))
            box = replace(box, groups=(*box.groups[:number], group, *box.groups[number + 1 :]))
        return box

    def _plain(self, box: Box) -> Box:
        """The same patients in the fewest words: nothing is named that none of them is."""

        def nobody(smaller: Box, *more: Any) -> bool:
            return bool(self._unserved.check(self.ground.inside(smaller), *more) == z3.unsat)

        for field, words in box.words.items():
            if words != self.ground.words[field] and field != "directional_preference":
                alone = {word: replace(box, words={**box.words, field: frozenset({word})}) for word in words}
                kept = frozenset(word for word in sorted(words, key=str) if not nobody(alone[word]))
                box = replace(box, words={**box.words, field: kept})
        span = box.numbers["pain_score"]
        if span != self.ground.numbers["pain_score"]:
            count = self.ground.patient.counts["pain_score"]
            steps = [step for step in range(span.low, span.high + 1) if not nobody(box, count == step)]
            box = replace(box, numbers={**box.numbers, "pain_score": Span(min(steps), max(steps), False)})
        for number, group in enumerate(box.groups):
            others = box.groups[:number], box.groups[number + 1 :]
            kept_facts = [fact for fact in group if not nobody(replace(box, groups=(*others[0], (fact,), *others[1])))]
            box = replace(box, groups=(*others[0], self._telling(kept_facts), *others[1]))
        return replace(box, groups=tuple(sorted(set(box.groups))))

    def _telling(self, group: Iterable[Fact]) -> tuple[Fact, ...]:
        """The facts without those that are so only where another one is."""
        implied = self._many_implied()
        order = sorted(group, key=lambda each: (_DROPPED_FIRST.index(each.says), -implied.get(each.id, 0), each))
        kept = list(order)
        for fact in order:
            others = [self.ground.fact(each) for each in kept if each != fact]
            if others and not self.ground.possible(z3.And(self.ground.fact(fact), z3.Not(z3.Or(others)))):
                kept.remove(fact)
        return tuple(sorted(kept))


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The lowest number from which on it holds, as it does of *high*."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return high
