"""
Ten thousand plausible patients: every program obeys every limit, and nothing in it is anything but recommended.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from hep_engine import Engine
from hep_engine.model.truth import Truth
from tests.worlds.budget import MORE
from tests.worlds.plausible import plausible

PATIENTS = 10_000 * MORE
SIZES = {
    "older": lambda told, facts: told.age > 65,
    "high irritability": lambda told, facts: told.irritability == "high",
    "high STarT Back": lambda told, facts: told.measures["start_back_distress"] >= 4,
}
FLOOR = {
    "supine_hooklying",
    "supine",
    "side_lying",
    "prone",
    "quadruped",
    "prone_support",
    "side_support",
    "half_kneeling",
}
STAGES = {
    "breathing_relaxation": 1, "mobility_flexion": 2, "mobility_rotation": 2, "mobility_thoracic": 2,
    "directional_preference": 2, "flexibility": 2, "neurodynamics": 2, "motor_control": 3, "trunk_endurance": 4,
    "hip_strength": 4, "upper_body_posture": 4, "functional_strength": 5, "balance": 6, "aerobic": 7,
}  # fmt: skip


@pytest.fixture(scope="module")
def programs(shipped):
    """Each patient who has a program, with facts and result."""
    engine = Engine(shipped, cross_check="off")
    found = []
    for _, profile in plausible(shipped, PATIENTS, seed=7):
        result = engine.recommend(profile)
        if result.program is not None:
            found.append((profile, engine.facts(profile), result))
    assert len(found) > PATIENTS / 2
    return found


def test_size_and_time_are_kept(programs):
    """
    Four exercises at most, three for those who should have fewer, two with a helper; twenty minutes, or ten.
    """
    for profile, facts, result in programs:
        program, most = result.program, 4
        if any(holds(profile, facts) for holds in SIZES.values()):
            most = 3
        if facts.findings["cannot_follow_instructions"] is Truth.YES:
            most = 2
        assert len(program.exercises) <= most
        assert program.minutes_per_day <= (10 if profile.irritability == "high" else 20)
        sparse = len(program.exercises) < min(3, most, len(result.recommendations))
        assert not sparse or all(each.code != "program_full" for each in program.not_chosen)


def test_difficulty_and_doses_are_kept(programs, shipped):
    """
    The ceilings of approach and irritability, and what treated blood pressure asks of holds and effort.
    """
    ceiling = {"symptom_modulation": 2, "movement_control": 3}
    calm = {"high": 1, "moderate": 3}
    straining = {"functional_strength", "hip_strength", "trunk_endurance"}
    for profile, facts, result in programs:
        for each in result.program.plan:
            exercise = shipped.exercises[each.exercise]
            assert exercise.difficulty <= ceiling.get(result.approach, 5)
            assert exercise.difficulty <= calm.get(profile.irritability, 5)
            assert result.approach in exercise.dose
            if facts.findings["hypertension_controlled"] is Truth.YES:
                assert (each.dose.effort or 0) <= 6
                assert exercise.category not in straining or each.dose.hold_seconds <= 10
            if profile.irritability == "high" and each.dose.minutes:
                assert each.dose.minutes <= 5


def test_no_chain_stands_in_a_program_twice_and_the_easier_step_comes_first(programs, shipped):
    """
    And one walk, or ride, is enough.
    """
    for _, _, result in programs:
        for one, other in combinations(result.program.exercises, 2):
            assert other not in shipped.onward[one]
            assert one not in shipped.onward[other]
        kinds = [shipped.exercises[each].category for each in result.program.exercises]
        assert kinds.count("aerobic") <= 1


def test_the_order_is_the_briefs_and_nobody_gets_down_twice(programs, shipped):
    """
    Among exercises on the floor, and among those off it, stages never run backwards.
    """
    for _, _, result in programs:
        shown = [shipped.exercises[each] for each in result.program.exercises]
        down = [each.position in FLOOR for each in shown]
        assert sum(now and not before for before, now in zip([False, *down], down, strict=False)) <= 1
        for where in (True, False):
            stages = [STAGES[each.category] for each, low in zip(shown, down, strict=True) if low is where]
            assert stages == sorted(stages)


def test_nothing_in_a_program_is_kept_from_the_patient(programs, shipped):
    """
    Never contraindicated, out of pain or phase, restricted or avoided; and only what works on a deficit told.
    """
    for profile, facts, result in programs:
        excluded = {each.exercise for each in result.excluded}
        for each in result.program.exercises:
            exercise = shipped.exercises[each]
            assert each not in excluded
            assert exercise.pain_level.low <= profile.pain_score <= exercise.pain_level.high
            assert profile.phase in exercise.phases
            assert all(facts.findings[finding] is not Truth.YES for finding in exercise.contraindications)
            assert facts.told.deficits.intersection(exercise.indications)


def test_every_active_exercise_is_drawn(shipped):
    """
    Start and end, for the handout.
    """
    assert [each.id for each in shipped.exercises.values() if each.poses is None] == []
