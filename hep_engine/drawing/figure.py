"""The mannequin: outlines of its parts with their depths, painted from far to near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hep_engine.drawing.camera import Camera, Shape, ball, disc, hull
from hep_engine.drawing.measures import RADII
from hep_engine.drawing.posture import SIDES
from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.surface import STATIONS
from hep_engine.drawing.vectors import Vector, add, along, between, dot, times

__all__ = ["FAR", "LINE", "NEAR", "SHIRT", "SHOE", "Part", "far_limbs", "figure"]

LINE, NEAR, FAR, SHIRT, SHOE, HAIR, SHORTS = (
    "#1a1a1a", "#ffffff", "#b8b8b8", "#ececec", "#555555", "#444444", "#8e8e8e"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Outlines that make one piece, its fill, and how near it is; neighbours of one limb flow together."""

    shapes: list[Shape]
    fill: str
    depth: float
    limb: str = ""
    line: float = 2.4


def far_limbs(body: Skeleton, seen: Camera) -> frozenset[str]:
    """The limbs on the side away from the eye, painted darker."""
    middle = seen.depth(body.joints["spine_5"])
    arms = {f"{side}_arm" for side in SIDES if seen.depth(body.joints[f"{side}_shoulder"]) < middle - 6}
    found = arms if len(arms) == 1 else set()
    for side in SIDES:
        if seen.depth(body.joints[f"{side}_hip"]) < seen.depth(body.joints["pelvis"]) - 4:
            found.add(f"{side}_leg")
    return frozenset(found)


def figure(body: Skeleton, seen: Camera, far: frozenset[str]) -> list[Part]:
    """All parts of the body, far ones first."""
    parts = [*_trunk(body, seen), *_head(body, seen)]
    parts += _shorts(body, seen)
    for side in SIDES:
        parts += _arm(body, seen, side, FAR if f"{side}_arm" in far else NEAR)
        parts += _leg(body, seen, side, FAR if f"{side}_leg" in far else NEAR)
    return sorted(parts, key=lambda part: part.depth)


def _capsule(seen: Camera, a: Vector, first: float, b: Vector, second: float) -> Shape:
    return hull([ball(seen, a, first), ball(seen, b, second)])


def _trunk(body: Skeleton, seen: Camera) -> Iterator[Part]:
    names = list(STATIONS)
    slices = [disc(seen, body.joints[name], body.frames[name], *STATIONS[name]) for name in names]
    # Stations lie apart; slices between them keep a strong curve smooth.
    shapes = [hull([a, b]) for a, b in pairwise(slices)]
    shapes += [_rounded(seen, body, "spine_0", -5.5, 0.82)]
    shapes += [
        _capsule(seen, body.joints[f"{side}_shoulder"], RADII["shoulder"] + 0.4, body.joints["spine_9"], 7.0)
        for side in SIDES
    ]
    depth = seen.depth(body.joints["spine_5"])
    yield Part(shapes, SHIRT, depth, "trunk")
    neck, skull = body.joints["neck"], body.joints["skull"]
    low = between(neck, body.joints["spine_9"], 0.3)
    yield Part([_capsule(seen, low, RADII["neck"], skull, RADII["neck"] - 0.4)], NEAR, depth - 0.5, "neck")


def _rounded(seen: Camera, body: Skeleton, station: str, down: float, share: float) -> Shape:
    frame, (broad, deep) = body.frames[station], STATIONS[station]
    at = body.joints[station]
    low = along(at, frame[2], down)
    return hull([disc(seen, at, frame, broad, deep), disc(seen, low, frame, broad * share, deep * share)])


def _shorts(body: Skeleton, seen: Camera) -> Iterator[Part]:
    """One piece with the near thigh; the far thigh's stays behind."""
    hems = []
    for side in SIDES:
        hip, knee = body.joints[f"{side}_hip"], body.joints[f"{side}_knee"]
        width = RADII["hip"] + (RADII["knee"] - RADII["hip"]) * 0.42
        hem = _capsule(seen, hip, RADII["hip"] + 0.1, between(hip, knee, 0.42), width + 0.3)
        hems.append((seen.depth(between(hip, knee, 0.6)) + 0.005, hem))
    (far, behind), (near, before) = sorted(hems, key=lambda each: each[0])
    waist = max(near, seen.depth(body.joints["spine_5"]) + 0.01)
    if near - far < 6:
        yield Part([behind, _pelvis(body, seen), before], SHORTS, waist, "shorts", 1.8)
        return
    if abs(seen.depth(body.joints["left_hip"]) - seen.depth(body.joints["right_hip"])) < 12:
        # Seen from in front, one thigh comes forward out of a pelvis that belongs to the other one as well.
        waist = max(far, seen.depth(body.joints["spine_5"]) + 0.01)
        yield Part([behind, _pelvis(body, seen)], SHORTS, waist, "shorts", 1.8)
        yield Part([before], SHORTS, max(near, waist + 0.01), "near_shorts", 1.8)
        return
    yield Part([behind], SHORTS, far, "far_shorts", 1.8)
    yield Part([_pelvis(body, seen), before], SHORTS, waist, "shorts", 1.8)


def _pelvis(body: Skeleton, seen: Camera) -> Shape:
    frame, (broad, deep) = body.frames["spine_0"], STATIONS["spine_0"]
    at = body.joints["spine_0"]
    low, high = along(at, frame[2], -5.5), along(at, frame[2], 4.0)
    top = disc(seen, high, frame, broad - 0.2, deep - 0.2)
    return hull([top, disc(seen, at, frame, broad, deep), disc(seen, low, frame, broad * 0.82, deep * 0.82)])


def _head(body: Skeleton, seen: Camera) -> Iterator[Part]:
    at, frame, radius = body.joints["head"], body.frames["head"], RADII["head"]
    depth = seen.depth(at) + (4.0 if dot(frame[0], seen.near) >= 0 else 0.0)
    jaw = add(at, times(frame[0], 2.2), times(frame[2], -4.6))
    crown = add(at, times(frame[0], -0.6), times(frame[2], 1.2))
    skull = [hull([ball(seen, crown, radius - 0.8), ball(seen, jaw, radius - 4.4)])]
    nose = add(at, times(frame[0], radius - 0.7), times(frame[2], -2.0))
    bridge = add(at, times(frame[0], radius - 2.6), times(frame[2], 0.8))
    facing = dot(frame[0], seen.near)
    skull.append(hull([ball(seen, nose, 1.0), ball(seen, bridge, 1.4)]))
    hair = add(at, times(frame[0], -3.2), times(frame[2], 2.8))
    cap = Part([ball(seen, hair, radius - 0.4)], HAIR, depth + (-0.3 if facing > -0.35 else 0.3), "hair", 2.0)
    yield cap
    yield Part(skull, NEAR, depth, "head")
    yield from _face(body, seen, depth)


def _face(body: Skeleton, seen: Camera, depth: float) -> Iterator[Part]:
    at, frame = body.joints["head"], body.frames["head"]
    for out in (1, -1):
        eye = add(at, times(frame[0], 8.0), times(frame[1], 3.4 * out), times(frame[2], 0.2))
        way = add(times(frame[0], 0.9), times(frame[1], 0.42 * out))
        if dot(way, seen.near) > 0.3:
            yield Part([ball(seen, eye, 0.75)], LINE, depth + 0.5, "eye", 0.0)


def _arm(body: Skeleton, seen: Camera, side: str, fill: str) -> Iterator[Part]:
    shoulder, elbow, hand, tips = (body.joints[f"{side}_{name}"] for name in ("shoulder", "elbow", "hand", "fingers"))
    upper = [_capsule(seen, shoulder, RADII["shoulder"], elbow, RADII["elbow"])]
    knuckles = between(hand, tips, 0.5)
    fore = [
        _capsule(seen, elbow, RADII["elbow"], hand, RADII["hand"] - 0.3),
        _capsule(seen, hand, RADII["hand"] - 0.3, knuckles, RADII["hand"] + 0.4),
        _capsule(seen, knuckles, RADII["hand"] + 0.4, tips, RADII["fingers"]),
    ]
    # A little nearer than it is, so that an arm that hangs beside the trunk is in front on both sides.
    yield Part(upper, fill, seen.depth(between(shoulder, elbow, 0.5)) + 0.6, f"{side}_arm")
    yield Part(fore, fill, max(seen.depth(elbow), seen.depth(hand)) * 0.5 + seen.depth(hand) * 0.5, f"{side}_arm")


def _leg(body: Skeleton, seen: Camera, side: str, fill: str) -> Iterator[Part]:
    hip, knee, foot, heel, toes = (body.joints[f"{side}_{name}"] for name in ("hip", "knee", "foot", "heel", "toes"))
    thigh = [_capsule(seen, hip, RADII["hip"], knee, RADII["knee"])]
    calf = between(knee, foot, 0.3)
    frame = body.frames[f"{side}_shin"]
    belly = along(calf, frame[0], -0.8)
    shin = [
        _capsule(seen, knee, RADII["knee"], belly, RADII["knee"] - 0.4),
        _capsule(seen, belly, RADII["knee"] - 0.4, foot, RADII["foot"]),
    ]
    ball_of = between(heel, toes, 0.72)
    shoe = [
        hull(
            [
                ball(seen, foot, RADII["foot"] - 0.2),
                ball(seen, heel, RADII["heel"]),
                ball(seen, ball_of, RADII["toes"] + 0.8),
            ]
        ),
        _capsule(seen, ball_of, RADII["toes"] + 0.8, toes, RADII["toes"]),
    ]
    near = seen.depth(between(knee, foot, 0.5))
    deep = seen.depth(between(hip, knee, 0.6))
    yield Part(thigh, fill, deep, f"{side}_leg")
    yield Part(shin, fill, near, f"{side}_leg")
    yield Part(shoe, SHOE, max(near + 0.1, seen.depth(foot)), f"{side}_shoe", 1.8)
