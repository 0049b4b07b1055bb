"""Gaps: the patients nobody serves, exercises no patient can tell apart, and rules that change nothing."""

from __future__ import annotations

from collections.abc import Callable

from hep_engine.engine import Engine
from hep_engine.model.gaps import Alike, Among, Between, Gap, Gaps, Region
from hep_engine.verify.alike import alike
from hep_engine.verify.box import Box
from hep_engine.verify.cover import cover
from hep_engine.verify.formula import Formula
from hep_engine.verify.ground import Ground
from hep_engine.verify.share import share
from hep_engine.verify.swallowed import swallowed
from hep_engine.verify.witness import Witnesses

__all__ = ["find_gaps", "region_of"]


def _quiet(said: str) -> None:
    """Nothing is told of the progress."""


def find_gaps(engine: Engine, *, limit: int = 40, seconds: float = 60, note: Callable[[str], object] = _quiet) -> Gaps:
    """Who is served by nobody, in at most *limit* regions, largest first, and what makes no difference.

    The regions are searched for about so many *seconds*; the rest takes a fraction of it. *note* is told in words how
    far the work is. In a process of its own the answer is the same each time, unless time runs out; asked again in the
    same process, the solver may find other regions and patients, as right as these.

    Raises `DisagreementError` when the engine serves a patient of a region, or finds that gates are open.
    """
    formula = Formula(engine.knowledge)
    ground = Ground(formula)

    def count(regions: int) -> None:
        if regions % 10 == 0:
            note(f"{regions} regions of patients nobody serves so far")

    note("looking for patients nobody serves")
    found = cover(ground, limit=limit, seconds=seconds, note=count)
    note(f"looking for a patient of each of {len(found.boxes)} regions")
    witnesses = Witnesses(engine, ground, seconds)
    gaps = []
    for number, box in enumerate(found.boxes):
        profile = witnesses.patient(box, found.boxes[:number])
        gaps.append(Gap(region_of(box, ground), share(box, ground), profile, witnesses.near(profile, box)))
    note("comparing exercises, then rules")
    same, unsure = alike(formula, seconds)
    needless, open_rules = swallowed(formula, seconds)
    return Gaps(
        decision=engine.knowledge.decision,
        gaps=tuple(gaps),
        complete=found.complete,
        one_by_one=ground.needs.one_by_one,
        settled=found.settled,
        alike=tuple(map(Alike, same)),
        swallowed=tuple(needless),
        undecided=(*unsure, *open_rules),
    )


def region_of(box: Box, ground: Ground) -> Region:
    """A box in the words of the knowledge."""
    between = []
    for name, span in box.numbers.items():
        if span != ground.numbers[name]:
            ends = [ground.patient.scales[name].value(step) if span.low <= span.high else None for step in span[:2]]
            between.append(Between(name, ends[0], ends[1], span.untold))
    among = []
    for field, words in box.words.items():
        if words != ground.words[field]:
            told = tuple(word for word in ground.in_order(field) if word in words)
            among.append(Among(field, told, None in words))
    deficits = tuple(each for each in ground.needs.all if each in box.only)
    every = len(deficits) == len(ground.needs.all)
    return Region(tuple(between), tuple(among), box.groups, None if every else deficits)
