"""What is held, worn or lain on, and moves with the body: pillows, bands, stick, strap and weights."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.drawing.camera import Camera, ball, disc, hull
from hep_engine.drawing.figure import Part
from hep_engine.drawing.furniture import BEHIND, CUSHION, DARK, MID, box
from hep_engine.drawing.measures import ANKLE, BALL_OF_FOOT
from hep_engine.drawing.posture import SIDES
from hep_engine.drawing.scene import Scene
from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.vectors import (
    DOWN,
    FORWARD,
    Vector,
    add,
    along,
    between,
    flat,
    length,
    middle,
    minus,
    times,
    unit,
)

__all__ = ["attached"]

_TOGETHER = 12.0
"""Hands nearer than this hold one weight between them."""


def attached(scene: Scene, body: Skeleton, seen: Camera) -> list[Part]:
    """What is held, worn or lain on; it moves with the body."""
    parts: list[Part] = []
    joints = body.joints
    for prop in scene.poses.props:
        match prop:
            case "pillow_head" | "towel_head":
                parts.append(_cushion(body, seen, "head", 15 if prop == "pillow_head" else 11))
            case "pillow_belly":
                parts.append(_cushion(body, seen, "belly", 17, 25))
            case "pillow_knees":
                a = between(joints["left_hip"], joints["left_knee"], 0.8)
                b = between(joints["right_hip"], joints["right_knee"], 0.8)
                at = seen.depth(middle(a, b))
                parts.append(Part([hull([ball(seen, a, 7.5), ball(seen, b, 7.5)])], MID, at, "", 1.8))
            case "pillow_knee_down":
                knee = min((joints["left_knee"], joints["right_knee"]), key=lambda each: each[2])
                low = (knee[0] - 12, knee[1] - 12, -0.5)
                parts.append(box(seen, low, (knee[0] + 12, knee[1] + 12, max(1.5, knee[2] - 5)), CUSHION, 2.2))
            case "loop_band":
                parts += _loop(body, seen)
            case "bike":
                parts += _pedals(scene, body, seen)
            case "dowel":
                parts.append(_dowel(body, seen))
            case "long_band":
                parts += _long_band(scene, body, seen)
            case "strap":
                parts += _strap(body, seen)
            case "weights" | "weight_left" | "weight_right":
                sides = ("left", "right") if prop == "weights" else (prop.removeprefix("weight_"),)
                parts += [_weight(body, seen, side) for side in sides]
    return parts


def _cushion(body: Skeleton, seen: Camera, joint: str, size: float, broad: float | None = None) -> Part:
    at = body.joints[joint]
    wide = broad or size
    top = max(2.0, at[2] - (7.5 if joint == "head" else 8.0))
    shapes = [
        ball(seen, (x, y, top / 2), max(1.0, top / 2 - 0.2))
        for x in (at[0] - size, at[0] + size)
        for y in (at[1] - wide, at[1] + wide)
    ]
    return Part([hull(shapes)], CUSHION, BEHIND / 2 + seen.depth(at), "", 2.2)


def _loop(body: Skeleton, seen: Camera) -> Iterator[Part]:
    """A cuff about each thigh and the stretched band between the two."""
    edges, depths = [], []
    for side in SIDES:
        hip, knee, frame = body.joints[f"{side}_hip"], body.joints[f"{side}_knee"], body.frames[f"{side}_thigh"]
        at = between(hip, knee, 0.82)
        ends = [along(at, frame[2], shift) for shift in (-2.4, 2.4)]
        edges += [seen.paper(each) for each in ends]
        depths.append(seen.depth(between(hip, knee, 0.6)))
        yield Part([hull(disc(seen, each, frame, 6.9, 6.9) for each in ends)], DARK, depths[-1] + 0.3, "", 1.6)
    yield Part([hull([edges])], MID, max(depths) + 0.1 if max(depths) - min(depths) < 4 else min(depths) + 0.4, "", 1.6)


def _pedals(scene: Scene, body: Skeleton, seen: Camera) -> Iterator[Part]:
    """A crank arm to each foot, and the pedal under its ball."""
    centre = middle(scene.spots["pedal_left"], scene.spots["pedal_right"])
    for side, out in (("left", 6.0), ("right", -6.0)):
        ankle = body.joints[f"{side}_foot"]
        at = (ankle[0] + BALL_OF_FOOT, ankle[1], ankle[2] - ANKLE - 1.4)
        axle, end = add(centre, (0.0, out, 0.0)), (at[0], centre[1] + out, at[2])
        yield Part([hull([ball(seen, axle, 2.2), ball(seen, end, 1.5)])], DARK, seen.depth(axle), "", 1.6)
        plate = [ball(seen, add(at, (shift, 0.0, 0.0)), 1.4) for shift in (-5.0, 5.0)]
        yield Part([hull(plate)], DARK, seen.depth(at) + 0.2, "", 1.6)


def _dowel(body: Skeleton, seen: Camera) -> Part:
    low, high = body.joints["spine_0"], body.joints["head"]
    back = times(body.frames["chest"][0], -1)
    a = along(along(low, back, 12.5), unit(minus(low, high)), 20)
    b = along(along(high, back, 12.5), unit(minus(high, low)), 20)
    return Part([hull([ball(seen, a, 1.2), ball(seen, b, 1.2)])], MID, seen.depth(middle(a, b)) + 4, "", 1.6)


def _long_band(scene: Scene, body: Skeleton, seen: Camera) -> Iterator[Part]:
    fixed = scene.spots["long_band"]
    if fixed[1]:
        fixed = (body.joints["chest"][0] + 8, fixed[1], fixed[2])
    post_low, post_high = (fixed[0], fixed[1], 0.0), (fixed[0], fixed[1], fixed[2] + 40)
    yield Part([hull([ball(seen, post_low, 2), ball(seen, post_high, 2)])], MID, BEHIND, "", 1.8)
    for side in SIDES:
        hand = between(body.joints[f"{side}_hand"], body.joints[f"{side}_fingers"], 0.5)
        yield Part([hull([ball(seen, fixed, 0.8), ball(seen, hand, 0.8)])], DARK, seen.depth(hand) + 1, "", 1.2)


def _strap(body: Skeleton, seen: Camera) -> Iterator[Part]:
    foot = max((body.joints["left_foot"], body.joints["right_foot"]), key=lambda each: each[2])
    side = "left" if foot == body.joints["left_foot"] else "right"
    sole = middle(body.joints[f"{side}_heel"], body.joints[f"{side}_toes"])
    for hand in (body.joints["left_hand"], body.joints["right_hand"]):
        yield Part([hull([ball(seen, sole, 0.8), ball(seen, hand, 0.8)])], DARK, seen.depth(hand) - 1, "", 1.2)


def _palm(body: Skeleton, side: str) -> Vector:
    return between(body.joints[f"{side}_hand"], body.joints[f"{side}_fingers"], 0.6)


def _kettlebell(at: Vector, seen: Camera) -> Part:
    """One weight that hangs from both hands."""
    low, depth = along(at, DOWN, 13.5), seen.depth(at) + 3
    grip = [
        ball(seen, along(low, DOWN, -5), 4.0),
        *(ball(seen, add(at, (x, y, 0)), 1.3) for x in (-4, 4) for y in (-4, 4)),
    ]
    return Part([hull(grip), ball(seen, low, 7.4)], DARK, depth, "", 1.6)


def _weight(body: Skeleton, seen: Camera, side: str) -> Part:
    hand = _palm(body, side)
    other = _palm(body, "left" if side == "right" else "right")
    if length(minus(hand, other)) < _TOGETHER:
        return _kettlebell(middle(hand, other), seen)
    across = unit(flat(body.frames["pelvis"][0]), FORWARD)
    a, b = along(hand, across, 8), along(hand, across, -8)
    shapes = [hull([ball(seen, a, 1.6), ball(seen, b, 1.6)]), ball(seen, a, 4.6), ball(seen, b, 4.6)]
    return Part(shapes, DARK, seen.depth(hand) + 3, "", 1.6)
