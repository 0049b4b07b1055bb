"""
Gaps: whoever is served by nobody lies in a region, and nobody in a region is served.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.engine import Engine
from hep_engine.model.condition import All, FactKind, Has
from hep_engine.model.gaps import Gap, Gaps
from hep_engine.model.profile import PatientProfile
from hep_engine.model.table import Table
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.verify.assignment import just_like
from hep_engine.verify.cover import Cover, cover
from hep_engine.verify.formula import Formula
from hep_engine.verify.gaps import find_gaps, region_of
from hep_engine.verify.ground import Ground
from hep_engine.verify.needs import Needs
from hep_engine.verify.share import share
from hep_engine.verify.witness import Witnesses
from tests.worlds.budget import tried
from tests.worlds.strategies import Case, cases, profiles, worlds

_WAYS = {deficit: way for way, deficit in DIRECTION_DEFICITS.items()}


def nothing(regions: int) -> None:
    """Somebody who is told of the progress and does nothing about it."""


def _everything_told(profile: PatientProfile, engine: Engine) -> PatientProfile:
    """The same patient asked about everything, who avoids nothing."""
    told = {
        "ruled_out": engine.knowledge.vocabulary.tellable - profile.findings,
        "age": 45 if profile.age is None else profile.age,
        "equipment": frozenset() if profile.equipment is None else profile.equipment,
        "avoid": frozenset(),
    }
    return profile.model_copy(update=told)


def _gaps(ground: Ground, found: Cover) -> Gaps:
    """The regions alone, each with a stand-in for its patient."""
    nobody = PatientProfile(pain_score=0, phase="acute")
    gaps = tuple(Gap(region_of(box, ground), share(box, ground), nobody, ()) for box in found.boxes)
    return Gaps("", gaps, found.complete, ground.needs.one_by_one, found.settled, (), ())


@tried(6)
@given(worlds(most_exercises=4), st.data())
def test_the_regions_are_the_patients_nobody_serves(case, data):
    """
    Of patients asked about everything: nobody is served of whom the regions say so, and, when they are complete, they
    say so of every patient whom nobody serves.
    """
    engine = case.engine()
    ground = Ground(Formula(case.knowledge))
    found = cover(ground, limit=25, seconds=20, note=nothing)
    gaps = _gaps(ground, found)
    for _ in range(25):
        profile = _everything_told(data.draw(profiles(case.knowledge, screened=True)), engine)
        result, facts = engine.recommend(profile), engine.facts(profile)
        if result.status == "ready" and facts.told.deficits:
            assert not (gaps.hold(facts) and result.recommendations)
            assert gaps.hold(facts) or result.recommendations or not gaps.complete


@pytest.mark.parametrize("seed", [3, 4])
def test_everything_is_found_at_once(seed):
    """
    The regions with their patients, what is alike, what is swallowed: one value, ready for JSON.
    """
    engine, said = Case(seed, 3, 3, 6).engine(), []
    gaps = find_gaps(engine, limit=20, seconds=20, note=said.append)
    assert gaps.complete
    assert len(said) >= 3
    for gap in gaps.gaps:
        asked = gap.profile.screened(engine.questions())
        assert not gap.profile.ruled_out
        assert (engine.recommend(asked).status, engine.recommend(asked).recommendations) == ("ready", ())
        assert gaps.hold(engine.facts(asked))
    assert json.loads(gaps.model_dump_json())["decision"] == engine.knowledge.decision


@tried(40)
@given(cases(most_exercises=5, screened=True))
def test_a_need_is_served_just_when_the_engine_offers_something_for_it(case):
    """
    Of a patient asked about everything, who needs one thing and whom no gate stops.
    """
    engine, needs = case.engine(), Needs(Formula(case.knowledge))
    told = _everything_told(case.profile, engine)
    for need in sorted(needs.all.keys() - DIRECTION_DEFICITS.values()) if needs.one_by_one else ():
        profile = told.model_copy(update={"deficits": frozenset({need}), "directional_preference": None})
        solver = z3.Solver()
        solver.add(*just_like(needs.formula.patient, profile), *needs.told(), needs.formula.ready, needs.served)
        result = engine.recommend(profile)
        offered = result.status == "ready" and bool(result.recommendations)
        assert (solver.check() == z3.sat) == offered


@tried(4)
@given(worlds(most_exercises=4))
def test_every_region_has_a_patient_whom_the_engine_offers_nothing(case):
    """
    Ready once today's questions were asked, in the region, and with nothing; what comes near is kept out for a reason.
    """
    engine = case.engine()
    ground = Ground(Formula(case.knowledge))
    witnesses = Witnesses(engine, ground, 20)
    for box in cover(ground, limit=5, seconds=20, note=nothing).boxes:
        profile = witnesses.patient(box)
        result = engine.recommend(profile.screened(engine.questions()))
        assert (result.status, result.recommendations) == ("ready", ())
        facts = engine.facts(profile.screened(engine.questions()))
        region = region_of(box, ground)
        assert region.holds(facts)
        others = facts.told.deficits - {*DIRECTION_DEFICITS.values()}
        unnamed = facts.told.deficits.isdisjoint(region.deficits or facts.told.deficits)
        assert not unnamed if ground.needs.one_by_one else region.names(others)
        near = witnesses.near(profile, box)
        assert all(each.reasons for each in near)
        assert len(near) <= 3


@pytest.fixture(scope="module")
def shipped_gaps(engine) -> Gaps:
    """The first regions of the shipped knowledge: those of patients with nothing special about them."""
    ground = Ground(Formula(engine.knowledge))
    return _gaps(ground, cover(ground, limit=10, seconds=60, note=nothing))


@pytest.mark.parametrize(
    "deficit",
    [
        "dynamic_knee_alignment",
        "hamstring_length",
        "hip_flexor_length",
        "lateral_trunk_endurance",
        "lifting_capacity",
        "scapular_strength",
        "trunk_extensor_endurance",
    ],
)
def test_the_gaps_of_coverage_are_in_regions(deficit, engine, shipped_gaps):
    """
    The seven deficits without an exercise in the acute phase, at every pain that no gate stops.
    """
    for pain in range(9):
        assert shipped_gaps.hold(engine.facts(_cell(engine, deficit, "acute", pain)))


def test_who_is_served_is_in_no_region(engine, shipped_gaps):
    """
    No cell of coverage with an exercise is said to have none; nor if less was told of the patient.
    """
    for deficit in engine.knowledge.vocabulary.deficits:
        for phase, pain in (("subacute", 2), ("acute", 6)):
            for told in ({}, {"irritability": None, "directional_preference": None}):
                profile = _cell(engine, deficit, phase, pain).model_copy(update=told)
                assert not (engine.recommend(profile).recommendations and shipped_gaps.hold(engine.facts(profile)))


def test_deficits_are_looked_at_together_where_a_rule_reads_one(shipped):
    """
    The shipped rules read directions alone; with one that reads another deficit, needs are no longer looked at alone.
    """
    reading = replace(shipped.rules["dr_unknown"], when=All((Has(FactKind.DEFICIT, "balance"),)))
    changed = replace(shipped, rules=Table({**shipped.rules, "dr_unknown": reading}))
    assert Needs(Formula(shipped)).one_by_one
    assert not Needs(Formula(changed)).one_by_one


def test_a_need_that_is_served_if_something_is_confirmed_is_served(engine):
    """
    With irritability not told, most exercises could turn out too hard, and are offered to be confirmed.
    """
    needs = Needs(Formula(engine.knowledge))
    for need in ("lateral_trunk_endurance", "lower_limb_strength"):
        profile = _cell(engine, need, "chronic", 3).model_copy(update={"irritability": None})
        assert all(each.confirm for each in engine.recommend(profile).recommendations)
        solver = z3.Solver()
        solver.add(*just_like(needs.formula.patient, profile), *needs.told())
        assert solver.check(needs.served) == z3.sat


def test_a_search_that_stops_says_so(shipped_gaps):
    """
    Ten regions are not all, and nobody with something special about them is settled.
    """
    assert not shipped_gaps.complete
    assert shipped_gaps.settled in (None, 0)


def _cell(engine: Engine, deficit: str, phase: str, pain: int) -> PatientProfile:
    vocabulary = engine.knowledge.vocabulary
    return PatientProfile(
        pain_score=pain,
        phase=phase,
        deficits={deficit},
        ruled_out=vocabulary.tellable,
        equipment=set(vocabulary.equipment),
        age=40,
        irritability="low",
        directional_preference=_WAYS.get(deficit),
    )
