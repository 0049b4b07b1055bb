"""From the room to the paper: an orthographic camera, and the outlines that it sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import TypeAlias

from hep_engine.drawing.vectors import Turn, Vector, add, dot, times

__all__ = ["VIEWS", "Camera", "Point", "Shape", "ball", "camera", "disc", "hull"]

Point: TypeAlias = tuple[float, float]
Shape: TypeAlias = list[Point]
"""A closed outline on the paper."""

VIEWS: dict[str, tuple[float, float]] = {
    "side": (0, 0),
    "other_side": (180, 0),
    "front": (90, 0),
    "back": (-90, 0),
    "front_above": (90, 28),
    "back_above": (-90, 28),
    "top": (0, 90),
    "three_quarter": (38, 22),
    "three_quarter_back": (-38, 22),
}
"""Degrees round from the right-hand side of somebody who stands, and degrees up."""
_ON_THE_BACK: dict[str, tuple[float, float]] = {"front_above": (90, 48), "three_quarter": (58, 40)}
_SIDE_LYING: dict[str, tuple[float, float]] = {
    "top": (90, 90),
    "three_quarter": (72, 38),
    "three_quarter_back": (-72, 38),
}
_OWN = {"left_side": _SIDE_LYING, "right_side": _SIDE_LYING, "supine": _ON_THE_BACK, "hook_lying": _ON_THE_BACK}
_ROUND = 20


@dataclass(frozen=True, slots=True)
class Camera:
    """Which way is right, up and towards the eye; centimetres become paper units."""

    right: Vector
    up: Vector
    near: Vector
    scale: float = 2.0

    def paper(self, at: Vector) -> Point:
        """A point of the room on the paper, where y runs downwards."""
        return (dot(at, self.right) * self.scale, -dot(at, self.up) * self.scale)

    def depth(self, at: Vector) -> float:
        """How near a point is."""
        return dot(at, self.near)


def camera(view: str, body: str = "standing") -> Camera:
    """The camera for a word of the poses; somebody who lies on the side is looked at from in front of the chest."""
    round_, high = (radians(angle) for angle in _OWN.get(body, {}).get(view, VIEWS[view]))
    near = (sin(round_) * cos(high), -cos(round_) * cos(high), sin(high))
    right = (cos(round_), sin(round_), 0.0)
    up = (-sin(round_) * sin(high), cos(round_) * sin(high), cos(high))
    return Camera(right, up, near)


def ball(seen: Camera, at: Vector, radius: float) -> Shape:
    """A ball on the paper."""
    x, y = seen.paper(at)
    points = _ROUND // 2 if radius < 3 else _ROUND if radius < 15 else 2 * _ROUND
    turns = (2 * pi * number / points for number in range(points))
    return [(x + radius * seen.scale * cos(turn), y + radius * seen.scale * sin(turn)) for turn in turns]


def disc(seen: Camera, at: Vector, frame: Turn, broad: float, deep: float) -> Shape:
    """A slice of the trunk on the paper, with a little thickness so that it never vanishes."""
    turns = [2 * pi * number / _ROUND for number in range(_ROUND)]
    return [
        seen.paper(add(at, times(frame[0], deep * cos(turn)), times(frame[1], broad * sin(turn)))) for turn in turns
    ]


def hull(shapes: Iterable[Sequence[Point]]) -> Shape:
    """The outline around all of these, clockwise on the paper."""
    points = sorted({(round(x, 3), round(y, 3)) for shape in shapes for x, y in shape})
    if len(points) < 3:
        return list(points)
    return _half(points)[:-1] + _half(points[::-1])[:-1]


def _half(points: Sequence[Point]) -> Shape:
    kept: Shape = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
