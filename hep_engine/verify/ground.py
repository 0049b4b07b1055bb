"""The ground on which gaps are looked for: patients asked about everything, whom no gate stops and who need something.

Each axis of a box (see `hep_engine.verify.box`) is read here as formulas about such a patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import z3

from hep_engine.model.gaps import SEVERAL, Fact, directions
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.verify.box import Box, Point, Span
from hep_engine.verify.formula import Formula
from hep_engine.verify.needs import Needs

__all__ = ["Demand", "Ground"]

Demand = tuple[str, Any]
"""One part of what a box demands: what kind, and of what."""

_NEVER_UNTOLD = ("pain_score", "age")


class Ground:
    """Patients who are asked, ready, avoid nothing and need something, and the axes on which they differ."""

    def __init__(self, formula: Formula) -> None:
        self.formula, self.patient = formula, formula.patient
        self.needs = Needs(formula)
        self.here = [*self._asked(), *self.needs.told(), formula.ready]
        self._words = {field: dict(self._values(field)) for field in (*self.patient.words, "approach")}
        self._facts: dict[Fact, Any] = dict(self._all_facts())
        self._claims: dict[Demand, Any] = {}
        axes = dict(self._all_axes())
        self._axes = tuple(axes)
        # One number with a bit for each: asking a model once is a hundred times faster than asking it of each.
        self._bits = z3.Concat([z3.If(so, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)) for so in axes.values()])
        self._limit()

    def solver(self, *more: Any) -> Any:
        """A solver that knows the ground, and *more*."""
        solver = z3.Solver()
        solver.add(*self.here, *more)
        return solver

    def demands(self, box: Box) -> Iterator[Demand]:
        """What a box demands beyond the ground, part by part."""
        for group in box.groups:
            yield "group", group
        for deficit in self.needs.all:
            if deficit not in box.only:
                yield "without", deficit
        for field, words in self.words.items():
            for word in sorted(words - box.words[field], key=str) if words != box.words[field] else ():
                yield "not", (field, word)
        for name, span in box.numbers.items():
            if span != self.numbers[name]:
                yield "number", (name, span)

    def claim(self, demand: Demand) -> Any:
        """A demand as a formula."""
        if demand not in self._claims:
            self._claims[demand] = self._claim(demand)
        return self._claims[demand]

    def inside(self, box: Box) -> Any:
        """Whether a patient of the ground is in the box."""
        return z3.And([z3.BoolVal(True), *map(self.claim, self.demands(box))])

    def _claim(self, demand: Demand) -> Any:
        match demand:
            case "group", group:
                return z3.Or([self._facts[each] for each in group])
            case "without", deficit:
                return z3.Not(self.needs.all[deficit])
            case "not", (field, word):
                return z3.Not(self._words[field][word])
            case "number", (name, span):
                return self._inside(name, span)
        raise KeyError(demand)

    def point(self, model: Any) -> Point:
        """The patient that a model of the solver describes."""
        bits = model.eval(self._bits, model_completion=True).as_long()
        so = {claim for number, claim in enumerate(reversed(self._axes)) if bits >> number & 1}
        patient = self.patient
        return Point(
            frozenset(fact for fact in self._facts if fact in so),
            frozenset(each for each in self.needs.all if ("need", each) in so),
            {field: next(word for word in words if (field, word) in so) for field, words in self._words.items()},
            {
                name: model.eval(patient.counts[name], model_completion=True).as_long() if name in so else None
                for name in patient.scales
            },
        )

    def special(self) -> Iterator[tuple[Any, int]]:
        """What makes a patient less ordinary, and by how much.

        Findings, things not at home, words and scores told count one each, preferences that contradict each other
        three.
        """
        patient = self.patient
        yield from ((each, 1) for each in patient.given.values())
        yield from ((z3.Not(each), 1) for each in patient.owns.values())
        for field, words in patient.words.items():
            yield from ((each, 1) for each in words.values() if field != "phase")
        yield from ((told, 1) for name, told in patient.told.items() if name != "age")
        ways = self._words["directional_preference"]
        yield z3.Or([so for way, so in ways.items() if way is not None and SEVERAL in way]), 3

    def possible(self, claim: Any) -> bool:
        """Whether it is so of somebody on the ground; yes, if the solver cannot tell."""
        return bool(self._somebody.check(claim) != z3.unsat)

    def in_order(self, field: str) -> tuple[str, ...]:
        """The words of a field, in the order in which they are usually said."""
        return tuple(word for word in self._words[field] if word is not None)

    def fact(self, fact: Fact) -> Any:
        """Whether a fact is so."""
        return self._facts[fact]

    def _asked(self) -> Iterator[Any]:
        patient = self.patient
        yield from patient.admitted()
        for finding, given in patient.given.items():
            yield z3.Or(given, patient.ruled_out[finding])
        yield from (z3.Not(each) for each in patient.avoided.values())
        yield patient.told["age"]
        yield patient.equipment_told

    def _limit(self) -> None:
        """Only what somebody on the ground can be: no pain that a gate stops, no fact that it stops."""
        self._somebody = self.solver()
        self.words = {
            field: frozenset(word for word, claim in words.items() if self.possible(claim))
            for field, words in self._words.items()
        }
        self.facts = tuple(sorted(fact for fact, claim in self._facts.items() if self.possible(claim)))
        self.numbers = {
            name: Span(0, scale.steps, name not in _NEVER_UNTOLD) for name, scale in self.patient.scales.items()
        }
        for name in _NEVER_UNTOLD:
            count, span = self.patient.counts[name], self.numbers[name]
            steps = [step for step in range(span.high + 1) if self.possible(count == step)]
            self.numbers[name] = Span(min(steps, default=0), max(steps, default=span.high), False)

    def _values(self, field: str) -> Iterator[tuple[str | None, Any]]:
        """Every word of a field, exactly one of which is so; `None` is that it was not told."""
        if field == "approach":
            yield from ((each, self.formula.approach(each)) for each in self.formula.knowledge.vocabulary.approaches)
            return
        patient = self.patient
        many: list[Any] = []
        if field == "directional_preference":
            found = {
                way: patient.has_deficit(each) for way, each in DIRECTION_DEFICITS.items() if each in patient.deficits
            }
            for count in range(2, len(found) + 1):
                for chosen in combinations(found, count):
                    so = z3.And([each if way in chosen else z3.Not(each) for way, each in found.items()])
                    many.append(so)
                    yield directions(list(chosen)), so
        one = {word: z3.And(patient.word(field, word), z3.Not(z3.Or(many))) for word in patient.words[field]}
        yield from one.items()
        yield None, z3.Not(z3.Or([*one.values(), *many]))

    def _all_facts(self) -> Iterator[tuple[Fact, Any]]:
        patient = self.patient
        yield from (
            (Fact("has", each), self.formula.finding(each).yes) for each in self.formula.knowledge.vocabulary.findings
        )
        for finding, cleared in patient.cleared.items():
            yield Fact("cleared", finding), cleared
            yield Fact("not_cleared", finding), z3.Not(cleared)
        if not self.needs.one_by_one:
            yield from ((Fact("deficit", each), told) for each, told in self.needs.all.items())
        yield from ((Fact("not_at_home", each), z3.Not(owned)) for each, owned in patient.owns.items())

    def _all_axes(self) -> Iterator[tuple[object, Any]]:
        """Whatever can be so of a patient, by a name."""
        yield from self._facts.items()
        yield from ((("need", each), need) for each, need in self.needs.all.items())
        for field, words in self._words.items():
            yield from (((field, word), so) for word, so in words.items())
        yield from ((name, self.patient.told.get(name, z3.BoolVal(True))) for name in self.patient.scales)

    def _inside(self, name: str, span: Span) -> Any:
        count = self.patient.counts[name]
        so = z3.And(count >= span.low, count <= span.high)
        if name in _NEVER_UNTOLD:
            return so
        told = self.patient.told[name]
        return z3.Or(z3.And(told, so), z3.Not(told)) if span.untold else z3.And(told, so)
