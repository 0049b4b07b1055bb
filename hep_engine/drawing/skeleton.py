"""The skeleton: where every joint is for a posture."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees

from hep_engine.drawing.measures import (
    ANKLE,
    FOOT,
    FOREARM,
    HAND,
    HEAD,
    HEEL,
    HEIGHT,
    HIPS,
    LINK,
    LUMBAR,
    NECK,
    RADII,
    SHIN,
    SHOULDERS,
    SPINE,
    THIGH,
    UPPER_ARM,
)
from hep_engine.drawing.posture import SIDES, Posture
from hep_engine.drawing.vectors import FORWARD, LEFT, ONE, UP, Turn, Vector, about, add, along, then, times
from hep_engine.drawing.vectors import turned as _turned

__all__ = ["Skeleton", "outwards", "set_foot", "skeleton"]

_BASES: dict[str, Turn] = {
    "supine": then(about(LEFT, -90)),
    "hook_lying": then(about(LEFT, -90)),
    "prone": then(about(LEFT, 90)),
    "quadruped": then(about(LEFT, 90)),
    "left_side": then(about(FORWARD, -90)),
    "right_side": then(about(FORWARD, 90)),
}
"""How the pelvis is turned in each body position; upright where none is named."""


@dataclass(slots=True)
class Skeleton:
    """Joints by name, in centimetres, and the frames of the parts that have a front."""

    joints: dict[str, Vector]
    frames: dict[str, Turn]

    def moved(self, by: Vector) -> Skeleton:
        """The same, somewhere else."""
        return Skeleton({name: add(at, by) for name, at in self.joints.items()}, dict(self.frames))

    def turned(self, rotation: Turn) -> Skeleton:
        """The same, turned about the origin."""
        joints = {name: _turned(rotation, at) for name, at in self.joints.items()}
        return Skeleton(joints, {name: then(rotation, frame) for name, frame in self.frames.items()})


def outwards(side: str) -> int:
    """The sign of *side* along the axis to the left."""
    return 1 if side == "left" else -1


def skeleton(posed: Posture) -> Skeleton:
    """Every joint, with the middle of the hips at the origin and the pelvis as the body position has it."""
    found = Skeleton({"pelvis": (0.0, 0.0, 0.0)}, {"pelvis": ONE})
    _spine(found, posed)
    for side in SIDES:
        _arm(found, posed, side)
        _leg(found, posed, side)
    return found.turned(_root(found, posed))


def _root(found: Skeleton, posed: Posture) -> Turn:
    """How the pelvis is turned: standing, the foot stood on is flat on the floor and the body follows."""
    base = _BASES.get(posed.body, ONE)
    if posed.body == "standing" and posed.stands_on not in posed.places:
        toes = found.frames[posed.stands_on][0]
        base = about(LEFT, _slope(toes))
    whole = (about(UP, posed["turn"]), about(FORWARD, -posed["lean"]), about(LEFT, posed["tilt"]))
    if posed.body == "standing":
        return then(about(UP, posed["heading"]), *whole, base)
    return then(about(UP, posed["heading"]), base, *whole)


def _slope(direction: Vector) -> float:
    return degrees(atan2(direction[2], direction[0]))


def _bent(posed: Posture, part: str, share: float) -> Turn:
    return then(
        about(UP, posed[f"{part}.turn"] * share),
        about(FORWARD, -posed[f"{part}.side"] * share),
        about(LEFT, posed[f"{part}.bend"] * share),
    )


def _spine(found: Skeleton, posed: Posture) -> None:
    at, frame = found.joints["pelvis"], ONE
    found.joints["spine_0"] = at
    for link in range(SPINE):
        part, links = ("low_back", LUMBAR) if link < LUMBAR else ("upper_back", SPINE - LUMBAR)
        # The lowest link belongs to the pelvis and moves half as much.
        frame = then(frame, _bent(posed, "trunk", 1 / SPINE), _bent(posed, part, 1 / links))
        at = along(at, frame[2], LINK)
        found.joints[f"spine_{link + 1}"] = at
        found.frames[f"spine_{link + 1}"] = frame
    found.frames["spine_0"] = ONE
    found.frames["chest"] = frame
    found.joints["belly"] = found.joints[f"spine_{LUMBAR - 1}"]
    found.joints["chest"] = found.joints[f"spine_{SPINE - 2}"]
    found.joints["neck"] = at
    half = then(frame, _bent(posed, "neck", 0.5))
    head = then(half, _bent(posed, "neck", 0.5))
    base = add(at, along(times(half[2], NECK), half[0], 0.012 * HEIGHT))
    found.joints["skull"] = base
    found.joints["head"] = add(base, times(head[2], HEAD), times(head[0], 0.010 * HEIGHT))
    found.frames["head"] = head


def _swing(posed: Posture, joint: str, side: str) -> Turn:
    out = outwards(side)
    return then(
        about(LEFT, -posed[f"{joint}.flexion"]),
        about(FORWARD, posed[f"{joint}.abduction"] * out),
        about(UP, posed[f"{joint}.rotation"] * out),
    )


def _arm(found: Skeleton, posed: Posture, side: str) -> None:
    chest, out = found.frames["chest"], outwards(side)
    shoulder = add(found.joints["neck"], times(chest[1], out * SHOULDERS), times(chest[2], -0.022 * HEIGHT))
    upper = then(chest, _swing(posed, f"{side}_shoulder", side))
    fore = then(upper, about(LEFT, -posed[f"{side}_elbow"]))
    elbow = along(shoulder, upper[2], -UPPER_ARM)
    hand = along(elbow, fore[2], -FOREARM)
    found.joints |= {f"{side}_shoulder": shoulder, f"{side}_elbow": elbow, f"{side}_hand": hand}
    found.joints[f"{side}_fingers"] = along(hand, fore[2], -HAND)
    found.frames |= {f"{side}_upper_arm": upper, f"{side}_hand": fore}


def _leg(found: Skeleton, posed: Posture, side: str) -> None:
    pelvis, out = found.frames["pelvis"], outwards(side)
    hip = add(found.joints["pelvis"], times(pelvis[1], out * HIPS))
    thigh = then(pelvis, _swing(posed, f"{side}_hip", side))
    shin = then(thigh, about(LEFT, posed[f"{side}_knee"]))
    foot = then(shin, about(LEFT, -posed[f"{side}_ankle"]))
    knee = along(hip, thigh[2], -THIGH)
    ankle = along(knee, shin[2], -SHIN)
    found.joints |= {f"{side}_hip": hip, f"{side}_knee": knee, f"{side}_foot": ankle}
    found.frames |= {f"{side}_thigh": thigh, f"{side}_shin": shin}
    set_foot(found, side, foot)


def set_foot(found: Skeleton, side: str, frame: Turn) -> None:
    """Give the foot its heel and toes."""
    ankle = found.joints[f"{side}_foot"]
    found.frames[f"{side}_foot"] = frame
    sole = along(ankle, frame[2], -ANKLE)
    found.joints[f"{side}_heel"] = add(sole, times(frame[0], -HEEL), times(frame[2], RADII["heel"]))
    found.joints[f"{side}_toes"] = add(sole, times(frame[0], FOOT), times(frame[2], RADII["toes"]))
