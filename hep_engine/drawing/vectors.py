"""Vectors and rotations in three dimensions: as much of them as a skeleton needs.

Forwards is x, to the left is y, up is z. Angles are degrees.
"""

from __future__ import annotations

from math import acos, cos, degrees, radians, sin, sqrt
from typing import TypeAlias

__all__ = [
    "BACK",
    "DOWN",
    "FORWARD",
    "LEFT",
    "ONE",
    "UP",
    "Turn",
    "Vector",
    "about",
    "across",
    "add",
    "along",
    "between",
    "bring",
    "cross",
    "dot",
    "flat",
    "length",
    "middle",
    "minus",
    "part_way",
    "then",
    "times",
    "turned",
    "unit",
]

Vector: TypeAlias = tuple[float, float, float]
Turn: TypeAlias = tuple[Vector, Vector, Vector]
"""A rotation: where forwards, left and up go."""

FORWARD: Vector = (1.0, 0.0, 0.0)
BACK: Vector = (-1.0, 0.0, 0.0)
LEFT: Vector = (0.0, 1.0, 0.0)
UP: Vector = (0.0, 0.0, 1.0)
DOWN: Vector = (0.0, 0.0, -1.0)
ONE: Turn = (FORWARD, LEFT, UP)


def add(*all_of: Vector) -> Vector:
    """The sum."""
    x = y = z = 0.0
    for v in all_of:
        x, y, z = x + v[0], y + v[1], z + v[2]
    return (x, y, z)


def minus(a: Vector, b: Vector) -> Vector:
    """From *b* to *a*."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def times(a: Vector, factor: float) -> Vector:
    """*a*, made longer."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vector, b: Vector) -> float:
    """How far *a* goes along *b*."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """What is at right angles to both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vector) -> float:
    """How long *a* is."""
    return sqrt(dot(a, a))


def unit(a: Vector, otherwise: Vector = UP) -> Vector:
    """The direction of *a*; *otherwise*, where it has none."""
    size = length(a)
    return times(a, 1 / size) if size > 1e-9 else otherwise


def along(start: Vector, direction: Vector, distance: float) -> Vector:
    """The point *distance* from *start*."""
    return (start[0] + direction[0] * distance, start[1] + direction[1] * distance, start[2] + direction[2] * distance)


def middle(a: Vector, b: Vector) -> Vector:
    """Half way."""
    return between(a, b, 0.5)


def between(a: Vector, b: Vector, share: float) -> Vector:
    """A *share* of the way from *a* to *b*."""
    rest = 1 - share
    return (a[0] * rest + b[0] * share, a[1] * rest + b[1] * share, a[2] * rest + b[2] * share)


def flat(a: Vector) -> Vector:
    """The level part of *a*."""
    return (a[0], a[1], 0.0)


def across(a: Vector, axis: Vector) -> Vector:
    """The part of *a* at right angles to *axis*, a direction."""
    return minus(a, times(axis, dot(a, axis)))


def about(axis: Vector, angle: float) -> Turn:
    """The rotation about a direction, by the right-hand rule."""
    c, s = cos(radians(angle)), sin(radians(angle))

    def go(v: Vector) -> Vector:
        return add(times(v, c), times(cross(axis, v), s), times(axis, dot(axis, v) * (1 - c)))

    return go(FORWARD), go(LEFT), go(UP)


def turned(rotation: Turn, v: Vector) -> Vector:
    """Where the rotation takes *v*."""
    (a, b, c), (x, y, z) = rotation, v
    return (
        a[0] * x + b[0] * y + c[0] * z,
        a[1] * x + b[1] * y + c[1] * z,
        a[2] * x + b[2] * y + c[2] * z,
    )


def then(*rotations: Turn) -> Turn:
    """Rotations, each within the frame of the one before it."""
    whole = ONE
    for each in rotations:
        whole = (turned(whole, each[0]), turned(whole, each[1]), turned(whole, each[2]))
    return whole


def bring(a: Turn, b: Turn) -> tuple[Vector, float]:
    """Axis and angle of the rotation that takes *a* to *b*."""
    rows = [[sum(b[k][i] * a[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
    angle = degrees(acos(max(-1.0, min(1.0, (rows[0][0] + rows[1][1] + rows[2][2] - 1) / 2))))
    if angle > 179:
        bisector = [[rows[i][j] + (i == j) for j in range(3)] for i in range(3)]
        longest = max(range(3), key=lambda j: bisector[j][j])
        return unit((bisector[0][longest], bisector[1][longest], bisector[2][longest])), angle
    axis = (rows[2][1] - rows[1][2], rows[0][2] - rows[2][0], rows[1][0] - rows[0][1])
    return unit(axis), angle


def part_way(a: Turn, b: Turn, share: float) -> Turn:
    """The rotation a *share* of the way from *a* to *b*."""
    axis, angle = bring(a, b)
    return then(about(axis, angle * share), a)
