"""One recommendation: rationale, dose, cautions, what to confirm, and how its score came about."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.result import Recommendation
from hep_engine.model.words import spoken
from hep_engine.page.dose import dose_in_words
from hep_engine.page.lines import WIDTH, Line, said

__all__ = ["recommendation_lines"]


def recommendation_lines(each: Recommendation) -> Iterator[Line]:
    """The lines of one recommendation."""
    title = f"{each.rank}. {each.name}"
    points = f"{each.score} points"
    yield Line()
    yield Line(f"{title}{points:>{max(WIDTH - len(title), len(points) + 2)}}", "title")
    yield from said(each.rationale, 3)
    unless = ", unless a caution below changes it" if each.cautions else ""
    yield from said(f"Dose: {dose_in_words(each.dose, per_side=each.per_side)}{unless}.", 3, hang=2)
    for caution in each.cautions:
        about = f" ({spoken(caution.finding)})" if caution.finding else ""
        yield from said(f"Take care{about}: {caution.text}", 3, "warn", 2)
    for question in each.confirm:
        yield from said(f"Confirm first: {question.question} ({question.id})", 3, "warn", 2)
    parts = ", ".join(f"{spoken(part.factor)} {part.points:+d}" for part in each.parts)
    yield from said(f"score {parts}; {each.at}; sources {', '.join(each.sources)}", 3, "quiet", 2)
