"""The picture of an exercise: its start and its end beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from hep_engine.drawing.arrows import arrow, trace
from hep_engine.drawing.attached import attached
from hep_engine.drawing.camera import Camera, Point, camera
from hep_engine.drawing.figure import Part, far_limbs, figure
from hep_engine.drawing.furniture import ground, room
from hep_engine.drawing.marks import mark
from hep_engine.drawing.scene import Scene, scene
from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.svg import Box, box_around, document, line, paint, words
from hep_engine.drawing.vectors import Vector
from hep_engine.model.pose import Poses

__all__ = ["draw", "panel"]

_MARGIN, _GAP, _HEADING = 16.0, 34.0, 30.0


def draw(poses: Poses, *, title: str, description: str) -> str:
    """The two positions as one SVG, to the same scale, with a heading above each."""
    (first, last), box = _panels(poses)
    return document(*_beside(first, last, box, _captions(poses)), title=title, description=description)


def panel(poses: Poses, which: Literal["start", "end"], *, title: str, description: str) -> str:
    """One of the two positions alone."""
    panels, (left, top, right, bottom) = _panels(poses)
    around = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    return document(panels[which == "end"], around, title=title, description=description)


def _camera(poses: Poses) -> Camera:
    """The view asked for, or the one that shows the body position best."""
    side_lying = poses.start.body in ("left_side", "right_side")
    return camera(poses.view or ("three_quarter" if side_lying else "side"), poses.start.body or "standing")


def _captions(poses: Poses) -> tuple[str, str]:
    return (poses.captions[0], poses.captions[1]) if poses.captions else ("Start", "End")


def _reach(bodies: Sequence[Skeleton]) -> tuple[Vector, Vector]:
    points = [at for body in bodies for at in body.joints.values()]
    low = (min(p[0] for p in points), min(p[1] for p in points), 0.0)
    high = (max(p[0] for p in points), max(p[1] for p in points), max(p[2] for p in points))
    return low, high


def _panels(poses: Poses) -> tuple[tuple[list[str], list[str]], Box]:
    """What start and end are painted with, and the room that either takes."""
    room_of, seen = scene(poses), _camera(poses)
    bodies = (room_of.start, room_of.end)
    far = far_limbs(room_of.start, seen)
    reach = _reach(bodies)
    around = [*ground(room_of, seen, reach), *room(room_of, seen, reach)]
    drawn = [_figure(room_of, body, seen, far) for body in bodies]
    ways = [way for name in poses.arrows if (way := trace(room_of, name, seen))]
    box = box_around([*(shape for part in (*around, *drawn[0], *drawn[1]) for shape in part.shapes), *ways])
    under = [*_floor(seen, box), *paint(around)]
    over = [each for way in ways for each in arrow(way, both_ways=poses.both_ways)]
    if poses.mark:
        sign, box = mark(poses.mark, room_of.end, seen, box)
        over += sign
    return ([*under, *paint(drawn[0])], [*under, *paint(drawn[1]), *over]), box


def _figure(room_of: Scene, body: Skeleton, seen: Camera, far: frozenset[str]) -> list[Part]:
    return sorted([*figure(body, seen, far), *attached(room_of, body, seen)], key=lambda part: part.depth)


def _floor(seen: Camera, box: Box) -> list[str]:
    if abs(seen.near[2]) > 0.05:
        return []
    y = seen.paper((0.0, 0.0, 0.0))[1]
    return [line([(box[0] - 8, y), (box[2] + 8, y)], width=2.4)]


def _beside(first: list[str], last: list[str], box: Box, captions: tuple[str, str]) -> tuple[list[str], Box]:
    left, top, right, bottom = box
    width = max(right - left, 220.0)
    shift = width + _GAP
    middle = (left + right) / 2
    above: Point = (middle, top - 12)
    widest = (width + _GAP) / (0.58 * max(map(len, captions)))
    size = min(widest, max(17.0, min(30.0, (2 * width + _GAP) / 34)))
    lines = [
        words(above, captions[0], size=size, weight="bold"),
        *first,
        f'<g transform="translate({shift:.1f} 0)">',
        words(above, captions[1], size=size, weight="bold"),
        *last,
        "</g>",
    ]
    left = middle - width / 2
    return lines, (left - _MARGIN, top - _HEADING - _MARGIN, left + 2 * width + _GAP + _MARGIN, bottom + _MARGIN)
