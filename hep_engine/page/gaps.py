"""The page of gaps: who is served by nobody, exercises nobody can tell apart, and rules that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.gaps import Gap, Gaps, Swallowed
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import CapDifficulty, Caution, Exclude, Prefer, Refer
from hep_engine.model.wording import phrase
from hep_engine.model.words import spoken
from hep_engine.page.lines import Line, heading, said
from hep_engine.page.patient import command_of, folded
from hep_engine.page.region import for_what, one_of, who

__all__ = ["gaps_page"]

_OWN = {
    "pain_below_range": "pain ranges",
    "pain_above_range": "pain ranges",
    "phase_not_listed": "phases",
    "not_for_approach": "doses",
    "no_matching_indication": "indications",
    "contraindicated": "contraindications",
    "equipment_missing": "equipment",
    "precautions": "precautions",
}


def gaps_page(gaps: Gaps, knowledge: KnowledgeBase) -> Iterator[Line]:
    """Every region with a patient and what comes nearest; then what makes no difference."""
    yield from _head(gaps)
    for number, gap in enumerate(gaps.gaps, start=1):
        yield from _gap(number, gap, knowledge)
    yield from heading(f"Exercises that no patient can tell apart: {len(gaps.alike) or 'none'}")
    if gaps.alike:
        yield from said("Whoever is offered one of them is offered the others; dose and precautions may differ.", 2)
    for each in gaps.alike:
        yield from said(f"- {phrase(each.exercises)}", 2, "warn", 2)
    yield from heading(f"Rules that change nothing for anybody: {len(gaps.swallowed) or 'none'}")
    if gaps.swallowed:
        yield from said("Each may be there on purpose, as a second lock. Take away one at a time, and look again.", 2)
    for rule in gaps.swallowed:
        yield from said(f"- {rule.rule}: {_why(rule, knowledge)}", 2, "warn", 2)
        yield from said(rule.at, 4, "quiet")
    if gaps.undecided:
        yield from heading("Not decided in the time there was")
        yield from said(", ".join(gaps.undecided), 2, "alert")


def _head(gaps: Gaps) -> Iterator[Line]:
    if not gaps.gaps and gaps.complete:
        yield Line("every patient who is ready is offered something", "good")
        return
    count = len(gaps.gaps)
    yield Line(f"{count} region{'s' if count != 1 else ''} of patients nobody serves", "title")
    yield from said(
        "These patients were asked about everything, no gate stops them, and no exercise fits. "
        "What a region does not name may be anything. The largest comes first."
    )
    if gaps.one_by_one:
        yield from said(
            "A patient with several deficits, a preferred direction among them, is offered nothing just when there is "
            "nothing for each of them alone."
        )
    if gaps.complete:
        yield from said("These are all of them.", style="good")
        return
    text = "There are more; `--limit` and `--seconds` say how many are looked for, and for how long."
    if gaps.settled is not None:
        what = {0: "nothing", 1: "one thing at most"}.get(gaps.settled, f"{gaps.settled} things at most")
        text += (
            f" Complete for patients of whom {what} is special: a finding, something not at home, irritability, "
            "sex, a score or a direction told; preferences that contradict each other count for three."
        )
    yield from said(text, style="warn")


def _gap(number: int, gap: Gap, knowledge: KnowledgeBase) -> Iterator[Line]:
    vocabulary = knowledge.vocabulary
    title = who(gap.region, vocabulary)
    yield Line()
    yield from said(f"{number}. {title[:1].upper()}{title[1:]}", 0, "title", 3)
    for group in one_of(gap.region, vocabulary):
        yield from said(f"with one of: {group}", 3, hang=2)
    yield from said(f"Nothing for: {for_what(gap.region)}.", 3, "warn", 2)
    yield from said("A patient:", 3)
    yield from folded(command_of(gap.profile, screened=True), 5)
    yield from said("What comes nearest:" if gap.near else "No exercise of the catalogue is for it.", 3)
    for near in gap.near:
        reasons = "; ".join(each.text for each in near.reasons)
        yield from said(f"- {near.name} ({near.exercise}): {reasons}", 5, "quiet", 2)


def _why(each: Swallowed, knowledge: KnowledgeBase) -> str:
    own = list(dict.fromkeys(_OWN.get(code, spoken(code)) for code in each.own))
    by = [*each.rules, *([f"the exercises' own {phrase(own)}"] if own else [])]
    by += ["the house's own limit"] if each.policy else []
    if not by:
        return "it never fires, or speaks of nothing that is offered"
    one = len(by) == 1 and not own
    match knowledge.rules[each.rule].then:
        case Refer():
            return f"whenever it fires, {phrase(by)} {'fires' if one else 'fire'}, as severe or more"
        case Exclude() | CapDifficulty():
            return f"whatever it keeps out, {phrase(by)} {'keeps' if one else 'keep'} out, too"
        case Caution():
            return f"its advice is never shown: {phrase(by)} {'comes' if one else 'come'} first"
        case Prefer():
            return f"what it prefers or avoids is never offered then: {phrase(by)} {'keeps' if one else 'keep'} it out"
    return f"whenever it holds, {phrase(by)} {'is' if one else 'are'} as strict"
