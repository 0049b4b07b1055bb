"""Signs for what two positions cannot show: keep still, breathe, walk."""

from __future__ import annotations

from hep_engine.drawing.arrows import arrow
from hep_engine.drawing.camera import Camera
from hep_engine.drawing.figure import LINE
from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.svg import Box, line, number, words
from hep_engine.drawing.vectors import along, times

__all__ = ["mark"]

_SIZE = 22.0


def mark(which: str, body: Skeleton, seen: Camera, box: Box) -> tuple[list[str], Box]:
    """The sign, and the box with room for it at its top right corner."""
    left, top, right, bottom = box
    if which == "walk":
        y = top - 12
        way = [(left + 10, y), (right - 10, y)]
        return arrow(way), (left, top - 26, right, bottom)
    x, y = right - _SIZE - 2, top - _SIZE - 12
    if which == "hold":
        drawn = [
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(_SIZE - 4)}" fill="#ffffff" stroke="{LINE}" '
            'stroke-width="3"/>',
            line([(x, y - 10), (x, y), (x + 7, y + 4)], width=3),
            line([(x - 4, y - _SIZE), (x + 4, y - _SIZE)], width=4),
            words((x - 48, y + 6), "hold", size=17),
        ]
        return drawn, (left, top - 2 * _SIZE - 14, right, bottom)
    belly, ahead = body.joints["belly"], body.frames["spine_3"][0]
    if ahead[2] < -0.2:  # the floor is there
        ahead = times(ahead, -1)
    drawn = arrow([seen.paper(along(belly, ahead, 13)), seen.paper(along(belly, ahead, 30))], both_ways=True)
    drawn += [words((x - 22, y - 8), "breathe", size=17)]
    wave = (0.0, 3.5, 0.0, -3.5)
    for shift in (0.0, 10.0):
        points = [(x - 50 + step * 4, y + 8 + shift + wave[step % 4]) for step in range(15)]
        drawn.append(line(points, width=2.4))
    return drawn, (left, top - 2 * _SIZE - 14, right, bottom)
