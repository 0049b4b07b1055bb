"""
Each operation on rows of bits means for every patient what its name says.
"""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from hep_engine.batch.kernels import BLOCK, Op, combine
from tests.worlds.budget import tried

FACTS = 6


@st.composite
def tapes(draw):
    """Operations, each on rows of facts or of operations before it; some of them on none."""
    ops = []
    for row in range(FACTS, FACTS + draw(st.integers(1, 12))):
        op = draw(st.sampled_from(Op))
        few = {Op.NOT: 1, Op.SURE: 1, Op.HEDGED: 2}.get(op)
        rows = draw(st.lists(st.integers(0, row - 1), min_size=few or 0, max_size=few or 5))
        ops.append((op, draw(st.integers(0, 4)), rows))
    return ops


def _meant(op, need, given):
    """What is yes and what may be, from the same two of each row."""
    sure, possible = [yes for yes, _ in given], [may for _, may in given]
    match op:
        case Op.OR:
            return any(sure), any(possible)
        case Op.AND:
            return all(sure), all(possible)
        case Op.NOT:
            return not possible[0], not sure[0]
        case Op.AT_LEAST:
            return sum(sure) >= need, sum(possible) >= need
        case Op.SURE:
            return sure[0], sure[0]
        case Op.HEDGED:
            return sure[0], sure[0] or sure[1]


@tried(120)
@given(tapes(), st.integers(1, BLOCK), st.integers(0, 2**32))
@example([(Op.AND, 0, []), (Op.OR, 0, []), (Op.NOT, 0, [6]), (Op.AT_LEAST, 0, [])], 1, 0)
def test_an_operation_means_what_its_name_says(tape, width, seed):
    """
    For each patient, yes or no or neither: one by one the same, and of nothing everything holds, and nothing any.
    """
    facts = np.random.default_rng(seed).integers(0, 2**64, (FACTS, BLOCK), np.uint64, endpoint=False)
    rows = FACTS + len(tape)
    yes, may = np.zeros((rows, BLOCK), np.uint64), np.zeros((rows, BLOCK), np.uint64)
    ends = np.cumsum([0, *(len(args) for _, _, args in tape)], dtype=np.int64)
    flat = np.array([row for _, _, args in tape for row in args], np.int64)
    ops, needs = (np.array(each, np.int64) for each in ([int(op) for op, _, _ in tape], [need for _, need, _ in tape]))
    combine(ops, needs, ends, flat, facts, width, yes, may)
    for word, bit in ((0, 0), (width - 1, 63), (width // 2, seed % 64)):
        held = [(bool(int(fact) >> bit & 1),) * 2 for fact in facts[:, word]]
        for op, need, args in tape:
            held.append(_meant(op, need, [held[row] for row in args]))
        found = zip(yes[:, word], may[:, word], strict=True)
        assert [(bool(int(one) >> bit & 1), bool(int(two) >> bit & 1)) for one, two in found] == held
