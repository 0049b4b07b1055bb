"""What an author should look at: parts under the floor, anchors that moved, hands and feet that do not arrive."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.drawing.grips import hand_grip
from hep_engine.drawing.scene import LYING, Scene
from hep_engine.drawing.surface import group, spot_of, surface
from hep_engine.drawing.vectors import flat, length, minus

__all__ = ["doubts"]

_OUTSIDE = ("wall", "counter", "handlebar", "chair_back", "seat")


def doubts(seen: Scene) -> list[str]:
    """One line for each, in the words of the poses."""
    return [*_under_the_floor(seen), *_anchor(seen), *_out_of_reach(seen), *_slipped(seen)]


def _under_the_floor(seen: Scene) -> Iterator[str]:
    for name, body in (("start", seen.start), ("end", seen.end)):
        for part, height in surface(body):
            if height < -2:
                yield f"{name}: {part} is {-height:.0f} cm under the floor"


def _anchor(seen: Scene) -> Iterator[str]:
    last = seen.postures[1]
    if "planted" in {last.places.get(joint) for joint in group(seen.anchor)}:
        yield f"{seen.anchor} is planted and cannot be the anchor as well: anchor another part"
    gone = minus(spot_of(seen.end, seen.anchor), spot_of(seen.start, seen.anchor))
    if seen.poses.anchor is None and last.body in LYING:
        gone = flat(gone)
    if max(map(abs, gone)) > 0.5:
        yield f"{seen.anchor} moves by {tuple(round(each) for each in gone)} cm"


def _out_of_reach(seen: Scene) -> Iterator[str]:
    for name, body, posed in zip(("start", "end"), (seen.start, seen.end), seen.postures, strict=True):
        for limb, place in posed.places.items():
            if place not in _OUTSIDE or limb.endswith("foot"):
                continue
            grip = hand_grip(body, limb.split("_")[0], place, 0.0, seen.spots)
            if grip and length(minus(grip[0], body.joints[limb])) > 3:
                yield f"{name}: {limb} does not reach the {place}"


def _slipped(seen: Scene) -> Iterator[str]:
    for limb, place in seen.postures[1].places.items():
        gone = minus(seen.end.joints[limb], seen.start.joints[limb])
        if place == "planted" and max(map(abs, gone)) > 1.5:
            yield f"end: {limb} does not reach the place where it was"
