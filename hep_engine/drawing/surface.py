"""How thick the body is: its lowest points, and which of them touch the floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import atan2, degrees, sqrt

from hep_engine.drawing.measures import RADII
from hep_engine.drawing.posture import SIDES
from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.vectors import UP, Turn, Vector, about, add, cross, flat, length, minus, times, unit

__all__ = ["STATIONS", "group", "half_extent", "lowest", "spot_of", "surface", "tipped_onto", "underside"]

STATIONS: dict[str, tuple[float, float]] = {
    "spine_0": (14.5, 9.5),
    "spine_1": (14.8, 9.8),
    "spine_3": (12.6, 9.2),
    "spine_5": (12.6, 9.4),
    "spine_7": (14.6, 10.2),
    "spine_8": (15.6, 10.2),
    "spine_9": (15.6, 9.0),
    "spine_10": (10.5, 6.2),
}
"""Half the breadth and half the depth of the trunk along the spine."""
_LIMB = {
    "hand": ("elbow", "hand", "fingers"),
    "foot": ("knee", "foot", "heel", "toes"),
}
_MANY = {
    "shoulders": ("left_shoulder", "right_shoulder"),
    "elbows": ("left_elbow", "right_elbow"),
    "hands": ("left_hand", "right_hand"),
    "hips": ("left_hip", "right_hip"),
    "knees": ("left_knee", "right_knee"),
    "feet": ("left_foot", "right_foot"),
    "toes": ("left_toes", "right_toes"),
}


def group(name: str) -> tuple[str, ...]:
    """The joints that a word names."""
    return _MANY.get(name, (name,))


def spot_of(body: Skeleton, name: str) -> Vector:
    """Where a word's joints are, on average."""
    joints = group(name)
    return times(add(*(body.joints[each] for each in joints)), 1 / len(joints))


def half_extent(frame: Turn, station: str, direction: Vector) -> float:
    """How far the trunk reaches in a direction, from its middle at that place."""
    broad, deep = STATIONS[station]
    side = sum(a * b for a, b in zip(frame[1], direction, strict=True)) * broad
    front = sum(a * b for a, b in zip(frame[0], direction, strict=True)) * deep
    return sqrt(side * side + front * front)


def _bottom(body: Skeleton, name: str) -> float:
    if name in STATIONS:
        return body.joints[name][2] - half_extent(body.frames[name], name, UP)
    part = name.removeprefix("left_").removeprefix("right_")
    return body.joints[name][2] - RADII[part]


def surface(body: Skeleton, without: Iterable[str] = ()) -> Iterator[tuple[str, float]]:
    """Each part of the body and the height of its underside; limbs that are put somewhere can be left out."""
    left_out = {f"{limb.split('_')[0]}_{part}" for limb in without for part in _LIMB[limb.split("_")[1]]}
    for name in (*STATIONS, "head"):
        yield name, _bottom(body, name)
    for side in SIDES:
        for part in ("shoulder", "elbow", "hand", "fingers", "hip", "knee", "foot", "heel", "toes"):
            if f"{side}_{part}" not in left_out:
                yield f"{side}_{part}", _bottom(body, f"{side}_{part}")


def lowest(body: Skeleton, without: Iterable[str] = ()) -> float:
    """The height of the lowest point."""
    return min(height for _, height in surface(body, without))


def underside(body: Skeleton, name: str) -> float:
    """The height of the underside of the parts that a word names."""
    joints = group(name)
    parts = [each for joint in joints for each in _touching(joint)]
    return min(_bottom(body, each) for each in parts)


def _touching(joint: str) -> tuple[str, ...]:
    side, _, part = joint.rpartition("_")
    match part:
        case "foot":
            return f"{side}_heel", f"{side}_toes"
        case "shoulder":
            return joint, "spine_9", "spine_8"
        case "hand":
            return joint, f"{side}_fingers"
        case "pelvis":
            return "spine_0", "left_hip", "right_hip"
        case "chest":
            return "spine_8", "spine_7"
        case "belly":
            return "spine_3", "spine_5"
    return (joint,)


def tipped_onto(body: Skeleton, parts: tuple[str, ...]) -> Skeleton:
    """The body tipped until both parts are at the same height."""
    if len(parts) < 2:
        return body
    for _ in range(30):
        first, second = underside(body, parts[0]), underside(body, parts[1])
        way = flat(minus(spot_of(body, parts[1]), spot_of(body, parts[0])))
        if length(way) < 1.0 or abs(second - first) < 0.01:
            break
        axis = unit(cross(UP, way))
        body = body.turned(about(axis, degrees(atan2(second - first, length(way)))))
    return body
