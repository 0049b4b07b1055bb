"""Arrows along the way a joint goes, and the signs for what a picture cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from hep_engine.drawing.camera import Camera, Point, Shape
from hep_engine.drawing.scene import Scene
from hep_engine.drawing.surface import group
from hep_engine.drawing.svg import line, path_of
from hep_engine.drawing.vectors import along

__all__ = ["arrow", "trace"]

_SHORTEST = 8.0
_HEAD = 13.0
_OFFSET = {"head": 17.0, "pelvis": 0.0, "belly": 0.0, "chest": 0.0, "knee": 9.0, "hip": 0.0}
_SHORT = 34.0
"""A shorter arrow than this is made longer, or nobody would see it."""
_SHORT_HEAD = 56.0
_UNDER = 16.0
"""How far under the line of the floor a sliding foot has its arrow."""


def trace(scene: Scene, joint: str, seen: Camera) -> list[Point]:
    """The way of a joint on the paper, moved a little off the limb."""
    name = _nearest(scene, joint, seen)
    part = name.rsplit("_", maxsplit=1)[-1]
    way = [seen.paper(at) for at in scene.path(name)]
    size = _long(way)
    if size < _SHORTEST:
        return _drawn_in(scene, seen) if part == "belly" else []
    if part == "hand" and "long_band" in scene.poses.props:
        # The band pulls straight, and the arrow goes above it.
        return [(x, y - 9 * seen.scale) for x, y in _even(way[0], way[-1])]
    short = _SHORT_HEAD if part == "head" else _SHORT
    if size < short:
        (ax, ay), (bx, by) = way[0], way[-1]
        more = (short / max(hypot(bx - ax, by - ay), 1e-6) - 1) / 2
        way = _even((ax - (bx - ax) * more, ay - (by - ay) * more), (bx + (bx - ax) * more, by + (by - ay) * more))
    centre = seen.paper(scene.end.joints["spine_5"])
    if abs(seen.near[2]) < 0.05 and _along_the_floor(way):
        return [(x, _UNDER) for x, _ in _even(way[0], way[-1])]
    off = _OFFSET.get(part, 5.0) * seen.scale
    moved = _aside(way, centre, off)
    if abs(seen.near[2]) < 0.05 and max(y for _, y in moved) > -2:
        return [(x, min(y, -6.0)) for x, y in _aside(way, centre, -off)]
    return moved


def _drawn_in(scene: Scene, seen: Camera) -> list[Point]:
    """The belly stays where it is: an arrow at it says that it is drawn in."""
    belly, ahead = scene.end.joints["belly"], scene.end.frames["spine_3"][0]
    return _even(seen.paper(along(belly, ahead, 30)), seen.paper(along(belly, ahead, 12)))


def _along_the_floor(way: Sequence[Point]) -> bool:
    heights = [y for _, y in way]
    return min(heights) > -26 and max(heights) - min(heights) < 14


def _nearest(scene: Scene, joint: str, seen: Camera) -> str:
    """Of a pair, the one nearer to the eye."""
    return max(group(joint), key=lambda each: (round(seen.depth(scene.end.joints[each]), 2), each == joint))


def _turns_back(way: Sequence[Point]) -> bool:
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(way)]
    return any(a[0] * b[0] + a[1] * b[1] < 0.5 * hypot(*a) * hypot(*b) for a, b in pairwise(steps))


def _even(a: Point, b: Point) -> list[Point]:
    return [(a[0] + (b[0] - a[0]) * step / 12, a[1] + (b[1] - a[1]) * step / 12) for step in range(13)]


def _long(way: Sequence[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(way))


def _aside(way: Sequence[Point], centre: Point, by: float) -> list[Point]:
    """The same way, parallel, on the side away from the middle of the body."""
    size = _long(way)
    chord = (way[-1][0] - way[0][0], way[-1][1] - way[0][1])
    middle = way[len(way) // 2]
    side = chord[0] * (middle[1] - centre[1]) - chord[1] * (middle[0] - centre[0])
    sign = 1.0 if side >= 0 else -1.0
    return _beside(way, chord, size, by * sign)


def _beside(way: Sequence[Point], chord: Point, size: float, by: float) -> list[Point]:
    if _turns_back(way):
        # Off a way that turns back on itself, a parallel one would be tied in a knot.
        far = max(hypot(*chord), 1e-6)
        return [(x - chord[1] / far * by, y + chord[0] / far * by) for x, y in way]
    moved = []
    for index, (x, y) in enumerate(way):
        before, after = way[max(0, index - 2)], way[min(len(way) - 1, index + 2)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        if hypot(dx, dy) < size * 0.01:
            dx, dy = chord
        far = max(hypot(dx, dy), 1e-6)
        moved.append((x - dy / far * by, y + dx / far * by))
    return moved


def arrow(way: Sequence[Point], *, both_ways: bool = False) -> list[str]:
    """An arrow along *way*, with a white rim so that it reads on top of a limb."""
    if len(way) < 2:
        return []
    if len(way) == 2:
        way = _even(*way)
    heads = [_head(way)] + ([_head(way[::-1])] if both_ways else [])
    shaft = _shortened(way, _HEAD * 0.7)
    if both_ways:
        shaft = _shortened(shaft[::-1], _HEAD * 0.7)[::-1]
    tips = "".join(path_of(each) for each in heads)
    return [
        line(shaft, width=9, colour="#ffffff"),
        f'<path d="{tips}" fill="#ffffff" stroke="#ffffff" stroke-width="5" stroke-linejoin="round"/>',
        line(shaft, width=4, colour="#000000"),
        f'<path d="{tips}" fill="#000000"/>',
    ]


def _shortened(way: Sequence[Point], by: float) -> list[Point]:
    kept = list(way)
    left = by
    while len(kept) > 2:
        (ax, ay), (bx, by_) = kept[-2], kept[-1]
        step = hypot(bx - ax, by_ - ay)
        if step > left:
            share = left / step
            kept[-1] = (bx + (ax - bx) * share, by_ + (ay - by_) * share)
            break
        left -= step
        kept.pop()
    return kept


def _head(way: Sequence[Point]) -> Shape:
    tip = way[-1]
    back = _shortened(way, _HEAD)[-1]
    dx, dy = tip[0] - back[0], tip[1] - back[1]
    far = max(hypot(dx, dy), 1e-6)
    dx, dy = dx / far, dy / far
    bx, by = tip[0] - dx * _HEAD, tip[1] - dy * _HEAD
    return [tip, (bx - dy * 7, by + dx * 7), (bx + dy * 7, by - dx * 7)]
