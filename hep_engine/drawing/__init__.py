"""Drawings of exercises, made from the joint angles that their files give: SVG that reads in black and white.

`draw` gives the two positions beside each other, `panel` one of them alone.
"""

from hep_engine.drawing.picture import draw, panel

__all__ = ["draw", "panel"]
