"""
What makes a picture easy to read: things held level, arrows beside the body, a wall no higher than the figure.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.drawing.arrows import trace
from hep_engine.drawing.attached import attached
from hep_engine.drawing.camera import camera
from hep_engine.drawing.furniture import DARK, room
from hep_engine.drawing.scene import scene
from hep_engine.drawing.svg import box_around, path_of
from tests.drawing.strategies import read
from tests.worlds.budget import tried

_SIDE = camera("side")
_HINGE = {"body": "standing", "hips": {"flexion": "70"}, "knees": "20", "shoulders": {"flexion": "40"}}


def _held(words: dict[str, Any], prop: str, view: str = "side"):
    where = scene(read({"start": words, "end": {}, "props": [prop]}))
    return list(attached(where, where.start, camera(view)))


def _points(path: str) -> list[tuple[float, float]]:
    """The points that a browser reads from a path."""
    (x, y), *steps = [(float(a), float(b)) for a, b in re.findall(r"(-?[\d.]+) ?(-?[\d.]+)", path)]
    found = [(x, y)]
    for dx, dy in steps:
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


_NUMBER = st.integers(-9000, 9000).map(lambda each: each / 7)


@tried(80)
@given(st.lists(st.tuples(_NUMBER, _NUMBER), min_size=1, max_size=30))
def test_steps_of_a_path_do_not_add_up_their_rounding(shape):
    """
    However many there are, the last point is where it should be, to half a tenth.
    """
    found = _points(path_of(shape))
    assert found[0] == pytest.approx(shape[0], abs=0.051)
    assert found[-1] == pytest.approx(shape[-1], abs=0.051)


def test_weights_stay_level_in_a_hinge():
    """
    Both ends of a dumbbell are at the same height, however the body is tipped.
    """
    for part in _held(_HINGE, "weights"):
        _, first, second = (box_around([shape]) for shape in part.shapes)
        assert first[1] == pytest.approx(second[1], abs=0.01)


def test_one_weight_can_be_held_in_both_hands():
    """
    It hangs below the hands, once.
    """
    words = _HINGE | {"left_hand": "other_hand"}
    (part,) = _held(words, "weight_right")
    hand = scene(read({"start": words, "end": {}})).start.joints["right_hand"]
    assert box_around(part.shapes)[3] > _SIDE.paper(hand)[1] + 20


def test_a_loop_band_is_two_cuffs_with_a_strip_between():
    """
    So that both thighs can be seen.
    """
    parts = _held({"body": "standing"}, "loop_band", "front")
    assert [part.fill == DARK for part in parts].count(True) == 2
    assert len(parts) == 3


def test_the_arrow_of_a_sliding_foot_is_under_the_floor():
    """
    Where it does not hide the shoe.
    """
    end = {"right_hip": {"flexion": "15"}, "right_knee": "20"}
    where = scene(read({"start": {"body": "hook_lying"}, "end": end}))
    assert min(y for _, y in trace(where, "right_foot", _SIDE)) > 5


def test_a_belly_that_stays_is_drawn_in():
    """
    Its arrow comes from outside and ends at the belly.
    """
    where = scene(read({"start": {"body": "hook_lying"}, "end": {}}))
    way = trace(where, "belly", _SIDE)
    belly = _SIDE.paper(where.end.joints["belly"])
    assert way[0][1] < way[-1][1] < belly[1]
    assert trace(where, "right_knee", _SIDE) == []


def test_a_wall_is_as_high_as_the_figure():
    """
    Beside somebody who sits it leaves no empty space above.
    """
    where = scene(read({"start": {"body": "sitting"}, "end": {}, "props": ["wall"]}))
    high = max(at[2] for at in where.start.joints.values())
    (wall,) = room(where, _SIDE, ((0.0, 0.0, 0.0), (0.0, 0.0, high)))
    assert 10 < -box_around(wall.shapes)[1] / _SIDE.scale - high < 30


def test_each_foot_has_its_pedal():
    """
    Two arms and two pedals, the higher one under the higher foot.
    """
    parts = _held({"body": "sitting", "feet": "pedal", "hands": "handlebar"}, "bike")
    tops = sorted(box_around(part.shapes)[1] for part in parts)
    assert len(parts) == 4
    assert tops[-1] - tops[0] > 40
