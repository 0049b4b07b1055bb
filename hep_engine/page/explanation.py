"""The page of an explanation."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.explanation import Change, Explanation
from hep_engine.model.truth import Truth
from hep_engine.model.words import spoken
from hep_engine.page.lines import Line, Style, heading, said
from hep_engine.page.recommendation import recommendation_lines

__all__ = ["explanation_page"]


def explanation_page(explanation: Explanation) -> Iterator[Line]:
    """Why, why not, and what would change it."""
    styles: dict[str, Style] = {"recommended": "good", "excluded": "warn", "withheld": "alert"}
    yield Line(f"{explanation.name}: {explanation.verdict.upper()}", styles[explanation.verdict])
    if explanation.recommendation:
        yield from recommendation_lines(explanation.recommendation)
    if explanation.reasons:
        yield from heading("Because")
        for reason in explanation.reasons:
            yield from said(f"- {reason.text} ({reason.at})", 2, hang=2)
    yield from heading("Every condition")
    marks = {Truth.YES: "yes    ", Truth.NO: "NO     ", Truth.UNKNOWN: "unknown"}
    for each in explanation.conditions:
        style: Style = "" if each.truth is Truth.YES else "warn"
        yield from said(f"{marks[each.truth]}  {each.condition}", 2, style, 9)
        yield from said(each.at, 11, "quiet")
    yield from heading("What would change it")
    if explanation.would_be_eligible_if:
        wishes = " and ".join(_change(each) for each in explanation.would_be_eligible_if)
        yield from said(f"It would be eligible with {wishes}.", 2)
    elif explanation.recommendation:
        yield from said("It is eligible as things are.", 2)
    else:
        yield from said("Nothing that may be suggested: no lower pain, calmer symptoms or equipment would do.", 2)
    yield from said(f"decided by {' and '.join(explanation.checked_by)}; {explanation.at}", 2, "quiet")


def _change(change: Change) -> str:
    if change.field == "equipment":
        return f"{', '.join(map(spoken, change.add))} at home"
    low, high = change.to_min, change.to_max
    if change.field == "pain_score":
        return f"pain {low}" if low == high else f"pain from {low} to {high}"
    return f"irritability {low}" if low == high else f"irritability {low} to {high}"
