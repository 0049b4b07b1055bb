"""
A table says of every patient what the engine says of that patient alone.
"""

from __future__ import annotations

from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import Engine, PatientProfile
from hep_engine.batch import recommend_table, table
from hep_engine.model.words import FIELD_WORDS
from tests.batch.expected import by_patient, expected
from tests.batch.tables import table_of
from tests.worlds.budget import tried
from tests.worlds.plausible import plausible
from tests.worlds.strategies import profiles, worlds

SHAPES = st.sampled_from(["map", "struct", "columns"])


@tried(35)
@given(worlds(most_exercises=70), st.data(), st.integers(1, 80), st.booleans(), SHAPES)
def test_a_row_is_a_recommendation(case, data, top, provisional, measures):
    """
    Status, level, order, scores, matched deficits, questions and codes, in any world and for any patient.
    """
    patients = data.draw(st.lists(profiles(case.knowledge), min_size=1, max_size=6))
    engine = case.engine()
    table = table_of(patients, measures=measures)
    found = by_patient(recommend_table(engine, table, top=top, codes=True, provisional=provisional, sample=0))
    assert list(found) == table["patient"].to_pylist()
    for number, profile in enumerate(patients):
        assert found[f"p{number}"] == expected(engine, profile, top=top, provisional=provisional)


def test_plausible_patients_of_the_shipped_knowledge(alone, shipped):
    """
    The same for the patients a clinic sees, half of them not asked about everything.
    """
    patients = [profile for _, profile in plausible(shipped, 150)]
    patients += [each.model_copy(update={"ruled_out": frozenset()}) for each in patients[:20]]
    found = by_patient(recommend_table(alone, table_of(patients), codes=True, sample=0))
    statuses = set()
    for number, profile in enumerate(patients):
        assert found[f"p{number}"] == expected(alone, profile, top=10, provisional=False)
        statuses.add(found[f"p{number}"]["status"])
    assert statuses == {"ready", "provisional", "withheld"}


@pytest.fixture(scope="module")
def many(shipped):
    """Some hundred patients, more than go through the tape at once."""
    return table_of([profile for _, profile in plausible(shipped, 3000, seed=2)])


@pytest.mark.parametrize(("chunk", "threads"), [(64, 2), (200, 1), (1000, 3), (65536, 2)])
def test_chunks_and_threads_change_nothing(alone, many, chunk, threads):
    """
    However a table is cut and whoever works on it, the same rows come out in the same order.
    """
    whole = recommend_table(alone, many, sample=0, threads=1)
    cut = pa.Table.from_batches(many.to_batches(max_chunksize=77))
    assert recommend_table(alone, cut, sample=0, chunk=chunk, threads=threads).equals(whole)


def test_a_patient_far_down_is_answered_like_the_first(alone, many, shipped):
    """
    A patient's answer does not depend on the row: the same patients in the other order have the same answers.
    """
    turned = many.take(list(range(many.num_rows - 1, -1, -1)))
    forward, backward = (by_patient(recommend_table(alone, each, sample=0)) for each in (many, turned))
    assert forward == backward


def test_patients_who_differ_in_one_fact_have_their_own_questions(alone, shipped):
    """
    Questions are put together once for all patients in one position: each finding, alone, is a position or is none.
    """
    told = sorted(shipped.vocabulary.tellable)
    patients = [
        PatientProfile(pain_score=3, phase="acute", age=40, findings=some) for some in ([], *([x] for x in told))
    ]
    found = by_patient(recommend_table(alone, table_of(patients), sample=0))
    for number, profile in enumerate(patients):
        assert found[f"p{number}"]["questions"] == expected(alone, profile, top=1, provisional=False)["questions"]


def test_a_direction_is_found_where_one_deficit_says_so(alone, shipped):
    """
    One direction among the deficits is the direction; two are none, and a tested one is its deficit.
    """
    asked = shipped.vocabulary.tellable - {"leg_pain"}
    directions = ("dp_extension", "dp_flexion", "dp_lateral")
    patients = [
        PatientProfile(pain_score=3, phase=phase, age=40, findings=["leg_pain"], ruled_out=asked, deficits=some)
        for phase in ("acute", "chronic")
        for count in range(4)
        for some in combinations(directions, count)
    ]
    patients += [
        each.model_copy(update={"deficits": frozenset(), "directional_preference": word})
        for each in patients[:1]
        for word in FIELD_WORDS["directional_preference"]
    ]
    found = by_patient(recommend_table(alone, table_of(patients), top=99, codes=True, provisional=True, sample=0))
    for number, profile in enumerate(patients):
        assert found[f"p{number}"] == expected(alone, profile, top=99, provisional=True)


def test_the_knowledge_is_laid_out_once_for_an_engine(shipped, monkeypatch):
    """
    A second table costs no second plan; another engine has one of its own.
    """
    made = []
    plan = table.Plan

    def counted(engine):
        made.append(engine)
        return plan(engine)

    monkeypatch.setattr(table, "Plan", counted)
    engine, other = (Engine(shipped, cross_check="off") for _ in range(2))
    patients = table_of([profile for _, profile in plausible(shipped, 20, seed=5)])
    first = recommend_table(engine, patients, sample=0)
    assert recommend_table(engine, patients, sample=0, top=3, threads=2).num_rows <= first.num_rows
    assert recommend_table(engine, patients, sample=0) == first
    assert recommend_table(other, patients, sample=0) == first
    assert made == [engine, other]
