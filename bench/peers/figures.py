"""What the measurements come to: a median for each engine, size, way and cohort, and the aims judged by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench.peers.engines import RULE_ENGINES
from bench.peers.run import Measured

__all__ = ["Aim", "Figures", "aims"]

Key = tuple[str, int, str, int]
"""Engine, size, way, cohort."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim of the library, and what was measured."""

    what: str
    at_least: bool
    """Whether the figure has to be at least the aim, or less than it."""
    wanted: float
    measured: float | None

    @property
    def met(self) -> bool | None:
        """Whether it is met; `None` where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.wanted if self.at_least else self.measured < self.wanted


class Figures:
    """Medians over the turns."""

    def __init__(self, measured: Iterable[Measured]) -> None:
        """Sort what was measured."""
        self.turns: dict[Key, list[tuple[float, float]]] = {}
        self.checked: dict[Key, int] = {}
        self.wrong: dict[tuple[str, int], Measured] = {}
        """Who was wrong, and at which size: no figure of theirs counts there."""
        self.skipped: dict[tuple[str, int], str] = {}
        for each in measured:
            figure = each.figure
            key = each.engine, each.size, figure.way, figure.cohort
            if figure.wrong:
                self.wrong[each.engine, each.size] = each
            elif figure.skipped:
                self.skipped[each.engine, each.size] = figure.skipped
            else:
                self.turns.setdefault(key, []).append((figure.processor, figure.wall))
                self.checked[key] = max(self.checked.get(key, 0), figure.checked)

    def processor(self, engine: str, size: int, way: str, cohort: int = 0) -> float | None:
        """Microseconds of processor time for one patient; `None` where there is no figure that counts."""
        return self._median((engine, size, way, cohort), 0)

    def wall(self, engine: str, size: int, way: str, cohort: int = 0) -> float | None:
        """Microseconds by the clock."""
        return self._median((engine, size, way, cohort), 1)

    def rate(self, engine: str, size: int, way: str, cohort: int) -> float | None:
        """Patients in a second of processor time; for two threads, of the clock."""
        kind = 1 if engine == "hep_two" else 0
        taken = self._median((engine, size, way, cohort), kind)
        return 1e6 / taken if taken else None

    def why_not(self, engine: str, size: int) -> str:
        """Why there is no figure."""
        return "wrong" if (engine, size) in self.wrong else self.skipped.get((engine, size), "not measured")

    def sizes(self, way: str) -> list[int]:
        """The sizes at which anything was measured in this way."""
        return sorted({size for _, size, each, _ in self.turns if each == way})

    def cohorts(self, way: str, size: int) -> list[int]:
        """The cohorts of one size."""
        return sorted({cohort for _, at, each, cohort in self.turns if (each, at) == (way, size)})

    def _median(self, key: Key, kind: int) -> float | None:
        if key[:2] in self.wrong or key not in self.turns:
            return None
        return median(each[kind] for each in self.turns[key])


def aims(figures: Figures, size: int, cohort: int, smallest: int, largest: int) -> list[Aim]:
    """The aims, at the *size* and *cohort* they are about, and for growth from the *smallest* to the *largest*."""

    def one(engine: str, at: int = size) -> float | None:
        return figures.processor(engine, at, "one")

    theirs = [one(name) for name in RULE_ENGINES]
    # Without one of them, the fastest of the others would flatter.
    fastest = min(each for each in theirs if each is not None) if None not in theirs else None
    found = [
        Aim("one patient, best 4 read: times the fastest rule engine", True, 6, _ratio(fastest, one("hep"))),
        Aim("one patient, nothing read: times the fastest rule engine", True, 6, _ratio(fastest, one("hep_nothing"))),
        Aim(
            f"one patient, best 4 read: growth from {smallest:,} to {largest:,} exercises",
            False,
            6,
            _ratio(one("hep", largest), one("hep", smallest)),
        ),
    ]
    names = {"decide": "deciding alone", "table": "table to table"}
    for way, called in names.items():
        ours = figures.rate("hep_batch", size, way, cohort)
        for other, label in (("duckdb", "DuckDB"), ("polars", "Polars")):
            ratio = _ratio(ours, figures.rate(other, size, way, cohort))
            found.append(Aim(f"{called}, {cohort:,} patients: times {label}, per core", True, 8, ratio))
        if way == "decide":
            bound = _ratio(ours, figures.rate("bound", size, way, cohort))
            found.append(Aim(f"{called}, {cohort:,} patients: part of the hand-written bound", True, 0.5, bound))
        alone = figures.wall("hep_batch", size, way, cohort)
        two = _ratio(alone, figures.wall("hep_two", size, way, cohort))
        found.append(Aim(f"{called}, {cohort:,} patients: two threads against one, by the clock", True, 1.7, two))
    return found


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None
