"""The figures as tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.peers.engines import ENGINES, ONE, WAYS
from bench.peers.figures import Aim, Figures
from bench.peers.record import versions
from bench.peers.run import Plan

__all__ = ["BEGIN", "END", "put_between", "tables"]

BEGIN, END = "<!-- bench/peers writes from here -->", "<!-- up to here -->"

Read = Callable[[str, int], float | None]


def tables(figures: Figures, plan: Plan, found: Sequence[Aim], where: str) -> Iterator[str]:
    """Everything that was measured, line by line."""
    at, usual = plan.aimed_at, plan.usual
    yield f"Measured on {where}. Medians of {plan.repeats} turns; one thread each where nothing else is said."
    yield ""
    yield from _aims(found)
    if figures.sizes("one"):
        yield from _headed("One patient, µs of processor time")
        yield from _by_size(figures, ONE, "one", plan, lambda each, size: figures.processor(each, size, "one"), "hep")
    for way, (title, names) in WAYS.items():
        if not figures.sizes(way):
            continue
        yield from _headed(f"{title}, {usual:,} patients, patients in a second of processor time, by exercises")
        yield from _by_size(figures, names, way, plan, _rate(figures, way, usual), "hep_batch")
        yield from _headed(f"{title}, {at:,} exercises, by patients")
        yield from _by_cohort(figures, names, way, at, figures.cohorts(way, at))
    if "hep_mixed" in plan.engines and figures.cohorts("table", at):
        yield from _headed(f"A third not ready, {at:,} exercises, hep_engine alone")
        yield from _mixed(figures, at)
    yield from _headed("Taking the catalogue in, seconds of processor time")
    names = [name for name in ENGINES if name not in ("hep_ten", "hep_nothing", "hep_two", "hep_mixed")]
    yield from _by_size(figures, names, "build", plan, lambda each, size: figures.processor(each, size, "build"))
    told = ", ".join(f"{name} {version}" for name, version in versions(plan.engines).items())
    yield ""
    yield f"Versions: {told}." if told else "No peer that has to be installed was measured."


def put_between(page: Path, lines: Sequence[str]) -> None:
    """Write the lines between the two markers of a page."""
    before, _, rest = page.read_text().partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{rest.partition(END)[2]}")


def _headed(title: str) -> Iterator[str]:
    yield from ("", f"### {title}", "")


def _aims(found: Sequence[Aim]) -> Iterator[str]:
    yield from ("### The aims", "", "| what | aim | measured | |", "|---|---:|---:|---|")
    for each in found:
        wanted = f"at least {each.wanted:g}" if each.at_least else f"below {each.wanted:g}"
        if each.measured is None:
            yield f"| {each.what} | {wanted} | not measured | |"
        else:
            yield f"| {each.what} | {wanted} | {each.measured:.2f} | {'met' if each.met else '**missed**'} |"


def _by_size(
    figures: Figures, names: Sequence[str], way: str, plan: Plan, read: Read, against: str = ""
) -> Iterator[str]:
    """A row for each engine and a column for each size, and how far it is from hep_engine at the size aimed at."""
    sizes = [size for size in plan.sizes if size in figures.sizes(way)]
    compared = against and plan.aimed_at in sizes
    heads = [f"{size:,}" for size in sizes] + ([f"hep_engine at {plan.aimed_at:,}, times as fast"] if compared else [])
    yield f"| engine | {' | '.join(heads)} |"
    yield f"|---|{'---:|' * len(heads)}"
    notes: dict[str, None] = {}
    ours = read(against, plan.aimed_at) if compared else None
    for name in names:
        if name not in plan.engines:
            continue
        cells = []
        for size in sizes:
            figure = read(name, size)
            cells.append(_shown(figure, way))
            if figure is None:
                notes[f"{ENGINES[name].label} at {size:,}: {figures.why_not(name, size)}"] = None
        if compared:
            theirs = read(name, plan.aimed_at)
            cells.append(f"{_faster(ours, theirs, way):,.2f}" if theirs and ours else "")
        yield f"| {_label(name)} | {' | '.join(cells)} |"
    if notes:
        yield from ("", f"Not measured: {'; '.join(notes)}.")


def _by_cohort(figures: Figures, names: Sequence[str], way: str, size: int, cohorts: Sequence[int]) -> Iterator[str]:
    yield f"| engine | {' | '.join(f'{cohort:,}' for cohort in cohorts)} |"
    yield f"|---|{'---:|' * len(cohorts)}"
    for name in names:
        rates = [figures.rate(name, size, way, cohort) for cohort in cohorts]
        if any(rates):
            yield f"| {_label(name)} | {' | '.join(_shown(each, way) for each in rates)} |"


def _mixed(figures: Figures, size: int) -> Iterator[str]:
    cohorts = figures.cohorts("table", size)
    yield f"| patients in a second of processor time | {' | '.join(f'{cohort:,}' for cohort in cohorts)} |"
    yield f"|---|{'---:|' * len(cohorts)}"
    for way, title in (("decide", "deciding alone"), ("table", "table to table")):
        for name, who in (("hep_batch", "all ready"), ("hep_mixed", "a third not ready")):
            rates = [_shown(figures.rate(name, size, way, cohort), way) for cohort in cohorts]
            yield f"| {title}, {who} | {' | '.join(rates)} |"


def _faster(ours: float, theirs: float, way: str) -> float:
    """How many times as fast we are: of times the less is the better, of rates the more."""
    return theirs / ours if way in ("one", "build") else ours / theirs


def _shown(figure: float | None, way: str) -> str:
    if figure is None:
        return "—"
    if way == "build":
        return f"{figure / 1e6:,.2f}"
    return f"{figure:,.1f}" if way == "one" else f"{figure:,.0f}"


def _label(name: str) -> str:
    label = ENGINES[name].label
    by_the_clock = " (by the clock)" if name == "hep_two" else ""
    return f"**{label}**{by_the_clock}" if name.startswith("hep") else label


def _rate(figures: Figures, way: str, cohort: int) -> Read:
    return lambda name, size: figures.rate(name, size, way, cohort)
