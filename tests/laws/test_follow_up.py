"""
A course never runs ahead: one step a week, never up after a bad morning, never into what is not recommended today.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hep_engine import Engine, PatientProfile
from hep_engine.model.facts import Told
from hep_engine.model.history import Session, Visit
from hep_engine.model.rulebook import follow_up_book
from hep_engine.planning.easing import halved, longer
from hep_engine.reasoning import durable, plain
from tests.worlds.budget import tried
from tests.worlds.doses import a_dose
from tests.worlds.plausible import plausible
from tests.worlds.strategies import keen_cases, worlds


def noted(random: Random, value, mood: str):
    """In a good week all is noted; in others now and then something is not."""
    return value if mood == "good" or random.random() < 0.9 else None


def sessions_of(random: Random, prescribed) -> list[Session]:
    """A week of one exercise: good, fair or bad, as chance has it."""
    mood = random.choice(["good", "good", "fair", "bad"])
    before = random.randint(0, 4)
    done = []
    extra = random.randint(0, 3) if mood == "good" else random.randint(-2, 2)
    for _ in range(random.randint(0, prescribed.days_per_week * prescribed.times_per_day)):
        during = min(10, before + {"good": random.randint(0, 1), "fair": 2, "bad": random.randint(2, 5)}[mood])
        morning = max(0, before + {"good": 0, "fair": random.randint(0, 1), "bad": random.randint(0, 3)}[mood])
        done.append(
            Session(
                exercise=prescribed.exercise,
                pain_before=before,
                pain_during=during,
                pain_next_morning=noted(random, morning, mood),
                reps_in_last_set=noted(random, max(0, prescribed.reps[1] + extra), mood),
                clean=noted(random, mood != "bad", mood),
                symptoms_spread=noted(random, mood == "bad" and random.random() < 0.2, mood),
            )
        )
    return done


def lived(week: int, profile: PatientProfile, result, random: Random) -> Visit:
    """The week that began with this result's program."""
    empty = Visit.begun(week, profile.pain_score, result.approach, result.program.plan)
    sessions = [session for each in empty.program for session in sessions_of(random, each)]
    return empty.model_copy(update={"sessions": tuple(sessions)})


def course(engine: Engine, profile: PatientProfile, seed: int, weeks: int = 8):
    """Each week of a course: the visit that ended, and the review that followed."""
    random = Random(seed)
    result = engine.recommend(profile)
    history: list[Visit] = []
    for week in range(1, weeks + 1):
        if result is None or result.program is None or not result.program.exercises:
            return
        history.append(lived(week, profile, result, random))
        pain = max(0, min(10, profile.pain_score + random.choice([-1, -1, 0, 0, 1, 2])))
        profile = profile.model_copy(update={"pain_score": pain})
        reviewed = engine.review(profile, history, asked_again=True)
        yield history[-1], reviewed, result
        result = reviewed.result


def harder(one, other, knowledge) -> int:
    """How many steps up a chain the other exercise stands."""
    steps, found, level = 0, {one}, {one}
    while level and other not in found:
        level = {each for name in level for each in knowledge.exercises[name].progresses_to} - found
        found |= level
        steps += 1
    return steps if other in found and other != one else 0


def obeys(visit: Visit, reviewed, knowledge, engine) -> None:
    """Everything that must hold of one week's review."""
    now = reviewed.result.program
    offered = {each.exercise for each in reviewed.result.recommendations}
    assert set(now.exercises) <= offered
    assert [each.exercise for each in reviewed.steps] == [each.exercise for each in visit.program]
    planned = {each.exercise: each for each in now.plan}
    for step in reviewed.steps:
        prescribed = visit.prescribed(step.exercise)
        done = visit.done(step.exercise)
        bad_morning = any(
            each.pain_next_morning is not None and each.pain_next_morning > each.pain_before for each in done
        )
        assert (step.to is None) == (step.decision in ("stop", "swap"))
        assert step.to is None or step.to in now.exercises
        assert step.to is not None or step.exercise not in now.exercises
        if step.to:
            steps = harder(step.exercise, step.to, knowledge)
            assert steps <= 1
            if steps:
                assert step.decision == "progress"
            if step.decision == "progress":
                # Never two in one week: another exercise, or another dose.
                changed = step.to != step.exercise
                assert not (changed and planned[step.to].dose == prescribed.dose and steps == 0)
            if step.decision in ("hold", "regress") and step.to == step.exercise:
                dose, before = planned[step.to].dose, prescribed.dose
                if (dose.minutes is None) == (before.minutes is None):
                    parts = ("sets", "hold_seconds", "days_per_week", "times_per_day")
                    assert all(getattr(dose, part) <= getattr(before, part) for part in parts)
                    assert (dose.minutes or 0) <= (before.minutes or 0)
                    assert dose.reps[1] <= before.reps[1]
            if step.decision == "progress" and step.to == step.exercise and prescribed.minutes:
                assert planned[step.to].dose.minutes - prescribed.minutes <= 5
        if engine == "shipped" and (bad_morning or any(each.symptoms_spread for each in done)):
            assert step.decision != "progress"
        if engine == "shipped" and any(each.symptoms_spread for each in done):
            assert step.decision == "stop"


@tried(70)
@given(keen_cases(), st.integers(0, 10_000))
def test_a_course_obeys_in_any_world(case, seed):
    """
    Whatever the rules and chains are.
    """
    engine = case.engine()
    result = engine.recommend(case.profile)
    assume(result.program is not None and result.program.exercises)
    for visit, reviewed, _ in course(engine, case.profile, seed, weeks=4):
        if reviewed.result is not None and reviewed.status == "ready":
            obeys(visit, reviewed, case.knowledge, "generated")


@tried(50)
@given(keen_cases(), st.integers(0, 10_000))
def test_what_was_stopped_stays_out(case, seed):
    """
    For the rest of the course, and so does everything it leads to.
    """
    engine, knowledge, out = case.engine(), case.knowledge, set()
    assume(engine.recommend(case.profile).program is not None)
    steps = {rule.id for rule in knowledge.acting("follow_up") if getattr(rule.then, "step", None) == "stop"}
    for _, reviewed, _ in course(engine, case.profile, seed, weeks=5):
        for step in reviewed.steps:
            if any(reason.rule in steps and reason.known for reason in step.reasons):
                out |= {step.exercise, *knowledge.onward[step.exercise]}
        if reviewed.result is not None and reviewed.result.program is not None:
            assert out.isdisjoint(reviewed.result.program.exercises)


def test_eight_weeks_of_plausible_patients_obey(shipped):
    """
    With the shipped rules: never up after a bad morning, and a stop where symptoms spread.
    """
    engine, seen = Engine(shipped, cross_check="off"), 0
    for number, (_, profile) in enumerate(plausible(shipped, 60, seed=4)):
        for visit, reviewed, _ in course(engine, profile, number):
            if reviewed.status == "ready":
                obeys(visit, reviewed, shipped, "shipped")
                seen += sum(step.decision == "progress" for step in reviewed.steps)
    assert seen > 10


@pytest.mark.skipif(not durable.available(), reason="durable-rules does not import on Python 3.13 and later")
@tried(70)
@given(worlds(), st.data())
def test_both_readings_agree_on_a_week(case, data):
    """
    The follow-up rules are decided twice as all others are, whatever was noted.
    """
    numbers = {
        name: st.integers(max(int(each.min), -12), min(int(each.max), 30))
        for name, each in case.knowledge.vocabulary.follow_up.items()
    }
    told = Told.of_numbers(data.draw(st.fixed_dictionaries({}, optional=numbers)))
    book = follow_up_book(case.knowledge)
    assert plain.read(book, told) == durable.DurableReading(book).read(told)


@given(st.integers(1, 5), st.integers(1, 20), st.integers(0, 60), st.integers(1, 5), st.none() | st.integers(1, 30))
def test_half_a_dose_is_never_more_and_never_nothing(sets, reps, hold, times, minutes):
    """
    And a longer walk is two to five minutes more a day, or more often than once two each time, thirty a day at most.
    """
    whole = a_dose(sets=sets, reps=(reps, reps), hold_seconds=hold, times_per_day=times, minutes=minutes)
    half = halved(whole)
    assert half.sets >= 1
    assert half.reps[0] >= 1
    assert (half.minutes or 0) <= (whole.minutes or 0)
    assert half.sets * half.reps[1] <= whole.sets * whole.reps[1]
    more = longer(whole)
    if more:
        assert more.minutes * times <= max(30, whole.minutes * times)
        assert 0 <= more.minutes - whole.minutes <= 5


def test_what_nobody_noted_holds_and_a_flare_never_progresses(shipped):
    """
    A perfect week progresses; take one note away, or let pain rise by a point, and it is held.
    """
    engine = Engine(shipped, cross_check="off")
    told = PatientProfile(pain_score=2, phase="subacute", deficits={"hip_stabilization"}, age=45, irritability="low")
    told = told.model_copy(update={"ruled_out": shipped.vocabulary.tellable, "measures": {"odi": 30}})
    result = engine.recommend(told)
    perfect = {"pain_before": 1, "pain_during": 1, "pain_next_morning": 1, "reps_in_last_set": 30, "clean": True}
    perfect["symptoms_spread"] = False

    def decided(profile, **changed):
        empty = Visit.begun(1, 2, result.approach, result.program.plan)
        sessions = [
            Session(exercise=each.exercise, **{**perfect, **(changed if number == 3 else {})})
            for each in empty.program
            for number in range(4)
        ]
        visit = empty.model_copy(update={"sessions": tuple(sessions)})
        steps = engine.review(profile, [visit], asked_again=True).steps
        return {step.decision for step in steps}

    assert "progress" in decided(told)
    for name in ("pain_next_morning", "reps_in_last_set", "clean", "symptoms_spread"):
        assert decided(told, **{name: None}) == {"hold"}, name
    worse = told.model_copy(update={"pain_score": 3})
    assert decided(worse) == {"hold"}
