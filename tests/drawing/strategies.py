"""
Poses that an author could write, as the words of a file.
"""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from hep_engine.model.pose import Body, Foot, Hand, Poses, View

__all__ = ["JOINTS", "pose_words", "poses", "poses_of", "read"]

JOINTS = ("head", "chest", "pelvis", "shoulders", "knees", "left_knee", "right_elbow", "left_hand", "right_foot")
_FEET = sorted({*get_args(Foot)} - {"planted", "pedal"})
_HANDS = sorted({*get_args(Hand)} - {"planted"})


def _degrees(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(str)


def _record(**words: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=words)


_BEND = _record(bend=_degrees(-40, 70), side=_degrees(-40, 40), turn=_degrees(-50, 50))
_SWING = _record(flexion=_degrees(-40, 150), abduction=_degrees(-30, 90), rotation=_degrees(-60, 60))
_ANGLES: dict[str, st.SearchStrategy[Any]] = {
    **{name: _degrees(-60, 60) for name in ("tilt", "turn", "lean", "heading")},
    **dict.fromkeys(("trunk", "low_back", "upper_back", "neck"), _BEND),
    **dict.fromkeys(("hips", "left_hip", "right_hip", "shoulders", "left_shoulder", "right_shoulder"), _SWING),
    **{name: _degrees(0, 140) for name in ("knees", "left_knee", "right_knee", "elbows", "left_elbow", "right_elbow")},
    **{name: _degrees(-50, 30) for name in ("ankles", "left_ankle", "right_ankle")},
    "stands_on": st.sampled_from(("left_foot", "right_foot")),
}
_PLACES: dict[str, st.SearchStrategy[Any]] = {
    **{name: st.sampled_from(_FEET) for name in ("feet", "left_foot", "right_foot")},
    **{name: st.sampled_from(_HANDS) for name in ("hands", "left_hand", "right_hand")},
}


@st.composite
def pose_words(draw: st.DrawFn, *, placed: bool = True, body: bool = True) -> dict[str, Any]:
    """The words of one pose; *placed* with hands and feet put somewhere."""
    names = _ANGLES | (_PLACES if placed else {})
    chosen = draw(st.lists(st.sampled_from(sorted(names)), max_size=6, unique=True))
    words = {name: draw(names[name]) for name in chosen}
    if body:
        words["body"] = draw(st.sampled_from(get_args(Body)))
    if not placed:
        words |= {"hands": "free", "feet": "free"}
    return words


@st.composite
def poses_of(draw: st.DrawFn, *, placed: bool = True) -> dict[str, Any]:
    """The words of a whole `poses:` block; the body position stays."""
    words: dict[str, Any] = {
        "start": draw(pose_words(placed=placed)),
        "end": draw(pose_words(placed=placed, body=False)),
        "arrows": draw(st.lists(st.sampled_from(JOINTS), max_size=2, unique=True)),
    }
    if draw(st.booleans()):
        words["view"] = draw(st.sampled_from(get_args(View)))
    if draw(st.booleans()):
        words["mark"] = draw(st.sampled_from(("breathe", "hold", "walk")))
    if draw(st.booleans()):
        words["anchor"] = draw(st.sampled_from(("head", "pelvis", "shoulders", "knees")))
    words["props"] = draw(st.lists(st.sampled_from(("mat", "chair", "wall", "loop_band", "dowel")), unique=True))
    return words


def read(words: dict[str, Any]) -> Poses:
    """The poses that these words are."""
    return Poses.model_validate(words)


def poses(*, placed: bool = True) -> st.SearchStrategy[Poses]:
    """Any poses."""
    return poses_of(placed=placed).map(read)
