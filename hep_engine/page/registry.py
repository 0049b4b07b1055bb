"""The page about a registry: how many patients came to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.registry import Tally
from hep_engine.model.words import Level, spoken
from hep_engine.page.lines import Line, heading, said

__all__ = ["LEVELS", "STATUSES", "most", "registry_page"]

STATUSES = {
    "ready": "ready",
    "provisional": "provisional: questions are open, exercises for a clinician's eyes",
    "withheld": "withheld: referred first",
}
"""Each status, and what it means."""

LEVELS = {level.value: spoken(level.value) for level in reversed(Level)}
"""Each level of referral, the most severe first."""

_MOST = 10


def registry_page(tally: Tally, knowledge: KnowledgeBase, written: str) -> Iterator[Line]:
    """The counts as lines; *written* is the file with the answers."""
    yield Line(f"{tally.patients:,} patients", "title")
    yield from said(f"Answers in {written}. {tally.read_twice:,} of them read a second time, without a difference.")
    yield from heading("Status")
    yield from _rows({text: tally.statuses.get(status, 0) for status, text in STATUSES.items()}, tally.patients)
    if tally.mistaken:
        yield from _rows({"no answer: the row has a mistake": tally.mistaken}, tally.patients, "alert")
    yield from heading("Highest referral that fired")
    yield from _rows({text: tally.levels.get(level, 0) for level, text in LEVELS.items()}, tally.patients)
    if tally.exercises:
        yield from heading("Exercises shown most often, and how often as the first")
        for name, count in most(tally.exercises, _MOST):
            yield Line(f"  {count:>12,}  {tally.first.get(name, 0):>12,}  {knowledge.exercises[name].name}")
    if tally.errors:
        yield from heading("Rows with a mistake in")
        yield from _rows(dict(most(tally.errors, _MOST)), tally.patients, "alert")


def most(counts: Mapping[str, int], number: int) -> list[tuple[str, int]]:
    """The *number* most frequent, the most frequent first, then by name."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:number]


def _rows(counts: Mapping[str, int], total: int, style: str = "") -> Iterator[Line]:
    for text, count in counts.items():
        share = f"{100 * count / total:5.1f} %" if total else ""
        yield Line(f"  {count:>12,}  {share:>7}  {text}", "alert" if style == "alert" else "")
