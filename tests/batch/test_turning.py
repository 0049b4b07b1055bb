"""
Rows of bits turned round are the same bits, patient by patient.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.batch.kernels import BLOCK
from hep_engine.batch.turning import transposed
from tests.worlds.budget import tried


@tried(60)
@given(st.integers(1, BLOCK), st.lists(st.integers(-1, 50), max_size=700), st.integers(0, 2**32))
def test_each_patient_has_the_bits_of_the_rows(width, rows, seed):
    """
    For every number of patients and rows; a row may come twice, and a negative one is nobody's.
    """
    rail = np.random.default_rng(seed).integers(0, 2**64, (51, BLOCK), np.uint64, endpoint=False)
    out = np.full((64 * width, max(1, -(-len(rows) // 64))), 2**64 - 1, np.uint64)
    transposed(rail, np.array(rows, np.int64), width, out)
    held = np.unpackbits(rail[:, :width].view(np.uint8), axis=1, bitorder="little")
    expected = np.zeros((64 * width, 64 * out.shape[1]), np.uint8)
    for place, row in enumerate(rows):
        expected[:, place] = held[row] if row >= 0 else 0
    assert (np.unpackbits(out.view(np.uint8), axis=1, bitorder="little") == expected).all()
