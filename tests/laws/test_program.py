"""
A program keeps to every limit, no other admissible one is better, and everything left out says truly why.
"""

from __future__ import annotations

from hypothesis import assume, event, given
from hypothesis import strategies as st

from hep_engine import PatientProfile
from hep_engine.planning.minutes import minutes, seconds_of
from tests.worlds.budget import tried
from tests.worlds.program_oracle import admissible, measure, most
from tests.worlds.strategies import cases, keen_cases


def _ready(case):
    result = case.engine().recommend(case.profile)
    assume(result.status == "ready")
    event(f"{min(len(result.recommendations), 6)} fit")
    return result


def _ceilings(result):
    return range(max((each.dose.sets for each in result.recommendations), default=1), 0, -1)


@tried(100)
@given(keen_cases())
def test_no_admissible_program_is_better(case):
    """
    Every set and every ceiling of sets is tried by other code; the program is the best of them, and one of them.
    """
    result = _ready(case)
    ranked = {
        measure(chosen, sets, result, case.knowledge): (chosen, sets)
        for sets in _ceilings(result)
        for chosen in admissible(result, case.knowledge, sets)
    }
    chosen, sets = ranked[max(ranked)]
    assert {each.exercise for each in chosen} == set(result.program.exercises)
    held = {each.exercise: each.dose.sets for each in result.program.plan}
    for each in chosen:
        limit = most(result, "sets", each.exercise)
        assert held[each.exercise] == min([each.dose.sets, sets, *([limit] if limit else [])])


@tried(120)
@given(keen_cases())
def test_a_program_keeps_to_every_limit(case):
    """
    Size, time, sets, holding and effort; and the plan is the list of exercises, with their time.
    """
    result = _ready(case)
    program = result.program
    assert tuple(each.exercise for each in program.plan) == program.exercises
    assert len(program.exercises) <= most(result, "exercises")
    assert program.minutes_per_day <= most(result, "minutes")
    for each in program.plan:
        for what in ("sets", "hold_seconds", "effort"):
            limit, value = most(result, what, each.exercise), getattr(each.dose, what)
            assert limit is None or value is None or value <= limit
        bout = most(result, "minutes_at_a_time", each.exercise)
        assert bout is None or each.dose.minutes is None or each.dose.minutes <= bout
        assert each.minutes == minutes(seconds_of(each.dose, per_side=each.per_side))


@tried(120)
@given(keen_cases())
def test_every_recommended_exercise_is_planned_or_says_truly_why_not(case):
    """
    Each code holds: the easier exercise leads there, the chain is in, the time runs out, the deficits are covered.
    """
    result = _ready(case)
    program, knowledge = result.program, case.knowledge
    left = {each.exercise: each for each in program.not_chosen}
    assert sorted([*left, *program.exercises]) == sorted(each.exercise for each in result.recommendations)
    covered = {deficit for each in program.plan for deficit in each.covers}
    given_ones = {each.exercise: each for each in result.recommendations}
    assert set(program.not_covered).isdisjoint(covered)
    for name, reason in left.items():
        wanted = set(given_ones[name].matched_indications)
        assert reason.text
        match reason.code:
            case "easier_first":
                assert any(name in knowledge.onward[other] for other in given_ones)
            case "same_chain":
                assert any(
                    name in knowledge.onward[other] or other in knowledge.onward[name] for other in program.exercises
                )
            case "own_time":
                assert program.own_time_minutes_per_day > 0
            case "covered":
                assert wanted <= covered
            case "program_full":
                assert len(program.exercises) == most(result, "exercises")
                assert not wanted <= covered
            case "no_time":
                assert len(program.exercises) < most(result, "exercises")
                assert not wanted <= covered
            case other:
                raise AssertionError(other)


@tried(100)
@given(st.one_of(cases(), keen_cases()))
def test_no_program_without_a_ready_result(case):
    """
    A clinician's look at a provisional list is no program.
    """
    result = case.engine().recommend(case.profile)
    assert (result.program is None) == (result.status != "ready")
    if result.program is None:
        assert result.release_needs == ()


@tried(100)
@given(keen_cases())
def test_what_is_open_about_the_program_needs_release(case):
    """
    The questions of the chosen exercises, and of what could tighten a limit; nothing else.
    """
    result = _ready(case)
    chosen = [each for each in result.recommendations if each.exercise in result.program.exercises]
    still_open = {question.id for each in chosen for question in each.confirm}
    still_open |= {question.id for question in result.program.confirm}
    assert set(result.release_needs) == still_open
    assert len(result.release_needs) == len(still_open)


def test_a_limit_that_rests_on_something_untold_says_so(engine):
    """
    It stands, and gives no reason that nobody found in this patient; once it is told, it goes or says why it stays.
    """
    told = {"pain_score": 3, "phase": "subacute", "deficits": {"aerobic_capacity", "hip_stabilization"}, "age": 45}
    told["measures"] = {"odi": 30, "start_back_total": 2, "start_back_distress": 1}

    def limits(**more):
        profile = PatientProfile(**told, **more).screened(engine.questions())
        program = engine.recommend(profile).program
        walk = next(each for each in program.plan if each.exercise == "walking_program")
        return {each.rule: each.because for each in program.limits if each.rule}, walk

    irritable = {"pl_irritable", "pl_time_irritable", "pl_walk_irritable"}
    untold, walk = limits()
    assert set(untold) == irritable
    assert all("Until it is known" in untold[rule] and "irritability" in untold[rule] for rule in irritable)
    assert walk.dose.minutes == 5
    assert "until it is known" in walk.changed[0]
    assert limits(irritability="low")[0] == {}
    high, _ = limits(irritability="high")
    assert high["pl_walk_irritable"].startswith("Walking starts in bouts")
