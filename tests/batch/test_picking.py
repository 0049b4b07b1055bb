"""
The best exercises are picked as sorting all of them would have it, however many there are and however alike they score.
"""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from hep_engine.batch.picking import FEW, top_exercises
from tests.worlds.budget import tried

SPREADS = st.sampled_from(["equal", "rising", "falling", "few", "many", "by turns"])


def _always(spread: str, count: int, random: np.random.Generator) -> np.ndarray:
    places = np.arange(count)
    of = {
        "equal": places * 0,
        "rising": places,
        "falling": -places,
        "few": random.integers(-2, 3, count),
        "many": random.integers(-1000, 1000, count),
        "by turns": np.where(places % 10 == 3, -50, places),  # every tenth is poor, so no bar keeps many out
    }
    return of[spread]


@tried(120)
@given(st.integers(1, 400), st.integers(1, 90), SPREADS, st.floats(0, 1), st.integers(0, 2**32))
@example(400, 10, "by turns", 1.0, 0)
@example(400, 3 * FEW, "equal", 1.0, 0)
def test_the_best_are_those_of_the_sorted(count, top, spread, share, seed):
    """
    Deficits matched, precautions and wishes are added up for each; equal scores stand by id; nobody unseen is shown.
    """
    random = np.random.default_rng(seed)
    patients, groups, pains = 5, -(-count // 64), random.integers(0, 2, 5)
    fitting = random.random((patients, groups * 64)) < share
    fitting[:, count:] = False
    fits = np.packbits(fitting, axis=1, bitorder="little").view(np.uint64)
    shown = random.random(patients) < 0.8
    widths = int(random.integers(1, 3)), int(random.integers(1, 3))
    words = sum(widths) + 1
    sets = random.integers(0, 2**63, (patients, words), np.uint64) * (random.random((patients, words)) < 0.7)
    wanted = random.integers(0, 2**63, (count, words), np.uint64) & random.integers(0, 2**63, (count, words), np.uint64)
    totals = np.array([sum(int(each).bit_count() for each in row[: widths[0]]) for row in wanted], np.uint64)
    matches = random.integers(0, 30, (totals.max() + 1, totals.max() + 1))
    wish_points, always = random.integers(-20, 20, 64), np.stack([_always(spread, count, random)] * 2)
    chosen, scores = np.zeros((patients, top), np.int32), np.zeros((patients, top), np.int64)
    counts = np.zeros(patients, np.int64)
    top_exercises(
        fits, shown, pains, sets, wanted, widths, totals, matches, -7, wish_points, always, chosen, scores, counts
    )
    for patient in range(patients):
        expected = []
        for exercise in np.flatnonzero(fitting[patient] & shown[patient]).tolist():
            held = [int(one & other) for one, other in zip(wanted[exercise], sets[patient], strict=True)]
            score = always[0, exercise] + matches[totals[exercise], sum(each.bit_count() for each in held[: widths[0]])]
            score -= 7 * sum(each.bit_count() for each in held[widths[0] : -1])
            score += sum(points for bit, points in enumerate(wish_points.tolist()) if held[-1] >> bit & 1)
            expected.append((-score, exercise))
        expected = sorted(expected)[:top]
        kept = counts[patient]
        assert [*zip((-scores[patient, :kept]).tolist(), chosen[patient, :kept].tolist(), strict=True)] == expected
