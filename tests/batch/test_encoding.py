"""
Columns say the same facts as admission makes of each profile.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import PatientProfile
from hep_engine.batch.encode import Encoder
from hep_engine.batch.facts import FactRows
from hep_engine.batch.kernels import PATIENTS
from hep_engine.batch.rows import Rows
from hep_engine.model.rulebook import Rulebook
from hep_engine.steps.admit import admit
from tests.batch.tables import table_of
from tests.worlds.budget import tried
from tests.worlds.strategies import profiles, worlds


def _said(knowledge, patients, measures="map"):
    """The facts of each patient by the columns, and by admission."""
    facts = FactRows(knowledge, Rulebook.of(knowledge))
    encoded = Encoder(knowledge, facts).encode(Rows(table_of(patients, measures=measures).to_batches()[0]))
    assert not encoded.mistakes
    rows = [encoded.facts[at // PATIENTS, :, at % PATIENTS >> 6] for at in range(len(patients))]
    bits = [row >> np.uint64(at & 63) & np.uint64(1) for at, row in enumerate(rows)]
    return [set(np.flatnonzero(each)) for each in bits], [set(facts.of(admit(each, knowledge))) for each in patients]


@tried(30)
@given(worlds(), st.data(), st.sampled_from(["map", "struct", "columns"]))
def test_a_row_is_what_admission_makes_of_it(case, data, measures):
    """
    Every fact of every patient, in any world.
    """
    mine, theirs = _said(
        case.knowledge, data.draw(st.lists(profiles(case.knowledge), min_size=1, max_size=5)), measures
    )
    assert mine == theirs


def test_one_direction_among_the_deficits_is_the_direction(shipped):
    """
    Of two or three none is; a tested one is its deficit as well.
    """
    some = [each for count in range(4) for each in combinations(("dp_extension", "dp_flexion", "dp_lateral"), count)]
    patients = [PatientProfile(pain_score=3, phase="acute", deficits=each) for each in some]
    patients += [
        PatientProfile(pain_score=3, phase="acute", directional_preference=each)
        for each in ("extension", "flexion", "lateral", "none")
    ]
    mine, theirs = _said(shipped, patients)
    assert mine == theirs
