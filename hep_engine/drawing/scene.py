"""The two positions of an exercise in one room, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hep_engine.drawing.posture import Posture, blend, posture
from hep_engine.drawing.reach import Grip
from hep_engine.drawing.settle import dropped, grip_between, grip_of, put, put_all, squashed
from hep_engine.drawing.skeleton import Skeleton, skeleton
from hep_engine.drawing.spots import half_a_turn, spots_of
from hep_engine.drawing.surface import group, spot_of
from hep_engine.drawing.vectors import LEFT, Vector, about, add, between, bring, middle, minus, part_way, turned
from hep_engine.model.pose import Poses

__all__ = ["LYING", "Scene", "scene"]

LYING = ("supine", "hook_lying", "prone", "left_side", "right_side")
_ANCHORS = {"sitting": "pelvis", "quadruped": "knees", "kneeling": "knees"}
_LIMBS = ("left_foot", "right_foot", "left_hand", "right_hand")


@dataclass(slots=True)
class Scene:
    """Start and end, and where the things in the room are."""

    poses: Poses
    postures: tuple[Posture, Posture]
    start: Skeleton
    end: Skeleton
    spots: dict[str, Vector]
    anchor: str
    _off: dict[str, tuple[Vector, Vector]] = field(default_factory=dict)
    """How far a hand or a foot is from where the angles alone would have it, at the start and at the end."""

    def at(self, share: float) -> Skeleton:
        """The body on its way: a *share* of the way from start to end."""
        if share <= 0:
            return self.start
        if share >= 1:
            return self.end
        first, last = self.postures
        posed = blend(first, last, share)
        body = self._free(share)
        for limb in _LIMBS:
            if limb in first.places or limb in last.places:
                put(body, posed, limb, self._on_the_way(body, limb, share))
        return body

    def _free(self, share: float) -> Skeleton:
        """The body on its way with no hand and no foot put anywhere."""
        posed = blend(*self.postures, share)
        body = squashed(skeleton(posed), posed)
        to = part_way(self.start.frames["pelvis"], self.end.frames["pelvis"], share)
        axis, angle = bring(body.frames["pelvis"], to)
        body = body.turned(about(axis, angle))
        there = between(self.start.joints["pelvis"], self.end.joints["pelvis"], share)
        body = body.moved(minus(there, body.joints["pelvis"]))
        if _placed(self.postures).isdisjoint(group(self.anchor)):
            there = between(spot_of(self.start, self.anchor), spot_of(self.end, self.anchor), share)
            body = body.moved(minus(there, spot_of(body, self.anchor)))
        return body

    def _on_the_way(self, body: Skeleton, limb: str, share: float) -> Grip:
        """Where a hand or a foot is: straight between two places, or swinging as the angles say from or to one."""
        first, last = self.postures
        grip = grip_between(grip_of(self.start, limb), grip_of(self.end, limb), share)
        if first.places.get(limb) == last.places.get(limb) == "pedal":
            return self._pedalled(grip, limb, share)
        if limb in first.places and limb in last.places:
            return grip
        if limb not in self._off:
            before, after = self._free(0.0).joints[limb], self._free(1.0).joints[limb]
            self._off[limb] = minus(self.start.joints[limb], before), minus(self.end.joints[limb], after)
        return add(body.joints[limb], between(*self._off[limb], share)), grip[1]

    def _pedalled(self, grip: Grip, limb: str, share: float) -> Grip:
        """A foot that goes round with its pedal, over the top or under the bottom, forwards."""
        start = self.start.joints[limb]
        centre = middle(start, self.end.joints[limb])
        return add(centre, turned(about(LEFT, 180 * share), minus(start, centre))), grip[1]

    def path(self, joint: str, steps: int = 20) -> list[Vector]:
        """The way a joint goes."""
        return [spot_of(self.at(step / steps), joint) for step in range(steps + 1)]


def scene(poses: Poses) -> Scene:
    """The room for these poses."""
    first = posture(poses.start)
    last = posture(poses.end, first)
    start = dropped(first)
    where = spot_of(start, "feet") if first.body == "standing" else start.joints["pelvis"]
    start = start.moved((-where[0], -where[1], 0.0))
    spots = spots_of(poses, start)
    put_all(start, first, spots, None)
    anchor = poses.anchor or _anchor_of(first, last)
    end = _anchored(dropped(last), last, {**spots, **half_a_turn(spots)}, start, (anchor, poses.anchor is None))
    return Scene(poses, (first, last), start, end, spots, anchor)


def _anchored(
    body: Skeleton, posed: Posture, spots: dict[str, Vector], start: Skeleton, anchor: tuple[str, bool]
) -> Skeleton:
    """The body moved until its anchor is where it was at the start; lying, a usual anchor keeps it on the floor."""
    done = body
    for _ in range(4):
        gone = minus(spot_of(start, anchor[0]), spot_of(done, anchor[0]))
        body = body.moved((gone[0], gone[1], 0.0) if anchor[1] and posed.body in LYING else gone)
        done = body.moved((0.0, 0.0, 0.0))
        put_all(done, posed, spots, start)
    return done


def _placed(postures: Iterable[Posture]) -> set[str]:
    return {limb for each in postures for limb in each.places}


def _anchor_of(first: Posture, last: Posture) -> str:
    if last.body == "standing":
        return last.stands_on
    return _ANCHORS.get(last.body, "pelvis") if first.body == last.body else "feet"
