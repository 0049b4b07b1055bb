"""Where the body is at the start and at the end of an exercise, in joint angles: what the drawings are made from.

Angles are whole degrees from the anatomical zero, standing upright with the arms hanging. A joint that is not written
stands as its body position has it (`sitting` has bent hips and knees), and `end` names only what differs from `start`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from hep_engine.model.record import Flag, Record, Text, Whole

__all__ = ["Bend", "Body", "Foot", "Hand", "Joint", "Place", "Places", "Pose", "Poses", "Prop", "Swing", "View"]

Body = Literal[
    "standing", "sitting", "supine", "hook_lying", "prone", "left_side", "right_side", "quadruped", "kneeling"
]
View = Literal[
    "side", "other_side", "front", "back", "top", "front_above", "back_above", "three_quarter", "three_quarter_back"
]  # fmt: skip
Foot = Literal["free", "floor", "toes", "wall", "step", "pedal", "planted", "other_thigh", "other_knee", "other_foot"]
"""Where a foot is put: flat on the floor, its toes on the floor, where it was at the start (`planted`)."""
Hand = Literal[
    "free", "floor", "wall", "counter", "seat", "chair_back", "handlebar", "planted", "thigh", "behind_thigh", "knee",
    "shin", "foot", "hip", "shoulder", "other_thigh", "other_knee", "other_hip", "other_shoulder", "other_hand",
    "belly", "chest", "low_back", "behind_neck", "behind_head", "forehead", "under_head",
]  # fmt: skip
"""Where a hand is put. `thigh` is that of its own side, `other_thigh` the opposite one."""
Joint = Literal[
    "head", "chest", "belly", "pelvis", "shoulders", "left_shoulder", "right_shoulder", "elbows", "left_elbow",
    "right_elbow", "hands", "left_hand", "right_hand", "hips", "left_hip", "right_hip", "knees", "left_knee",
    "right_knee", "feet", "left_foot", "right_foot", "toes", "left_toes", "right_toes",
]  # fmt: skip
Prop = Literal[
    "mat", "chair", "wall", "counter", "step", "bike", "pillow_head", "pillow_belly", "pillow_knees", "towel_head",
    "pillow_knee_down", "strap", "loop_band", "long_band", "dowel", "weights", "weight_left", "weight_right",
]  # fmt: skip


def _within(low: int, high: int) -> Callable[[int], int]:
    def check(value: int) -> int:
        if not low <= value <= high:
            told = {"value": value, "low": low, "high": high}
            raise PydanticCustomError("HEP015", "`{value}` is outside {low} to {high} degrees", told)
        return value

    return check


def _length(value: int) -> int:
    if not -300 <= value <= 300:
        raise PydanticCustomError("HEP015", "`{value}` is outside -300 to 300 centimetres", {"value": value})
    return value


_Any: TypeAlias = Annotated[Whole, AfterValidator(_within(-180, 180))]
_Bend: TypeAlias = Annotated[Whole, AfterValidator(_within(-60, 110))]
_Sideways: TypeAlias = Annotated[Whole, AfterValidator(_within(-50, 50))]
_Twist: TypeAlias = Annotated[Whole, AfterValidator(_within(-90, 90))]
_Flexion: TypeAlias = Annotated[Whole, AfterValidator(_within(-60, 180))]
_Abduction: TypeAlias = Annotated[Whole, AfterValidator(_within(-60, 180))]
_Knee: TypeAlias = Annotated[Whole, AfterValidator(_within(-10, 160))]
_Ankle: TypeAlias = Annotated[Whole, AfterValidator(_within(-80, 45))]
_Elbow: TypeAlias = Annotated[Whole, AfterValidator(_within(-10, 155))]
_Centimetres: TypeAlias = Annotated[Whole, AfterValidator(_length)]


class Bend(Record):
    """How a part of the spine is curved. Forwards, to the left and turned to the left are positive."""

    bend: _Bend | None = None
    side: _Sideways | None = None
    turn: _Twist | None = None


class Swing(Record):
    """A hip or a shoulder. Flexion (forwards), abduction (away from the body) and outward rotation are positive."""

    flexion: _Flexion | None = None
    abduction: _Abduction | None = None
    rotation: _Twist | None = None


class Pose(Record):
    """One position. A word for both sides (`hips`) holds for each; `left_hip` then changes one."""

    body: Body | None = None
    tilt: _Any | None = None
    """The whole body tipped forwards (lying on the back: head end up)."""
    turn: _Any | None = None
    """The whole body turned to its left about its own length."""
    lean: _Any | None = None
    """The whole body leant to its left."""
    heading: _Any | None = None
    """The whole body turned to the left about the upright."""
    stands_on: Literal["left_foot", "right_foot"] | None = None
    """Standing: the foot that is flat on the floor."""
    rests_on: Annotated[tuple[Joint, ...], Field(max_length=2)] | None = None
    """Two parts that touch the floor; the whole body is tipped until both do."""
    trunk: Bend | None = None
    low_back: Bend | None = None
    upper_back: Bend | None = None
    neck: Bend | None = None
    hips: Swing | None = None
    left_hip: Swing | None = None
    right_hip: Swing | None = None
    knees: _Knee | None = None
    left_knee: _Knee | None = None
    right_knee: _Knee | None = None
    ankles: _Ankle | None = None
    left_ankle: _Ankle | None = None
    right_ankle: _Ankle | None = None
    shoulders: Swing | None = None
    left_shoulder: Swing | None = None
    right_shoulder: Swing | None = None
    elbows: _Elbow | None = None
    left_elbow: _Elbow | None = None
    right_elbow: _Elbow | None = None
    feet: Foot | None = None
    left_foot: Foot | None = None
    right_foot: Foot | None = None
    hands: Hand | None = None
    left_hand: Hand | None = None
    right_hand: Hand | None = None


class Place(Record):
    """Where a thing stands, in centimetres for a person of 170 cm."""

    ahead: _Centimetres | None = None
    height: _Centimetres | None = None
    side: _Centimetres | None = None


class Places(Record):
    """Places of things that do not stand where they usually do."""

    wall: Place | None = None
    counter: Place | None = None
    step: Place | None = None
    chair: Place | None = None
    long_band: Place | None = None


class Poses(Record):
    """The two positions of an exercise, and how they are shown."""

    view: View | None = None
    start: Pose
    end: Pose
    anchor: Joint | None = None
    """What stays in its place from start to end."""
    arrows: tuple[Joint, ...] = ()
    both_ways: Flag = False
    mark: Literal["breathe", "hold", "walk"] | None = None
    props: tuple[Prop, ...] = ()
    where: Places | None = None
    captions: Annotated[tuple[Text, ...], Field(min_length=2, max_length=2)] | None = None
    """What stands above the two pictures in place of Start and End."""
