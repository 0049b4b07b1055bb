"""Where the things are that a hand or a foot can be put on."""

from __future__ import annotations

from hep_engine.drawing.skeleton import Skeleton
from hep_engine.drawing.vectors import Vector, add
from hep_engine.model.pose import Place, Poses

__all__ = ["half_a_turn", "spots_of"]

_USUAL = {"wall": (55, 0), "counter": (46, 92), "step": (26, 16), "chair": (0, 0), "long_band": (120, 110)}
"""How far ahead and how high, in centimetres."""


def spots_of(poses: Poses, start: Skeleton) -> dict[str, Vector]:
    """Places by name: from between the ankles of somebody who stands, else from under the pelvis."""
    spots: dict[str, Vector] = {}
    for name, (ahead, height) in _USUAL.items():
        place = getattr(poses.where, name, None) or Place()
        spots[name] = (
            float(ahead if place.ahead is None else place.ahead),
            float(place.side or 0),
            float(height if place.height is None else place.height),
        )
    hips = start.joints["pelvis"]
    spots["seat"] = (hips[0], hips[1], hips[2] - 9.0)
    spots["chair_back"] = (hips[0] - 22.0, hips[1], hips[2] + 34.0)
    spots["handlebar"] = (hips[0] + 52.0, hips[1], hips[2] + 12.0)
    crank = (hips[0] + 22.0, hips[1], hips[2] - 70.0)
    spots["pedal_right"] = add(crank, (8.0, -9.0, -14.0))
    spots["pedal_left"] = add(crank, (-8.0, 9.0, 14.0))
    return spots


def half_a_turn(spots: dict[str, Vector]) -> dict[str, Vector]:
    """The pedals, one half turn later."""
    left, right = spots["pedal_left"], spots["pedal_right"]
    return {"pedal_left": (right[0], left[1], right[2]), "pedal_right": (left[0], right[1], left[2])}
