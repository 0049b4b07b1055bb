"""The page of a result: the referral first, then what to ask, what is offered, what is left out, what to watch for."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.question import AskFirst
from hep_engine.model.result import Disposition, Excluded, Recommendations
from hep_engine.model.words import Level, spoken
from hep_engine.page.lines import Line, Style, heading, said
from hep_engine.page.program import program_lines
from hep_engine.page.recommendation import recommendation_lines

__all__ = ["result_page"]

_MOST_QUESTIONS = 8
_STATUS: dict[str, tuple[Style, str]] = {
    "ready": ("good", "READY: exercises for a clinician to review"),
    "provisional": ("warn", "PROVISIONAL: for a clinician's eyes; questions are still open"),
    "withheld": ("alert", "WITHHELD: no exercise is offered"),
}
_NOTHING_FITS = "READY, but no exercise of the catalogue fits this patient"
_MEANS = {
    Level.EMERGENCY: "an emergency",
    Level.URGENT: "an urgent review",
    Level.CLINICIAN_REVIEW_BEFORE: "a review before any exercise",
    Level.CLINICIAN_REVIEW_PARALLEL: "a review alongside",
    Level.NONE: "no referral",
}
_LEVELS = {
    Level.EMERGENCY: "go to an emergency department now",
    Level.URGENT: "medical review within days, the same day if unwell",
    Level.CLINICIAN_REVIEW_BEFORE: "a clinician reviews before any exercise",
    Level.CLINICIAN_REVIEW_PARALLEL: "exercise may start, with a clinician review booked",
    Level.NONE: "none follows from what was told",
}


def result_page(result: Recommendations, left_out: int | None = None) -> Iterator[Line]:
    """The whole result; *left_out* is how many recommendations a view no longer shows."""
    style, title = _STATUS[result.status]
    yield Line(title if result.recommendations or result.status != "ready" else _NOTHING_FITS, style)
    yield from said(f"Referral: {_LEVELS[result.disposition.level]}.")
    if result.status != "withheld":
        yield from said(f"Treatment approach: {spoken(result.approach)}.")
    yield from _reasons(result)
    yield from _open_questions(result.disposition)
    if result.findings:
        yield from heading("Found from what was told")
        for found in result.findings:
            yield from said(f"{spoken(found.finding)}: {found.because}", 2)
    if result.program:
        yield from program_lines(result.program)
    if result.recommendations:
        yield from heading("All that fits, best first")
    for each in result.recommendations:
        yield from recommendation_lines(each)
    if left_out:
        yield Line()
        yield from said(f"{left_out} more fit; leave `--top` out to see them.")
    yield from _excluded(result.excluded, withheld=result.status == "withheld")
    yield from _foot(result)


def _reasons(result: Recommendations) -> Iterator[Line]:
    if not result.disposition.reasons:
        return
    yield from heading("Why")
    for each in result.disposition.reasons:
        style: Style = "alert" if each.refer.blocks else "warn"
        yield from said(f"{_MEANS[each.refer]}: {each.text}", 2, style, 2)
        if each.for_patient and (each.refer.blocks or result.status != "withheld"):
            yield from said(f"For the patient: {each.for_patient}", 4)
        yield from said(f"rule {each.rule}, {each.at}", 4, "quiet")


def _open_questions(disposition: Disposition) -> Iterator[Line]:
    questions = disposition.ask_first
    if not questions:
        return
    what = "question" if len(questions) == 1 else "questions"
    yield from heading(f"Ask first: {len(questions)} {what}; the answers could mean {_MEANS[disposition.could_be]}")
    for each in questions[:_MOST_QUESTIONS]:
        yield from said(f"- {each.question} ({_named(each)})", 2, hang=2)
    rest = len(questions) - _MOST_QUESTIONS
    if rest > 0:
        yield from said(f"… and {rest} more; `hep questions` lists them all, `--screened` says all were asked.", 2)


def _named(question: AskFirst) -> str:
    return question.id if question.kind in ("finding", "measure", "age") else f"{question.kind} {question.id}"


def _excluded(excluded: tuple[Excluded, ...], *, withheld: bool) -> Iterator[Line]:
    if not excluded:
        return
    yield from heading(f"Left out: {'all ' if withheld else ''}{len(excluded)}")
    if withheld:
        only = excluded[0].reasons[0]
        yield from said(f"{only.text} ({only.at})", 2)
        return
    others = [each for each in excluded if any(reason.code == "no_matching_indication" for reason in each.reasons)]
    for each in excluded:
        if each not in others:
            yield from said(each.exercise, 2)
            for reason in each.reasons:
                yield from said(f"- {reason.text} ({reason.at})", 4, "quiet", 2)
    if others:
        yield from said(f"for deficits that were not told: {', '.join(each.exercise for each in others)}", 2, hang=2)
        yield from said("`hep explain EXERCISE` says all that keeps one out.", 4, "quiet")


def _foot(result: Recommendations) -> Iterator[Line]:
    yield from heading("Tell every patient to watch for")
    for warning in result.safety_net:
        yield from said(f"- {warning}", 2, hang=2)
    yield Line()
    if result.inputs.not_told:
        yield from said(f"Not told: {', '.join(map(spoken, result.inputs.not_told))}.", style="quiet")
    stamp = result.knowledge
    signed = f"signed off by {stamp.signed_by}" if stamp.signed_off else "not signed off by a clinician"
    yield from said(
        f"Knowledge {stamp.version}, {signed}; decided by {' and '.join(result.checked_by)}; "
        f"hep_engine {stamp.library}; decision {stamp.decision[:19]}.",
        style="quiet",
    )
    yield from said("For a clinician to review, release and change. No outcome is promised.", style="quiet")
