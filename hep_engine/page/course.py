"""A simulated course as a page: week by week, what was done and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.audit.simulation import Course, Week
from hep_engine.model.words import spoken
from hep_engine.page.dose import dose_in_words
from hep_engine.page.lines import Line, heading, said

__all__ = ["course_page"]


def course_page(course: Course) -> Iterator[Line]:
    """The course, with what it is not said first."""
    yield Line("A SIMULATED COURSE: the patient is invented, and nothing is predicted", "warn")
    for week in course.weeks:
        yield from _week(week)
    yield Line()
    yield from said(f"It ends because {course.ended}.", style="quiet")


def _week(week: Week) -> Iterator[Line]:
    yield from heading(f"Week {week.week}: pain {week.pain_score}, {spoken(week.approach)}")
    steps = {each.exercise: each for each in week.steps}
    for each in week.plan:
        yield from said(f"- {each.name}: {dose_in_words(each.dose, per_side=each.per_side)}", 2, hang=2)
        step = steps.get(each.exercise)
        if step:
            because = ", ".join(reason.rule for reason in step.reasons if reason.known)
            yield from said(f"{step.decision}: {step.text}" + (f" ({because})" if because else ""), 4, "quiet", 2)
    for advice in week.advice:
        yield from said(f"For the clinician: {advice.text} ({advice.rule})", 2, "warn", 2)
