"""How long and how thick the parts of the body are, in centimetres, for a person of 170 cm.

Lengths are shares of body height after Drillis and Contini's table, with a larger head and shorter hands so that small
pictures read well.
"""

from __future__ import annotations

from hep_engine.drawing.posture import SIDES

__all__ = [
    "ANKLE", "BALL_OF_FOOT", "BONES", "FOOT", "FOREARM", "HAND", "HEAD", "HEEL", "HEIGHT", "HIPS", "LINK", "LUMBAR",
    "NECK", "RADII", "SHIN", "SHOULDERS", "SPINE", "THIGH", "UPPER_ARM",
]  # fmt: skip

HEIGHT = 170.0
THIGH, SHIN, ANKLE, FOOT, HEEL = (share * HEIGHT for share in (0.245, 0.240, 0.036, 0.105, 0.030))
UPPER_ARM, FOREARM, HAND = (share * HEIGHT for share in (0.172, 0.148, 0.075))
BALL_OF_FOOT = 11.0
"""How far ahead of the ankle the foot presses on a pedal."""
HIPS, SHOULDERS = 0.052 * HEIGHT, 0.105 * HEIGHT
"""Half the distance between the two joints."""
SPINE, LUMBAR = 10, 5
"""Links of the spine; the lowest ones are the low back."""
LINK = 0.285 * HEIGHT / SPINE
NECK, HEAD = 0.058 * HEIGHT, 0.055 * HEIGHT

BONES: dict[str, tuple[str, str, float]] = {
    **{f"{side}_thigh": (f"{side}_hip", f"{side}_knee", THIGH) for side in SIDES},
    **{f"{side}_shin": (f"{side}_knee", f"{side}_foot", SHIN) for side in SIDES},
    **{f"{side}_upper_arm": (f"{side}_shoulder", f"{side}_elbow", UPPER_ARM) for side in SIDES},
    **{f"{side}_forearm": (f"{side}_elbow", f"{side}_hand", FOREARM) for side in SIDES},
    **{f"spine_{number}": (f"spine_{number}", f"spine_{number + 1}", LINK) for number in range(SPINE)},
}
"""The two ends of every bone, and its length."""

RADII: dict[str, float] = {
    "head": 10.2,
    "neck": 5.2,
    "chest": 11.5,
    "belly": 9.5,
    "pelvis": 10.5,
    "hip": 8.2,
    "knee": 5.8,
    "foot": 4.0,
    "heel": 3.4,
    "toes": 2.4,
    "shoulder": 5.4,
    "elbow": 4.2,
    "hand": 3.3,
    "fingers": 2.0,
}
"""Half the thickness of the body at a point."""
