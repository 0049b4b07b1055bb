"""From a word such as `counter` or `other_knee` to the place and the turn of a hand or a foot."""

from __future__ import annotations

from hep_engine.drawing.measures import ANKLE, BALL_OF_FOOT, FOOT, HAND, RADII
from hep_engine.drawing.reach import Grip
from hep_engine.drawing.skeleton import Skeleton, outwards
from hep_engine.drawing.vectors import (
    LEFT,
    UP,
    Turn,
    Vector,
    about,
    across,
    add,
    along,
    between,
    cross,
    flat,
    length,
    minus,
    then,
    times,
    unit,
)

__all__ = ["foot_grip", "hand_grip"]


def _level(direction: Vector, *otherwise: Vector) -> Vector:
    """The level direction nearest to the first of these that is level enough."""
    for each in (direction, *otherwise):
        if length(flat(each)) > 0.45:
            return unit(flat(each))
    return (1.0, 0.0, 0.0)


def foot_grip(body: Skeleton, side: str, place: str, floor: float, spots: dict[str, Vector]) -> Grip | None:
    """Where the foot goes for a word of the poses."""
    ankle, frame = body.joints[f"{side}_foot"], body.frames[f"{side}_foot"]
    pelvis = body.frames["pelvis"]
    ahead = _level(frame[0], minus(body.joints[f"{side}_knee"], body.joints[f"{side}_hip"]), pelvis[0])
    level: Turn = (ahead, cross(UP, ahead), UP)
    other = "right" if side == "left" else "left"
    match place:
        case "floor":
            return (ankle[0], ankle[1], floor + ANKLE), level
        case "toes":
            raised = then(level, about(LEFT, 34))
            lift = ANKLE * raised[2][2] - FOOT * raised[0][2] + 0.3
            return (ankle[0], ankle[1], floor + lift), raised
        case "step" | "pedal" | "wall" if place in spots or f"{place}_{side}" in spots:
            spot = spots.get(f"{place}_{side}", spots.get(place, ankle))
            if place == "wall":
                upright: Turn = (UP, cross(times(ahead, -1), UP), times(ahead, -1))
                return (spot[0] - ANKLE, ankle[1], ankle[2]), upright
            if place == "step":
                return (ankle[0], ankle[1], spot[2] + ANKLE), level
            return add(spot, (-BALL_OF_FOOT, 0.0, ANKLE)), level
        case "other_thigh" | "other_knee" | "other_foot":
            thigh = body.frames[f"{other}_thigh"]
            hip, knee = body.joints[f"{other}_hip"], body.joints[f"{other}_knee"]
            share = 0.78 if place == "other_thigh" else 1.0
            spot = along(between(hip, knee, share), thigh[0], RADII["knee"] + RADII["foot"] - 1)
            if place == "other_foot":
                spot = along(body.joints[f"{other}_foot"], UP, RADII["foot"] * 2)
            return spot, frame
    return None


def hand_grip(body: Skeleton, side: str, place: str, floor: float, spots: dict[str, Vector]) -> Grip | None:
    """Where the hand goes for a word of the poses."""
    chest, shoulder = body.frames["chest"], body.joints[f"{side}_shoulder"]
    if place in ("floor", "wall", "counter", "seat", "chair_back", "handlebar"):
        return _outside(body, side, place, floor, spots)
    spot, facing = _on_body(body, side, place)
    fingers = unit(minus(spot, along(shoulder, chest[2], -18.0)))
    match place:
        case "behind_head" | "behind_neck" | "forehead" | "under_head":
            fingers = unit(add(times(chest[1], -outwards(side)), times(chest[2], 0.5)))
        case "belly" | "chest" | "low_back":
            fingers = unit(add(times(chest[1], -outwards(side)), times(chest[2], -0.35)))
        case "hip":
            fingers = unit(add(times(chest[0], 0.6), times(chest[2], -0.7)))
        case "shoulder" | "other_shoulder":
            fingers = unit(add(times(chest[1], outwards(side) * -0.4), times(chest[2], 0.9)))
    wrist = along(along(spot, facing, RADII["hand"] - 1), fingers, -HAND * 0.55)
    wrist = (wrist[0], wrist[1], max(wrist[2], floor + RADII["hand"] - 0.6))
    return wrist, _pointing(fingers, facing)


def _pointing(fingers: Vector, back: Vector) -> Turn:
    """A hand whose fingers point that way; its length runs downwards in its own frame."""
    up = times(fingers, -1)
    front = unit(across(back, up), unit(cross(up, (0.2, 0.9, 0.3))))
    return front, cross(up, front), up


def _outside(body: Skeleton, side: str, place: str, floor: float, spots: dict[str, Vector]) -> Grip | None:
    hand, chest = body.joints[f"{side}_hand"], body.frames["chest"]
    fore = times(body.frames[f"{side}_hand"][2], -1)
    if place == "floor":
        ahead = _level(fore, *((chest[2], chest[0]) if length(flat(chest[2])) > 0.6 else (chest[0],)))
        return (hand[0], hand[1], floor + RADII["hand"] - 0.6), _pointing(ahead, UP)
    if place not in spots:
        return None
    spot = spots[place]
    if place == "wall":
        height = max(hand[2], 20.0)
        return (spot[0] - RADII["hand"], hand[1], height), _pointing(UP, (-1.0, 0.0, 0.0))
    if place == "counter":
        return (spot[0] + 1.0, hand[1], spot[2] + RADII["hand"] - 0.6), _pointing((1.0, 0.0, 0.0), UP)
    if place == "seat":
        shoulder = body.joints[f"{side}_shoulder"]
        return (spot[0] + 2, shoulder[1] + 2 * outwards(side), spot[2] + RADII["hand"] - 0.6), _pointing(
            (1.0, 0.0, 0.0), UP
        )
    return (spot[0], spot[1] + 14 * outwards(side), spot[2]), _pointing((1.0, 0.0, 0.0), UP)


def _on_body(body: Skeleton, side: str, place: str) -> tuple[Vector, Vector]:
    """A point of the body's surface, and the way out of the body there."""
    whose = side
    if place.startswith("other_"):
        whose, place = ("right" if side == "left" else "left"), place.removeprefix("other_")
    joints, frames = body.joints, body.frames
    chest, pelvis, head, out = frames["chest"], frames["pelvis"], frames["head"], outwards(side)
    thigh, shin = frames[f"{whose}_thigh"], frames[f"{whose}_shin"]
    hip, knee, ankle = (joints[f"{whose}_{name}"] for name in ("hip", "knee", "foot"))
    inwards = times(chest[1], out * 4.5)
    spots: dict[str, tuple[Vector, Vector, float]] = {
        "thigh": (between(hip, knee, 0.62), thigh[0], 7.0),
        "behind_thigh": (between(hip, knee, 0.72), times(thigh[0], -1), 6.5),
        "knee": (between(hip, knee, 0.98), thigh[0], RADII["knee"]),
        "shin": (between(knee, ankle, 0.3), shin[0], 5.2),
        "foot": (between(ankle, joints[f"{whose}_toes"], 0.4), shin[0], 4.0),
        "hip": (along(hip, pelvis[2], 7.0), unit(add(times(pelvis[1], outwards(whose)), times(pelvis[0], 0.4))), 7.5),
        "shoulder": (joints[f"{whose}_shoulder"], unit(add(chest[0], times(chest[1], 0.4 * outwards(whose)))), 5.4),
        "hand": (joints[f"{whose}_hand"], chest[0], 3.0),
        "belly": (add(joints["belly"], inwards), frames["spine_3"][0], RADII["belly"] - 0.5),
        "chest": (add(joints["chest"], inwards), chest[0], RADII["chest"] - 1.0),
        "low_back": (add(joints["spine_2"], inwards), times(frames["spine_2"][0], -1), RADII["belly"] - 1.0),
        "behind_neck": (add(joints["skull"], inwards), times(head[0], -1), RADII["neck"] + 1.0),
        "behind_head": (add(joints["head"], inwards), times(head[0], -1), RADII["head"]),
        "forehead": (add(joints["head"], times(head[2], 3.0), inwards), head[0], RADII["head"]),
        "under_head": (joints["head"], times(head[1], out), RADII["head"] - 1.0),
    }
    at, facing, radius = spots[place]
    return along(at, facing, radius), facing
