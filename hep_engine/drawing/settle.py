"""A body in a room: dropped on the floor, its hands and feet put in place."""

from __future__ import annotations

from hep_engine.drawing.grips import foot_grip, hand_grip
from hep_engine.drawing.measures import ANKLE, SHOULDERS
from hep_engine.drawing.posture import Posture
from hep_engine.drawing.reach import Grip, arm_to, leg_to
from hep_engine.drawing.skeleton import Skeleton, outwards, skeleton
from hep_engine.drawing.surface import lowest, tipped_onto, underside
from hep_engine.drawing.vectors import Vector, add, between, part_way, times

__all__ = ["dropped", "grip_between", "grip_of", "put", "put_all", "squashed"]

_SADDLE = 98.0


def dropped(posed: Posture) -> Skeleton:
    """The body with its lowest point on the floor; limbs that are put somewhere do not hold it up."""
    body = squashed(skeleton(posed), posed)
    body = tipped_onto(body, posed.rests_on)
    if posed.body == "standing" and posed.places.get(posed.stands_on) == "floor":
        return body.moved((0.0, 0.0, ANKLE - body.joints[posed.stands_on][2]))
    if "pedal" in posed.places.values():
        return body.moved((0.0, 0.0, _SADDLE - body.joints["pelvis"][2]))
    if len(posed.rests_on) == 2:
        return body.moved((0.0, 0.0, -min(underside(body, part) for part in posed.rests_on)))
    return body.moved((0.0, 0.0, -lowest(body, posed.places)))


def squashed(body: Skeleton, posed: Posture) -> Skeleton:
    """Lying on the side, the lower shoulder gives way forwards."""
    if posed.body not in ("left_side", "right_side") or posed.rests_on:
        return body
    side = posed.body.removesuffix("_side")
    chest = body.frames["chest"]
    by = add(times(chest[1], -0.4 * SHOULDERS * outwards(side)), times(chest[0], 5.0))
    for part in ("shoulder", "elbow", "hand", "fingers"):
        body.joints[f"{side}_{part}"] = add(body.joints[f"{side}_{part}"], by)
    return body


def put_all(body: Skeleton, posed: Posture, spots: dict[str, Vector], before: Skeleton | None) -> None:
    """Put every hand and foot where its word says; *before* is the start, for those that are planted.

    Feet come first, and what leans on another limb last; left and right are looked up before either moves.
    """
    for turn in range(4):
        limbs = [limb for limb, place in posed.places.items() if _turn(limb, place) == turn]
        grips = {limb: _grip(body, limb, posed.places[limb], spots, before) for limb in limbs}
        for limb, grip in grips.items():
            if grip is not None:
                put(body, posed, limb, grip)


def _turn(limb: str, place: str) -> int:
    return 2 * limb.endswith("hand") + place.startswith("other")


def _grip(body: Skeleton, limb: str, place: str, spots: dict[str, Vector], before: Skeleton | None) -> Grip | None:
    side, part = limb.split("_")
    if place == "planted":
        return grip_of(before, limb) if before else None
    return (foot_grip if part == "foot" else hand_grip)(body, side, place, 0.0, spots)


def put(body: Skeleton, posed: Posture, limb: str, grip: Grip) -> None:
    """Put one hand or foot there."""
    side, part = limb.split("_")
    if part == "foot":
        leg_to(body, side, grip)
    else:
        arm_to(body, posed, side, grip)


def grip_of(body: Skeleton, limb: str) -> Grip:
    """Where a hand or a foot is."""
    return body.joints[limb], body.frames[limb]


def grip_between(a: Grip, b: Grip, share: float) -> Grip:
    """A grip a *share* of the way between two."""
    return between(a[0], b[0], share), part_way(a[1], b[1], share)
