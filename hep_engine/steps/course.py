"""Course: what the follow-up rules read of a history: a few numbers for each exercise, and for the whole course.

A number that was not noted is left out and is then unknown. Pain is taken at its worst, success at its least: the
highest pain of the week beside the lowest it began from, the fewest repetitions of the last two sessions. Weeks that do
not follow each other are not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hep_engine.model.facts import Told
from hep_engine.model.history import Session, Visit

__all__ = ["course_of", "exercise_course"]


def course_of(history: Sequence[Visit], pain_score: int) -> Told:
    """The numbers of the whole course, with today's *pain_score*."""
    return _told(_of_the_course(history, pain_score))


def _of_the_course(history: Sequence[Visit], pain_score: int) -> dict[str, int | None]:
    return {
        "weeks_in_program": history[-1].week - history[0].week + 1,
        "pain_fall": history[0].pain_score - pain_score,
        "pain_since_last_week": pain_score - history[-1].pain_score,
    }


def exercise_course(exercise: str, history: Sequence[Visit], pain_score: int) -> Told:
    """The numbers of one exercise that was prescribed in the last week, and of the whole course."""
    last = history[-1]
    prescribed = last.prescribed(exercise)
    assert prescribed is not None
    done = last.done(exercise)
    wanted = prescribed.days_per_week * prescribed.times_per_day
    numbers = _of_the_course(history, pain_score) | {
        "hold_seconds": prescribed.hold_seconds,
        "minutes": prescribed.minutes or 0,
        "sessions_done_percent": min(100, 100 * len(done) // wanted),
        "weeks_on_step": _weeks_on(exercise, history),
        "pain_start": min((each.pain_before for each in done), default=None),
        "pain_during": max((each.pain_during for each in done), default=None),
        "pain_rise": max((each.pain_during - each.pain_before for each in done), default=None),
        "morning_rise": _morning_rise(done),
        "week_pain_rise": _week_pain_rise(exercise, history),
        "extra_reps": _extra_reps(done, prescribed.reps[1]),
        "clean_sessions": _clean(done),
        "spreading_sessions": _spreading(done),
    }
    return _told(numbers)


def _told(numbers: dict[str, int | None]) -> Told:
    return Told.of_numbers({name: Decimal(value) for name, value in numbers.items() if value is not None})


def _weeks_on(exercise: str, history: Sequence[Visit]) -> int:
    """How many of the last weeks in a row it was prescribed."""
    count, next_week = 0, history[-1].week
    for visit in reversed(history):
        if visit.prescribed(exercise) is None or visit.week != next_week - bool(count):
            break
        count, next_week = count + 1, visit.week
    return count


def _morning_rise(done: Sequence[Session]) -> int | None:
    """The worst morning against the start of its session; a morning not noted leaves only a bad one known."""
    rises = [each.pain_next_morning - each.pain_before for each in done if each.pain_next_morning is not None]
    worst = max(rises, default=None)
    return worst if worst is not None and (worst > 0 or len(rises) == len(done)) else None


def _week_pain_rise(exercise: str, history: Sequence[Visit]) -> int | None:
    """The worst pain of this week less that of the week before; unknown unless it was done in both."""
    weeks = [visit.done(exercise) for visit in history[-2:]]
    if len(weeks) < 2 or not all(weeks) or history[-1].week != history[-2].week + 1:
        return None
    before, now = (max(each.pain_during for each in week) for week in weeks)
    return now - before


def _extra_reps(done: Sequence[Session], top: int) -> int | None:
    """Repetitions beyond the top of the range in the last set, the fewer of the last two sessions."""
    reps = [each.reps_in_last_set for each in done[-2:]]
    if len(reps) < 2 or any(each is None for each in reps):
        return None
    return min(each for each in reps if each is not None) - top


def _clean(done: Sequence[Session]) -> int | None:
    """How many of the last sessions in a row were clean; unknown while the last one was not noted."""
    count = 0
    for each in reversed(done):
        if each.clean is None and count == 0:
            return None
        if not each.clean:
            break
        count += 1
    return count


def _spreading(done: Sequence[Session]) -> int | None:
    """The sessions in which symptoms went further down the leg; unknown where nobody noted and none is known."""
    known = sum(bool(each.symptoms_spread) for each in done)
    return known if known or all(each.symptoms_spread is not None for each in done) else None
