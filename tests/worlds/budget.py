"""How often a law is tried: a fixed number of times in CI, fifteen times as often in a hunt."""

from __future__ import annotations

import os

from hypothesis import settings

__all__ = ["HUNTING", "MORE", "tried"]

HUNTING = os.environ.get("HYPOTHESIS_PROFILE") == "hunt"
MORE = 15 if HUNTING else 1


def tried(times: int) -> settings:
    """A budget of its own for a law whose cases are dear."""
    return settings(max_examples=times * MORE)
