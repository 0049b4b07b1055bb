"""Hands and feet that are put somewhere: two bones that bend until their end is there."""

from __future__ import annotations

from math import sqrt

from hep_engine.drawing.measures import FOREARM, HAND, RADII, SHIN, THIGH, UPPER_ARM
from hep_engine.drawing.posture import Posture
from hep_engine.drawing.skeleton import Skeleton, outwards, set_foot
from hep_engine.drawing.vectors import (
    DOWN,
    UP,
    Turn,
    Vector,
    across,
    add,
    along,
    cross,
    flat,
    length,
    minus,
    times,
    unit,
)

__all__ = ["Grip", "arm_to", "leg_to"]

Grip = tuple[Vector, Turn]
"""Where the wrist or the ankle is to be, and how the hand (its length downwards) or the foot is turned."""


def _bend(root: Vector, end: Vector, upper: float, lower: float, aside: Vector) -> tuple[Vector, Vector]:
    """The middle and the end of two bones from *root* towards *end*, bent to the side of *aside*."""
    way = minus(end, root)
    distance = max(abs(upper - lower) + 0.1, min(length(way), upper + lower - 0.05))
    direction = unit(way, DOWN)
    share = (upper**2 - lower**2 + distance**2) / (2 * distance)
    out = unit(across(aside, direction), unit(cross(direction, (0.3, 0.9, 0.2))))
    knee = add(root, times(direction, share), times(out, sqrt(max(0.0, upper**2 - share**2))))
    return knee, along(root, direction, distance)


def arm_to(body: Skeleton, posed: Posture, side: str, grip: Grip) -> None:
    """Bend the arm until the wrist is there."""
    shoulder, chest = body.joints[f"{side}_shoulder"], body.frames["chest"]
    fk = minus(body.joints[f"{side}_elbow"], shoulder)
    way = unit(minus(grip[0], shoulder), DOWN)
    aside = across(fk, way)
    if (posed[f"{side}_elbow"] < 15 and posed[f"{side}_shoulder.rotation"] == 0) or length(aside) < 1:
        aside = add(times(chest[0], -0.5), times(chest[2], -0.5), times(chest[1], 0.6 * outwards(side)))
    elbow, hand = _bend(shoulder, grip[0], UPPER_ARM, FOREARM, aside)
    if elbow[2] < RADII["elbow"] and elbow[2] < shoulder[2]:
        # The floor is in the way: the elbow goes along it, the way it was going or towards the head.
        level = add(
            flat(aside), times(flat(chest[2]), 0.4), times(flat(chest[0]), 0.4), times(UP, 0.05 * length(aside))
        )
        elbow, hand = _bend(shoulder, grip[0], UPPER_ARM, FOREARM, level)
    body.joints |= {f"{side}_elbow": elbow, f"{side}_hand": hand}
    body.joints[f"{side}_fingers"] = along(hand, grip[1][2], -HAND)
    body.frames[f"{side}_hand"] = grip[1]


def leg_to(body: Skeleton, side: str, grip: Grip) -> None:
    """Bend the leg until the ankle is there; the knee keeps to the side where the angles have it."""
    hip, thigh = body.joints[f"{side}_hip"], body.frames[f"{side}_thigh"]
    way = unit(minus(grip[0], hip), DOWN)
    aside = across(minus(body.joints[f"{side}_knee"], hip), way)
    aside = add(times(unit(aside, thigh[0]), min(1.0, length(aside) / 4)), times(thigh[0], 0.15))
    knee, ankle = _bend(hip, grip[0], THIGH, SHIN, aside)
    body.joints |= {f"{side}_knee": knee, f"{side}_foot": ankle}
    down = unit(minus(hip, knee))
    front = unit(across(thigh[0], down), thigh[0])
    body.frames[f"{side}_thigh"] = (front, cross(down, front), down)
    up = unit(minus(knee, ankle))
    ahead = unit(across(thigh[0], up), thigh[0])
    body.frames[f"{side}_shin"] = (ahead, cross(up, ahead), up)
    set_foot(body, side, grip[1])
