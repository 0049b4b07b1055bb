"""Cover: boxes that together hold every patient nobody serves, and none of which the others make needless."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

import z3

from hep_engine.verify.box import Box
from hep_engine.verify.ground import Ground
from hep_engine.verify.share import share
from hep_engine.verify.widen import Widener

__all__ = ["Cover", "cover"]


class Cover(NamedTuple):
    """Boxes, the largest first, and how far they are known to reach."""

    boxes: tuple[Box, ...]
    complete: bool
    settled: int | None
    """Whoever has at most so many special facts and is served by nobody is in a box."""


def cover(ground: Ground, *, limit: int, seconds: float, note: Callable[[int], object]) -> Cover:
    """At most *limit* boxes found in about so many seconds, patients with the fewest special facts first.

    *note* is told after each box how many there are.
    """
    search = _Search(ground, limit, seconds, note)
    settled = None
    for special in range(search.most + 1):
        if not search.empty(special):
            break
        settled = special
        if search.done():
            break
    complete = search.done()
    kept = _needed(_largest_first(search.boxes, ground), ground, seconds)
    return Cover(tuple(_largest_first(kept, ground)), complete, None if complete else settled)


def _largest_first(boxes: list[Box], ground: Ground) -> list[Box]:
    def order(box: Box) -> tuple[object, ...]:
        words = [(field, sorted(words, key=str)) for field, words in sorted(box.words.items())]
        return -share(box, ground), box.groups, sorted(box.only), sorted(box.numbers.items()), str(words)

    return sorted(boxes, key=order)


class _Search:
    def __init__(self, ground: Ground, limit: int, seconds: float, note: Callable[[int], object]) -> None:
        self.boxes: list[Box] = []
        self._ground, self._limit, self._note = ground, limit, note
        self._until = perf_counter() + seconds
        self._widener = Widener(ground, seconds)
        self._left = ground.solver(z3.Not(ground.needs.anything))
        self._left.set("timeout", int(seconds * 1000))
        self._special = list(ground.special())
        self.most = sum(weight for _, weight in self._special)

    def empty(self, special: int) -> bool:
        """Find boxes until nobody is left with at most so many special facts; false if that takes too long."""
        few = z3.Bool(f"at most {special}")
        self._left.add(z3.Implies(few, z3.PbLe(self._special, special)))
        while (answer := self._left.check(few)) == z3.sat:
            if len(self.boxes) >= self._limit or perf_counter() > self._until:
                return False
            try:
                self._take(self._left.model())
            except TimeoutError:
                return False
        return bool(answer == z3.unsat)

    def done(self) -> bool:
        """Nobody is left at all."""
        return bool(self._left.check() == z3.unsat)

    def _take(self, model: Any) -> None:
        box = self._widener.around(model)
        self.boxes.append(box)
        self._left.add(z3.Not(self._ground.inside(box)))
        self._note(len(self.boxes))


def _needed(boxes: list[Box], ground: Ground, seconds: float) -> list[Box]:
    """The boxes without what larger ones hold anyway, the smallest cut first."""
    solver = ground.solver(z3.Not(ground.needs.anything))
    solver.set("timeout", int(seconds * 1000))
    outside: list[Any] = []
    for box in boxes:
        outside.append(z3.Bool(f"outside box {len(outside)}"))
        solver.add(z3.Implies(outside[-1], z3.Not(ground.inside(box))))

    def needless(others: list[Any], box: Box) -> bool:
        return bool(solver.check(ground.inside(box), *others) == z3.unsat)

    kept: list[Box] = []
    smaller: list[Any] = []
    for number in reversed(range(len(boxes))):
        others = outside[:number] + smaller
        if needless(others, boxes[number]):
            continue
        box = _shorter(boxes[number], ground, partial(needless, others))
        kept.append(box)
        smaller.append(z3.Bool(f"outside what is kept of box {number}"))
        solver.add(z3.Implies(smaller[-1], z3.Not(ground.inside(box))))
    return kept


def _shorter(box: Box, ground: Ground, needless: Callable[[Box], bool]) -> Box:
    """The box without the facts and deficits whose patients are in another box."""
    for number, group in enumerate(box.groups):
        before, after = box.groups[:number], box.groups[number + 1 :]
        needed = tuple(each for each in group if not needless(replace(box, groups=(*before, (each,), *after))))
        box = replace(box, groups=(*before, needed, *after))
    if ground.needs.one_by_one:
        # In a fixed order, as everywhere: which patient a solver finds first depends on what it was asked before.
        only = [each for each in sorted(box.only) if not needless(replace(box, only=frozenset({each})))]
        box = replace(box, only=frozenset(only))
    return box
