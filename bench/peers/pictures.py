"""The curves that are drawn of the figures."""

from __future__ import annotations

from collections.abc import Iterable

from bench.peers.curves import Line, Panel, drawing
from bench.peers.engines import ENGINES, ONE, WAYS
from bench.peers.figures import Figures
from bench.peers.run import Plan

__all__ = ["pictures"]

_COLOURS = {
    **dict.fromkeys([name for name in ENGINES if name.startswith("hep")], "#1f6a99"),
    "bound": "#10242e", "durable_rules": "#b3261e", "zen": "#d9731a", "clips": "#8a4b9c", "duckdb": "#2e7d32",
    "polars": "#00838f", "sqlite": "#7a7a2a", "loop": "#8a8a8a", "postings": "#5b5b5b",
}  # fmt: skip
_NOT_DRAWN = ("hep_ten",)
"""What would lie on another line."""
_SHORTER = {"hep": "hep_engine, best 4 read", "hep_durable": "hep_engine, decided twice"}
_STRONG = ("hep", "hep_batch")
_DASHED = ("bound", "hep_nothing", "hep_two", "hep_durable")
_FASTER_UP = "patients a second, higher is better"


def pictures(figures: Figures, plan: Plan) -> dict[str, str]:
    """The curves, by the name of their file; both axes are logarithmic."""
    shown, sizes = [name for name in ONE if name not in _NOT_DRAWN], figures.sizes("one")
    lines = [_line(name, [(size, figures.processor(name, size, "one")) for size in sizes]) for name in shown]
    one = Panel("One patient", "exercises", "microseconds, lower is better", _drawn(lines))
    by_size, by_cohort = [], []
    for way, (title, names) in WAYS.items():
        sizes, cohorts = figures.sizes(way), figures.cohorts(way, plan.aimed_at)
        lines = [_line(name, [(each, figures.rate(name, each, way, plan.usual)) for each in sizes]) for name in names]
        by_size.append(Panel(f"{title}, {plan.usual:,} patients", "exercises", _FASTER_UP, _drawn(lines)))
        lines = [_line(name, [(e, figures.rate(name, plan.aimed_at, way, e)) for e in cohorts]) for name in names]
        by_cohort.append(Panel(f"{title}, {plan.aimed_at:,} exercises", "patients", _FASTER_UP, _drawn(lines)))
    wanted = {
        "peers-one-patient.svg": ("Microseconds for one patient, by the size of the catalogue", [one]),
        "peers-catalogue.svg": ("Patients answered in a second, by the size of the catalogue", by_size),
        "peers-cohort.svg": ("Patients answered in a second, by the size of the cohort", by_cohort),
    }
    drawn = {}
    for file, (title, panels) in wanted.items():
        if full := [panel for panel in panels if panel.lines]:
            drawn[file] = drawing(title, f"{title}, hep_engine and its peers. Both axes are logarithmic.", full)
    return drawn


def _line(name: str, points: Iterable[tuple[float, float | None]]) -> Line:
    return Line(
        _SHORTER.get(name, ENGINES[name].label),
        tuple((x, y) for x, y in points if y is not None),
        _COLOURS[name],
        strong=name in _STRONG,
        dashed=name in _DASHED,
    )


def _drawn(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.points]
