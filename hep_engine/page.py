"""Pages for a terminal: results as text that reads well at 80 columns, without colour, and aloud.

A page is lines with a style each; the style only ever repeats what the words already say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap
from typing import Literal, NamedTuple

from hep_engine.model.exercise import Dose
from hep_engine.model.explanation import Change, Explanation
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import AskFirst, Question
from hep_engine.model.result import Disposition, Excluded, Recommendation, Recommendations
from hep_engine.model.truth import Truth
from hep_engine.model.words import Level, spoken

__all__ = ["Line", "Style", "explanation_page", "knowledge_page", "questions_page", "result_page"]

Style = Literal["", "title", "good", "warn", "alert", "quiet"]

_WIDTH = 80
_MOST_QUESTIONS = 8
_STATUS: dict[str, tuple[Style, str]] = {
    "ready": ("good", "READY: exercises for a clinician to review"),
    "provisional": ("warn", "PROVISIONAL: for a clinician's eyes; questions are still open"),
    "withheld": ("alert", "WITHHELD: no exercise is offered"),
}
_NOTHING_FITS = "READY, but no exercise of the catalogue fits this patient"
_LEVELS = {
    Level.EMERGENCY: "go to an emergency department now",
    Level.URGENT: "medical review within days, the same day if unwell",
    Level.CLINICIAN_REVIEW_BEFORE: "a clinician reviews before any exercise",
    Level.CLINICIAN_REVIEW_PARALLEL: "exercise may start, with a clinician review booked",
    Level.NONE: "none follows from what was told",
}


class Line(NamedTuple):
    """One line of a page."""

    text: str = ""
    style: Style = ""


def result_page(result: Recommendations, left_out: int | None = None) -> Iterator[Line]:
    """The whole result; *left_out* is how many recommendations a view no longer shows."""
    style, title = _STATUS[result.status]
    yield Line(title if result.recommendations or result.status != "ready" else _NOTHING_FITS, style)
    yield from _said(f"Referral: {_LEVELS[result.disposition.level]}.")
    if result.status != "withheld":
        yield from _said(f"Treatment approach: {spoken(result.approach)}.")
    yield from _reasons(result)
    yield from _open_questions(result.disposition)
    if result.findings:
        yield from _heading("Found from what was told")
        for found in result.findings:
            yield from _said(f"{spoken(found.finding)}: {found.because}", 2)
    for each in result.recommendations:
        yield from _recommendation(each)
    if left_out:
        yield Line()
        yield from _said(f"{left_out} more fit; leave `--top` out to see them.")
    yield from _excluded(result.excluded, withheld=result.status == "withheld")
    yield from _foot(result)


def _said(text: str, indent: int = 0, style: Style = "", hang: int = 0) -> Iterator[Line]:
    """A paragraph, wrapped; *hang* indents every line but the first a little more."""
    lines = wrap(text, _WIDTH - indent, subsequent_indent=" " * hang, break_on_hyphens=False)
    yield from (Line(" " * indent + line, style) for line in lines)


def _heading(text: str) -> Iterator[Line]:
    yield Line()
    yield Line(text, "title")


def _reasons(result: Recommendations) -> Iterator[Line]:
    if not result.disposition.reasons:
        return
    yield from _heading("Why")
    for each in result.disposition.reasons:
        style: Style = "alert" if each.refer.blocks else "warn"
        yield from _said(f"{spoken(each.refer.value)}: {each.text}", 2, style, 2)
        if each.for_patient and (each.refer.blocks or result.status != "withheld"):
            yield from _said(f"For the patient: {each.for_patient}", 4)
        yield from _said(f"rule {each.rule}, {each.at}", 4, "quiet")


def _open_questions(disposition: Disposition) -> Iterator[Line]:
    questions = disposition.ask_first
    if not questions:
        return
    what = "question" if len(questions) == 1 else "questions"
    yield from _heading(f"Ask first: {len(questions)} {what}, could be {spoken(disposition.could_be.value)}")
    for each in questions[:_MOST_QUESTIONS]:
        yield from _said(f"- {each.question} ({_named(each)})", 2, hang=2)
    rest = len(questions) - _MOST_QUESTIONS
    if rest > 0:
        yield from _said(f"… and {rest} more; `hep questions` lists them all, `--screened` says all were asked.", 2)


def _named(question: AskFirst) -> str:
    return question.id if question.kind in ("finding", "measure", "age") else f"{question.kind} {question.id}"


def _recommendation(each: Recommendation) -> Iterator[Line]:
    title = f"{each.rank}. {each.name}"
    points = f"{each.score} points"
    yield Line()
    yield Line(f"{title}{points:>{max(_WIDTH - len(title), len(points) + 2)}}", "title")
    yield from _said(each.rationale, 3)
    unless = ", unless a caution below changes it" if each.cautions else ""
    yield from _said(f"Dose: {dose_in_words(each.dose, per_side=each.per_side)}{unless}.", 3, hang=2)
    for caution in each.cautions:
        about = f" ({spoken(caution.finding)})" if caution.finding else ""
        yield from _said(f"Take care{about}: {caution.text}", 3, "warn", 2)
    for question in each.confirm:
        yield from _said(f"Confirm first: {question.question} ({question.id})", 3, "warn", 2)
    parts = ", ".join(f"{spoken(part.factor)} {part.points:+d}" for part in each.parts)
    yield from _said(f"score {parts}; {each.at}; sources {', '.join(each.sources)}", 3, "quiet", 2)


def dose_in_words(dose: Dose, *, per_side: bool) -> str:
    """A dose as a person says it."""
    side = " on each side" if per_side else ""
    sets = "1 set" if dose.sets == 1 else f"{dose.sets} sets"
    reps = "1 repetition" if dose.reps == (1, 1) else f"{dose.reps} repetitions"
    said = [f"{sets} of {reps}{side}"]
    if dose.hold_seconds:
        said.append(f"each held {dose.hold_seconds} seconds")
    if dose.minutes:
        said.append(f"about {dose.minutes} minutes")
    times = {1: "once", 2: "twice"}.get(dose.times_per_day, f"{dose.times_per_day} times")
    days = "every day" if dose.days_per_week == 7 else f"on {dose.days_per_week} days a week"
    said.append(f"{times} a day {days}")
    if dose.effort is not None:
        said.append(f"effort {dose.effort} of 10")
    return ", ".join(said)


def _excluded(excluded: tuple[Excluded, ...], *, withheld: bool) -> Iterator[Line]:
    if not excluded:
        return
    yield from _heading(f"Left out: {len(excluded)}")
    if withheld:
        only = excluded[0].reasons[0]
        yield from _said(f"{', '.join(each.exercise for each in excluded)}", 2)
        yield from _said(f"{only.text}, {only.at}", 2, "quiet")
        return
    for each in excluded:
        yield from _said(each.exercise, 2)
        for reason in each.reasons:
            text = reason.text.partition(":")[0] if reason.code == "no_matching_indication" else reason.text
            yield from _said(f"- {text} ({reason.at})", 4, "quiet", 2)


def _foot(result: Recommendations) -> Iterator[Line]:
    if result.status != "withheld":
        yield from _heading("Tell every patient to watch for")
        for warning in result.safety_net:
            yield from _said(f"- {warning}", 2, hang=2)
    yield Line()
    if result.inputs.not_told:
        yield from _said(f"Not told: {', '.join(map(spoken, result.inputs.not_told))}.", style="quiet")
    stamp = result.knowledge
    signed = "signed off" if stamp.signed_off else "not signed off by a clinician"
    yield from _said(
        f"Knowledge {stamp.version}, {signed}; decided by {' and '.join(result.checked_by)}; "
        f"hep_engine {stamp.library}; decision {stamp.decision[:19]}.",
        style="quiet",
    )
    yield from _said("For a clinician to review, release and change. No outcome is promised.", style="quiet")


def questions_page(questions: Iterable[Question]) -> Iterator[Line]:
    """What to ask today, under its headings."""
    questions = list(questions)
    yield Line(f"{len(questions)} questions to ask before any exercise, most severe first", "title")
    for (group, level), members in groupby(questions, key=lambda each: (each.group, each.could_be)):
        yield from _heading(f"{group} (could be {spoken(level.value)})")
        for each in members:
            yield from _said(f"- {each.text}", 2, hang=2)
            yield from _said(f"{each.id}; could mean {', '.join(each.could_mean)}", 4, "quiet")


def explanation_page(explanation: Explanation) -> Iterator[Line]:
    """Why, why not, and what would change it."""
    styles: dict[str, Style] = {"recommended": "good", "excluded": "warn", "withheld": "alert"}
    yield Line(f"{explanation.name}: {explanation.verdict.upper()}", styles[explanation.verdict])
    if explanation.recommendation:
        yield from _recommendation(explanation.recommendation)
    if explanation.reasons:
        yield from _heading("Because")
        for reason in explanation.reasons:
            yield from _said(f"- {reason.text} ({reason.at})", 2, hang=2)
    yield from _heading("Every condition")
    marks = {Truth.YES: "yes    ", Truth.NO: "NO     ", Truth.UNKNOWN: "unknown"}
    for each in explanation.conditions:
        style: Style = "" if each.truth is Truth.YES else "warn"
        yield from _said(f"{marks[each.truth]}  {each.condition}", 2, style, 9)
        yield from _said(each.at, 11, "quiet")
    yield from _heading("What would change it")
    if explanation.would_be_eligible_if:
        wishes = " and ".join(_change(each) for each in explanation.would_be_eligible_if)
        yield from _said(f"It would be eligible with {wishes}.", 2)
    elif explanation.recommendation:
        yield from _said("It is eligible as things are.", 2)
    else:
        yield from _said("Nothing that may be suggested: no lower pain, calmer symptoms or equipment would do.", 2)
    yield from _said(f"decided by {' and '.join(explanation.checked_by)}; {explanation.at}", 2, "quiet")


def _change(change: Change) -> str:
    if change.field == "equipment":
        return f"{', '.join(map(spoken, change.add))} at home"
    low, high = change.to_min, change.to_max
    if change.field == "pain_score":
        return f"pain {low}" if low == high else f"pain from {low} to {high}"
    return f"irritability {low}" if low == high else f"irritability {low} to {high}"


def knowledge_page(knowledge: KnowledgeBase) -> Iterator[Line]:
    """What a clean check says."""
    active = sum(rule.active for rule in knowledge.rules.values())
    yield Line("no problems", "good")
    yield from _said(
        f"{len(knowledge.exercises)} exercises, {active} active rules ({len(knowledge.acting('gates'))} gates), "
        f"{len(knowledge.vocabulary.findings)} findings, {len(knowledge.sources)} sources"
    )
    yield from _said(f"version {knowledge.policy.version}", style="quiet")
    yield from _said(f"decision {knowledge.decision}", style="quiet")
    yield from _said(f"content  {knowledge.content}", style="quiet")
