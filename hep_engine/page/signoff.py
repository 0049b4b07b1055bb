"""The page of what waits for a clinician's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hep_engine.audit.signoff import Unsigned
from hep_engine.page.lines import Line, heading, said

__all__ = ["signoff_page"]

_TITLES = {
    "rule": "Rules of our own",
    "policy": "Choices of policy",
    "coherence": "What the form of an exercise asks of its file",
    "exercise": "What each exercise adds to its sheet or its facts",
}


def signoff_page(waiting: Sequence[Unsigned]) -> Iterator[Line]:
    """Every choice of ours, part by part, with its place and its reason."""
    yield Line(f"{len(waiting)} choices are our own and wait for a named clinician", "title")
    for part, members in groupby(waiting, key=lambda each: each.part):
        group = list(members)
        yield from heading(f"{_TITLES[part]}: {len(group)}")
        for each in group:
            yield from said(f"- {each.id}: {each.what} ({each.at})", 2, hang=2)
            yield from said(each.why, 4, "quiet")
