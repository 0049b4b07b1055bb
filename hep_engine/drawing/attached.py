"""What is held, worn or lain on, and moves with the body: pillows, bands, stick, strap and weights."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.drawing.camera import Camera, ball, disc, hull
from hep_engine.drawing.figure import Part
from hep_engine.drawing.furniture import BEHIND, DARK, MID, PALE, box
from hep_engine.drawing.posture import SIDES
from hep_engine.drawing.scene import Scene
from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.vectors import along, between, middle, minus, times, unit

__all__ = ["attached"]


def attached(scene: Scene, body: Skeleton, seen: Camera) -> list[Part]:
    """What is held, worn or lain on; it moves with the body."""
    parts: list[Part] = []
    joints = body.joints
    for prop in scene.poses.props:
        match prop:
            case "pillow_head" | "towel_head":
                parts.append(_cushion(body, seen, "head", 15 if prop == "pillow_head" else 11))
            case "pillow_belly":
                parts.append(_cushion(body, seen, "belly", 17))
            case "pillow_knees":
                a = between(joints["left_hip"], joints["left_knee"], 0.8)
                b = between(joints["right_hip"], joints["right_knee"], 0.8)
                at = seen.depth(middle(a, b))
                parts.append(Part([hull([ball(seen, a, 7.5), ball(seen, b, 7.5)])], MID, at, "", 1.8))
            case "pillow_knee_down":
                knee = min((joints["left_knee"], joints["right_knee"]), key=lambda each: each[2])
                low = (knee[0] - 12, knee[1] - 12, -0.5)
                parts.append(box(seen, low, (knee[0] + 12, knee[1] + 12, max(1.5, knee[2] - 5)), PALE))
            case "loop_band":
                parts.append(_loop(body, seen))
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


def _cushion(body: Skeleton, seen: Camera, joint: str, size: float) -> Part:
    at = body.joints[joint]
    low = (at[0] - size, at[1] - size, 0.0)
    top = max(2.0, at[2] - (7.5 if joint == "head" else 8.0))
    shapes = [
        ball(seen, (x, y, top / 2), max(1.0, top / 2 - 0.2))
        for x in (low[0], at[0] + size)
        for y in (low[1], at[1] + size)
    ]
    return Part([hull(shapes)], PALE, BEHIND / 2 + seen.depth(at), "", 1.8)


def _loop(body: Skeleton, seen: Camera) -> Part:
    shapes, depths = [], []
    for side in SIDES:
        hip, knee, frame = body.joints[f"{side}_hip"], body.joints[f"{side}_knee"], body.frames[f"{side}_thigh"]
        at = between(hip, knee, 0.8)
        shapes += [disc(seen, along(at, frame[2], shift), frame, 7.0, 7.0) for shift in (-2.2, 2.2)]
        depths.append(seen.depth(between(hip, knee, 0.6)))
    depth = max(depths) + 0.5
    return Part([hull(shapes)], DARK, depth, "", 1.6)


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


def _weight(body: Skeleton, seen: Camera, side: str) -> Part:
    hand = between(body.joints[f"{side}_hand"], body.joints[f"{side}_fingers"], 0.6)
    across = body.frames["pelvis"][0]
    a, b = along(hand, across, 8), along(hand, across, -8)
    shapes = [hull([ball(seen, a, 1.6), ball(seen, b, 1.6)]), ball(seen, a, 4.6), ball(seen, b, 4.6)]
    return Part(shapes, DARK, seen.depth(hand) + 3, "", 1.6)
