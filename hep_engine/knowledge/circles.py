"""Circles in what rests on what: each found once, from its first name in the alphabet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter

__all__ = ["circles"]


def circles(needs: Mapping[str, Set[str]]) -> Iterator[tuple[str, ...]]:
    """Circles that share no name, as `a, b, a` where `b` needs `a` and `a` needs `b`."""
    left = {name: set(before) for name, before in needs.items()}
    while True:
        try:
            TopologicalSorter({name: sorted(before) for name, before in sorted(left.items())}).prepare()
        except CycleError as found:
            steps: list[str] = found.args[1][:-1]
            first = steps.index(min(steps))
            yield (*steps[first:], *steps[:first], steps[first])
            left = {name: before - set(steps) for name, before in left.items() if name not in steps}
        else:
            return
