"""A pose as numbers: every joint of each side has its angle, and each hand and foot its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hep_engine.model.pose import Pose
from hep_engine.model.record import Record

__all__ = ["SIDES", "Posture", "blend", "posture"]

SIDES = ("left", "right")
_PAIRS = {
    "hips": "hip",
    "knees": "knee",
    "ankles": "ankle",
    "shoulders": "shoulder",
    "elbows": "elbow",
    "feet": "foot",
    "hands": "hand",
}
_STANDS: dict[str, dict[str, Any]] = {
    "standing": {"elbows": 8, "shoulders": {"abduction": 6}},
    "sitting": {"hips": {"flexion": 90}, "knees": 90, "hands": "thigh"},
    "supine": {"shoulders": {"flexion": -8, "abduction": 14}, "elbows": 6, "ankles": -25},
    "hook_lying": {
        "hips": {"flexion": 52},
        "knees": 108,
        "feet": "floor",
        "shoulders": {"flexion": -8, "abduction": 14},
        "elbows": 6,
    },
    "prone": {"ankles": -60, "shoulders": {"flexion": 8, "abduction": 12}, "elbows": 4},
    "left_side": {},
    "right_side": {},
    "quadruped": {
        "tilt": -10,
        "hips": {"flexion": 80},
        "knees": 90,
        "ankles": -70,
        "shoulders": {"flexion": 80},
        "hands": "floor",
        "neck": {"bend": -8},
    },
    "kneeling": {"knees": 90, "ankles": -70, "elbows": 8, "shoulders": {"abduction": 6}},
}
"""How each body position stands before the author changes it."""


@dataclass(frozen=True, slots=True)
class Posture:
    """Angles by joint and word, such as `left_hip.flexion`; places by limb, such as `left_hand`."""

    body: str
    angles: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    stands_on: str = "right_foot"
    rests_on: tuple[str, ...] = ()

    def __getitem__(self, joint: str) -> float:
        return self.angles.get(joint, 0.0)


def posture(pose: Pose, over: Posture | None = None) -> Posture:
    """The pose as numbers; what it leaves out stands as in *over*, or as its body position has it.

    A new body position starts afresh.
    """
    if over is None or pose.body not in (None, over.body):
        body = pose.body or "standing"
        over = _written(Pose.model_validate(_words(_STANDS[body])), Posture(body))
    return _written(pose, over)


def _written(pose: Pose, over: Posture) -> Posture:
    angles, places = dict(over.angles), dict(over.places)
    said = {name: getattr(pose, name) for name in type(pose).model_fields if getattr(pose, name) is not None}
    # Words for both sides come first, so that a word for one side changes them.
    for name, value in sorted(said.items(), key=lambda each: each[0] not in _PAIRS):
        names = [f"{side}_{_PAIRS[name]}" for side in SIDES] if name in _PAIRS else [name]
        for each in names:
            if isinstance(value, Record):
                inner = {word: getattr(value, word) for word in type(value).model_fields}
                angles |= {f"{each}.{word}": float(angle) for word, angle in inner.items() if angle is not None}
            elif isinstance(value, int):
                angles[each] = float(value)
            elif each.endswith(("_foot", "_hand")):
                places[each] = value
    return replace(
        over,
        angles=angles,
        places={limb: place for limb, place in places.items() if place != "free"},
        stands_on=pose.stands_on or over.stands_on,
        rests_on=over.rests_on if pose.rests_on is None else pose.rests_on,
    )


def _words(value: Any) -> Any:
    return {key: _words(each) for key, each in value.items()} if isinstance(value, dict) else str(value)


def blend(start: Posture, end: Posture, share: float) -> Posture:
    """A posture a *share* of the way; its places are those of the end."""
    names = {**start.angles, **end.angles}
    return replace(end, angles={name: start[name] * (1 - share) + end[name] * share for name in names})
