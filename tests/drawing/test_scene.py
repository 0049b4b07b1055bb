"""
Two positions in one room: what is anchored stays, what is planted stays, and the way leads from one to the other.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hep_engine.drawing.doubts import doubts
from hep_engine.drawing.scene import scene
from hep_engine.drawing.surface import spot_of, underside
from hep_engine.drawing.vectors import length, middle, minus
from tests.drawing.strategies import JOINTS, poses, read
from tests.worlds.budget import tried


@tried(50)
@given(poses(placed=False))
def test_what_is_anchored_stays(drawn):
    """
    In all three directions, to a tenth of a millimetre.
    """
    assume(drawn.anchor is not None)
    room = scene(drawn)
    assert spot_of(room.end, room.anchor) == pytest.approx(spot_of(room.start, room.anchor), abs=0.01)


@tried(40)
@given(poses(), st.sampled_from(JOINTS))
def test_the_way_leads_from_start_to_end(drawn, joint):
    """
    Its first point is the joint at the start and its last one the joint at the end.
    """
    room = scene(drawn)
    way = room.path(joint)
    assert way[0] == pytest.approx(spot_of(room.start, joint))
    assert way[-1] == pytest.approx(spot_of(room.end, joint))


@tried(60)
@given(poses(placed=False), st.sampled_from(JOINTS))
def test_the_way_has_no_jumps(drawn, joint):
    """
    Just after the start a joint is where it was, and just before the end where it will be.
    """
    room = scene(drawn)
    assert length(minus(spot_of(room.at(1e-6), joint), spot_of(room.start, joint))) < 0.1
    assert length(minus(spot_of(room.at(1 - 1e-6), joint), spot_of(room.end, joint))) < 0.1


def test_planted_feet_stay_while_the_hips_rise():
    """
    In a bridge nothing slides: the shoulders are anchored, the feet planted, and the way of the feet is one point.
    """
    room = scene(read({"start": {"body": "hook_lying"}, "end": {"tilt": "-24", "feet": "planted"},
                       "anchor": "shoulders"}))  # fmt: skip
    for share in (0.0, 0.3, 0.7, 1.0):
        assert room.at(share).joints["left_foot"] == pytest.approx(room.start.joints["left_foot"], abs=0.1)
    assert room.end.joints["pelvis"][2] > room.start.joints["pelvis"][2] + 10


def test_a_plank_rests_on_elbows_and_toes():
    """
    The body is tipped until both touch the floor.
    """
    words = {"body": "prone", "rests_on": ["elbows", "toes"], "shoulders": {"flexion": "85"}, "elbows": "90"}
    body = scene(read({"start": words, "end": {}})).start
    assert underside(body, "elbows") == pytest.approx(0.0, abs=0.1)
    assert underside(body, "toes") == pytest.approx(0.0, abs=0.1)


def test_standing_the_foot_is_flat():
    """
    However hip, knee and ankle are bent, heel and toes of the foot stood on are on the floor.
    """
    words = {"body": "standing", "hips": {"flexion": "70"}, "knees": "80", "ankles": "25"}
    body = scene(read({"start": words, "end": {}})).start
    assert body.frames["right_foot"][2] == pytest.approx((0.0, 0.0, 1.0), abs=1e-6)


def test_pedals_go_forwards():
    """
    Half way round, the foot that comes up from the bottom is behind the crank.
    """
    room = scene(read({"start": {"body": "sitting", "feet": "pedal", "hands": "handlebar"}, "end": {}}))
    crank = middle(room.start.joints["left_foot"], room.start.joints["right_foot"])
    assert room.at(0.5).joints["right_foot"][0] < crank[0] - 5
    assert room.at(0.5).joints["left_foot"][0] > crank[0] + 5


def test_the_author_is_told_what_looks_wrong():
    """
    A head through the floor and a foot that is too far away are named.
    """
    told = doubts(scene(read({"start": {"body": "supine"}, "end": {"tilt": "-40"}, "anchor": "pelvis"})))
    assert any("under the floor" in each for each in told)
    end = {"tilt": "-80", "feet": "planted"}
    told = doubts(scene(read({"start": {"body": "hook_lying"}, "end": end, "anchor": "head"})))
    assert any("does not reach" in each for each in told)
