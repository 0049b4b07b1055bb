"""The share of a box: a simple measure to order regions by. It says nothing about how many people there are."""

from __future__ import annotations

from hep_engine.model.gaps import SEVERAL
from hep_engine.verify.box import Box
from hep_engine.verify.ground import Ground

__all__ = ["share"]

_RARE = 0.1
"""A fact counts as so of one patient in ten, whatever it is: a choice, no frequency."""


def share(box: Box, ground: Ground) -> float:
    """Of the cells pain by phase by deficit, the share in the box, times what else it asks.

    A word counts by the words there are, a score or age by its scale, and a group of facts as if each of them were so
    of one patient in ten.
    """
    found = len(box.only) / max(len(ground.needs.all), 1)
    for name, span in box.numbers.items():
        every = ground.numbers[name]
        found *= (max(span.high - span.low + 1, 0) + span.untold) / (every.high - every.low + 1 + every.untold)
    for field, words in box.words.items():
        # Several directions at once contradict each other, and count for no more than another fact would.
        usual = {word for word in ground.words[field] if word is None or SEVERAL not in word}
        found *= len(words & usual) / len(usual) or _RARE
    for group in box.groups:
        found *= 1 - (1 - _RARE) ** len(group)
    return found
