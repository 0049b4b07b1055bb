"""
The skeleton keeps its measures whatever the angles say, and left and right are the same.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

import pytest
from hypothesis import given

from hep_engine.drawing.measures import BONES, RADII
from hep_engine.drawing.posture import posture
from hep_engine.drawing.scene import scene
from hep_engine.drawing.skeleton import Skeleton, skeleton
from hep_engine.drawing.surface import lowest
from hep_engine.drawing.vectors import length, minus
from hep_engine.model.pose import Pose, Poses
from tests.drawing.strategies import pose_words, poses, poses_of, read
from tests.worlds.budget import tried


def _bodies(drawn: Poses) -> list[Skeleton]:
    room = scene(drawn)
    return [room.start, room.at(0.3), room.at(0.8), room.end]


@tried(80)
@given(poses())
def test_bones_never_change_their_length(drawn):
    """
    At the start, at the end and on the way, with hands and feet put somewhere or not.
    """
    for body in _bodies(drawn):
        for a, b, long in BONES.values():
            assert length(minus(body.joints[a], body.joints[b])) == pytest.approx(long, abs=1e-6)


@tried(80)
@given(poses())
def test_every_point_is_finite(drawn):
    """
    No angle and no place makes a joint vanish.
    """
    for body in _bodies(drawn):
        assert all(isfinite(each) for at in body.joints.values() for each in at)


_SIDES = {"left": "right", "right": "left"}
_SIGNED = ("side", "turn", "lean", "heading")


def _mirrored(value: Any, key: str = "") -> Any:
    """The same words with left and right exchanged."""
    if isinstance(value, dict):
        return {_swapped(name): _mirrored(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_swapped(each) for each in value]
    return str(-int(value)) if key in _SIGNED else _swapped(value)


def _swapped(word: str) -> str:
    side, _, rest = word.partition("_")
    return f"{_SIDES[side]}_{rest}" if side in _SIDES else word


@tried(100)
@given(poses_of())
def test_left_and_right_are_the_same(words):
    """
    Exchanging left and right in the words gives the mirrored joints.
    """
    words["start"].setdefault("stands_on", "right_foot")
    one, other = scene(read(words)), scene(read({key: _mirrored(each) for key, each in words.items()}))
    for body, mirror in ((one.start, other.start), (one.end, other.end)):
        for name, (x, y, z) in body.joints.items():
            assert mirror.joints[_swapped(name)] == pytest.approx((x, -y, z), abs=1e-6)


@given(poses(placed=False))
def test_nothing_is_under_the_floor_at_the_start(drawn):
    """
    The lowest part of the body touches the floor, no part is below it.
    """
    assert lowest(scene(drawn).start) == pytest.approx(0.0, abs=1e-6)


@given(pose_words())
def test_an_end_that_says_nothing_is_the_start(words):
    """
    What `end` leaves out stands as in `start`.
    """
    start = posture(Pose.model_validate(words))
    assert posture(Pose(), start) == start


@given(pose_words(), pose_words(body=False))
def test_an_end_says_the_same_twice(words, more):
    """
    Laying `end` over `start` a second time changes nothing.
    """
    end = Pose.model_validate(more)
    once = posture(end, posture(Pose.model_validate(words)))
    assert posture(end, once) == once


@given(pose_words(), pose_words(body=False))
def test_an_end_changes_only_what_it_names(words, more):
    """
    Every angle is that of `end` where it has one, and of `start` elsewhere.
    """
    start, alone = posture(Pose.model_validate(words)), posture(Pose.model_validate(more | {"body": "prone"}))
    end = posture(Pose.model_validate(more), start)
    plain = posture(Pose.model_validate({"body": "prone"}))
    for name in end.angles:
        assert end[name] in (start[name], alone[name])
        if alone[name] != plain[name]:
            assert end[name] == alone[name]


def test_a_word_for_both_sides_holds_for_each():
    """
    One side then changes its own, and in `end` the word for both resets both.
    """
    start = posture(Pose.model_validate({"knees": "90", "left_knee": "20"}))
    assert (start["left_knee"], start["right_knee"]) == (20, 90)
    end = posture(Pose.model_validate({"knees": "5"}), start)
    assert (end["left_knee"], end["right_knee"]) == (5, 5)


@pytest.mark.parametrize(
    ("words", "joint", "axis", "sign"),
    [
        ({"left_hip": {"flexion": "60"}}, "left_knee", 0, 1),
        ({"left_hip": {"abduction": "40"}}, "left_knee", 1, 1),
        ({"right_hip": {"abduction": "40"}}, "right_knee", 1, -1),
        ({"left_knee": "80"}, "left_foot", 0, -1),
        ({"left_elbow": "80"}, "left_hand", 0, 1),
        ({"trunk": {"bend": "60"}}, "head", 0, 1),
        ({"trunk": {"side": "40"}}, "head", 1, 1),
        ({"right_shoulder": {"flexion": "90"}}, "right_hand", 0, 1),
        ({"left_elbow": "90", "left_shoulder": {"rotation": "50"}}, "left_hand", 1, 1),
    ],
)
def test_angles_go_the_way_a_clinician_expects(words, joint, axis, sign):
    """
    Flexion goes forwards, abduction away from the body, bending of the knee backwards.
    """
    still, moved = ({"body": "kneeling", "knees": "0", "ankles": "0", "elbows": "0"} | each for each in ({}, words))
    moves = minus(*(skeleton(posture(Pose.model_validate(each))).joints[joint] for each in (moved, still)))
    assert moves[axis] * sign > 5


def test_a_hand_arrives():
    """
    A hand on the other knee is there, within a hand's length.
    """
    drawn = read({"start": {"body": "hook_lying"}, "end": {"left_foot": "free", "left_hip": {"flexion": "110"},
                  "left_knee": "120", "right_hand": "other_knee"}})  # fmt: skip
    end = scene(drawn).end
    assert length(minus(end.joints["right_hand"], end.joints["left_knee"])) < 8 + RADII["knee"] + RADII["hand"]
