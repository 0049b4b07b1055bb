"""A simulated course: a made-up patient does the program week by week, and each week is reviewed.

It shows how the follow-up rules play together. The patient is invented: pain drifts by chance, most sessions are done,
repetitions grow; nothing here predicts what happens to a person. The same seed gives the same course.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hep_engine.engine import Engine
from hep_engine.model.history import Prescribed, Session, Visit
from hep_engine.model.profile import PatientProfile
from hep_engine.model.program import Planned
from hep_engine.model.result import Recommendations
from hep_engine.model.review import Advice, Step
from hep_engine.model.value import Value

__all__ = ["Course", "Week", "simulate"]

_DRIFT = (-2, -1, -1, -1, 0, 0, 0, 1)
"""Change of pain from week to week, each as likely as the other."""
_DONE, _CLEAN, _BAD_DAY = 0.85, 0.9, 0.08
"""How often a session is done, is clean, and hurts."""


@dataclass(frozen=True, slots=True)
class Week(Value):
    """One week: how it began, what was to be done, and what the review at its end made of it."""

    week: int
    pain_score: int
    approach: str
    plan: tuple[Planned, ...]
    worst_pain: int | None
    """The highest pain in a session; `None` where none was done."""
    steps: tuple[Step, ...]
    """What the review at the end of the week decided; empty in the last."""
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Course(Value):
    """The weeks, and why the course ended."""

    weeks: tuple[Week, ...]
    ended: str


def simulate(engine: Engine, profile: PatientProfile, *, weeks: int = 8, seed: int = 1) -> Course:
    """A course of so many *weeks*.

    Raises `ProfileError` and `DisagreementError` as `recommend` does.
    """
    random = Random(seed)  # noqa: S311  # chance for a picture, not for a secret
    result: Recommendations | None = engine.recommend(profile)
    history: list[Visit] = []
    lived: list[Week] = []
    for number in range(1, weeks + 1):
        if result is None or result.program is None:
            return Course(tuple(lived), f"no program in week {number}: the result is {_status(result)}")
        visit = _live(number, profile, result, random, history)
        history.append(visit)
        worst = max((each.pain_during for each in visit.sessions), default=None)
        week = Week(number, profile.pain_score, result.approach, result.program.plan, worst, (), ())
        if number == weeks:
            lived.append(week)
            break
        profile = _drifted(profile, random)
        review = engine.review(profile, history, asked_again=True)
        lived.append(Week(number, week.pain_score, week.approach, week.plan, worst, review.steps, review.advice))
        result = review.result
    return Course(tuple(lived), f"{weeks} weeks are over")


def _status(result: Recommendations | None) -> str:
    return result.status if result else "open"


def _drifted(profile: PatientProfile, random: Random) -> PatientProfile:
    pain = min(10, max(0, profile.pain_score + random.choice(_DRIFT)))
    return profile.model_copy(update={"pain_score": pain})


def _live(number: int, profile: PatientProfile, result: Recommendations, random: Random, history: list[Visit]) -> Visit:
    """The week as it is lived: some sessions missed, a bad one now and then, more repetitions each week."""
    assert result.program is not None
    visit = Visit.begun(number, profile.pain_score, result.approach, result.program.plan)
    sessions: list[Session] = []
    for each in visit.program:
        weeks_on = 1 + sum(before.prescribed(each.exercise) is not None for before in history)
        bad = random.random() < _BAD_DAY
        wanted = each.days_per_week * each.times_per_day
        done = sum(random.random() < _DONE for _ in range(wanted))
        sessions += [_session(each, profile.pain_score, weeks_on, bad, random) for _ in range(done)]
    return visit.model_copy(update={"sessions": tuple(sessions)})


def _session(prescribed: Prescribed, pain: int, weeks_on: int, bad: bool, random: Random) -> Session:
    during = min(10, pain + (2 if bad else random.choice((0, 0, 1))))
    return Session(
        exercise=prescribed.exercise,
        pain_before=pain,
        pain_during=during,
        pain_next_morning=min(10, pain + (1 if bad else 0)),
        reps_in_last_set=prescribed.reps[1] + min(3, weeks_on),
        clean=random.random() < _CLEAN,
        symptoms_spread=False,
    )
