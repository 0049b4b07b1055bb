"""What stands in the room, behind the figure: mat, chair, wall, counter, step and bike."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.drawing.camera import Camera, ball, hull
from hep_engine.drawing.figure import Part
from hep_engine.drawing.scene import Scene
from hep_engine.drawing.vectors import Vector, add, middle, times

__all__ = ["BEHIND", "CUSHION", "DARK", "MID", "PALE", "box", "ground", "room"]

PALE, MID, DARK = "#f2f2f2", "#d4d4d4", "#6a6a6a"
CUSHION = "#ffffff"
BEHIND = -1000.0


def box(seen: Camera, low: Vector, high: Vector, fill: str = PALE, line: float = 1.8) -> Part:
    """A block between two corners."""
    corners = [seen.paper((x, y, z)) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    depth = BEHIND + seen.depth(times(add(low, high), 0.5))
    return Part([hull([corners])], fill, depth, "", line)


def ground(scene: Scene, seen: Camera, reach: tuple[Vector, Vector]) -> list[Part]:
    """The floor below the figure, where it is looked at from above and no mat shows it."""
    if seen.near[2] < 0.05 or "mat" in scene.poses.props:
        return []
    (ax, ay, _), (bx, by, _) = reach
    if "long_band" in scene.poses.props:
        x, y, _ = scene.spots["long_band"]
        ax, bx, ay, by = min(ax, 0.0 if y else x), max(bx, 0.0 if y else x), min(ay, y), max(by, y)
    corners = [seen.paper((x, y, -0.5)) for x in (ax - 10, bx + 10) for y in (ay - 8, by + 8)]
    return [Part([hull([corners])], PALE, 2 * BEHIND, "", 1.2)]


def room(scene: Scene, seen: Camera, reach: tuple[Vector, Vector]) -> list[Part]:
    """What stands behind the figure; *reach* are the lowest and highest corners of both positions."""
    parts: list[Part] = []
    for prop in scene.poses.props:
        match prop:
            case "mat":
                (ax, ay, _), (bx, by, _) = reach
                parts.append(box(seen, (ax - 8, ay - 6, -2.4), (bx + 8, by + 6, 0.0), MID))
            case "chair":
                parts += _chair(scene, seen)
            case "wall":
                parts.append(_wall(scene, seen, reach[1][2] + 22))
            case "counter":
                parts += _counter(scene, seen)
            case "step":
                parts.append(_step(scene, seen))
            case "bike":
                parts += _bike(scene, seen)
    return sorted(parts, key=lambda part: part.depth)


def _wall(scene: Scene, seen: Camera, high: float) -> Part:
    """As high as the figure and a little more."""
    x, y, _ = scene.spots["wall"]
    if y:
        thick = 5 if y > 0 else -5
        return box(
            seen, (-70, min(y, y + thick), 0), (70, max(y, y + thick), high), PALE if abs(seen.near[1]) > 0.7 else MID
        )
    thick = 5 if x >= 0 else -5
    return box(
        seen, (min(x, x + thick), -45, 0), (max(x, x + thick), 45, high), PALE if abs(seen.near[0]) > 0.7 else MID
    )


def _counter(scene: Scene, seen: Camera) -> Iterator[Part]:
    x, y, height = scene.spots["counter"]
    if y:
        sign = 1 if y > 0 else -1
        edges = sorted((y, y + 45 * sign))
        yield box(seen, (-45, edges[0] + 3, 0), (45, edges[1], height - 4), PALE)
        yield box(seen, (-48, edges[0], height - 4), (48, edges[1], height), MID)
        return
    yield box(seen, (x + 3, -55, 0), (x + 45, 55, height - 4), PALE)
    yield box(seen, (x, -58, height - 4), (x + 45, 58, height), MID)


def _step(scene: Scene, seen: Camera) -> Part:
    x, _, height = scene.spots["step"]
    feet = [scene.start.joints[f"{side}_foot"] for side in ("left", "right")]
    up = max(feet, key=lambda at: at[2])
    x = up[0] if up[2] > 10 else x
    return box(seen, (x - 12, -32, 0), (x + 26, 32, height), MID)


def _chair(scene: Scene, seen: Camera) -> Iterator[Part]:
    sitting = scene.start if scene.postures[0].body == "sitting" else scene.end
    hips = sitting.joints["pelvis"]
    back = scene.spots["chair"][0]
    top = hips[2] - 8.6
    x, y = hips[0] - 12 + back, hips[1]
    high = scene.spots["chair"][2] or 42
    for leg_x in (x - 8, x + 30):
        for leg_y in (y - 20, y + 17):
            yield box(seen, (leg_x, leg_y, 0), (leg_x + 3, leg_y + 3, top - 4), PALE)
    yield box(seen, (x - 8, y - 20, top - 4), (x + 33, y + 20, top), MID)
    yield box(seen, (x - 8, y - 20, top), (x - 4, y + 20, top + high), PALE)


def _bike(scene: Scene, seen: Camera) -> Iterator[Part]:
    hips, bar = scene.start.joints["pelvis"], scene.spots["handlebar"]
    crank = times(add(scene.spots["pedal_left"], scene.spots["pedal_right"]), 0.5)
    ground = min(0.0, crank[2] - 26)

    def tube(a: Vector, b: Vector, radius: float = 2.4) -> Part:
        depth = BEHIND + seen.depth(middle(a, b))
        return Part([hull([ball(seen, a, radius), ball(seen, b, radius)])], PALE, depth, "", 1.8)

    saddle = (hips[0] - 2, hips[1], hips[2] - 10.5)
    wheel = (crank[0] + 30, 0.0, crank[2] - 6)
    yield Part([ball(seen, wheel, 22)], MID, BEHIND - 50, "", 2)
    yield Part([ball(seen, wheel, 6)], PALE, BEHIND - 49, "", 2)
    yield tube((crank[0] - 34, 0, ground + 3), (crank[0] + 48, 0, ground + 3), 3)
    yield tube(crank, saddle)
    yield tube(crank, (crank[0], 0, ground + 3))
    yield tube(crank, wheel)
    yield tube(wheel, (bar[0] + 2, 0, bar[2]))
    yield tube(wheel, (wheel[0], 0, ground + 3))
    yield tube((bar[0] + 2, -14, bar[2]), (bar[0] + 2, 14, bar[2]), 1.8)
    yield tube(add(saddle, (-10, 0, 0)), add(saddle, (9, 0, 0)), 3.2)
