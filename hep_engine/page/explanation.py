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
    yield from _conditions(explanation)
    yield from heading("What would change it")
    if explanation.would_be_eligible_if:
        wishes = " and ".join(_change(each) for each in explanation.would_be_eligible_if)
        yield from said(f"It would be eligible with {wishes}.", 2)
    elif explanation.recommendation:
        yield from said("It is eligible as things are.", 2)
    else:
        yield from said("Nothing that may be suggested: no lower pain, calmer symptoms or equipment would do.", 2)
    yield from said(f"decided by {' and '.join(explanation.checked_by)}; {explanation.at}", 2, "quiet")


def _conditions(explanation: Explanation) -> Iterator[Line]:
    """Every condition: what speaks against the exercise and is not told above, what nobody knows yet, what fits."""
    above = {(reason.text, reason.at) for reason in explanation.reasons}
    against = [each for each in explanation.conditions if each.truth is Truth.NO and (each.text, each.at) not in above]
    parts: tuple[tuple[str, Style, list[tuple[str, str]]], ...] = (
        ("Also against it", "warn", [(each.text, each.at) for each in against]),
        ("Needed, and not known yet", "warn", _needed(explanation, Truth.UNKNOWN)),
        ("What fits", "", _needed(explanation, Truth.YES)),
    )
    for title, style, members in parts:
        if members:
            yield from heading(title)
        for text, at in members:
            yield from said(f"- {text}", 2, style, 2)
            yield from said(at, 4, "quiet")


def _needed(explanation: Explanation, truth: Truth) -> list[tuple[str, str]]:
    return [(each.condition, each.at) for each in explanation.conditions if each.truth is truth]


def _change(change: Change) -> str:
    if change.field == "equipment":
        return f"{', '.join(map(spoken, change.add))} at home"
    low, high = change.to_min, change.to_max
    if change.field == "pain_score":
        return f"pain {low}" if low == high else f"pain from {low} to {high}"
    return f"irritability {low}" if low == high else f"irritability {low} to {high}"
