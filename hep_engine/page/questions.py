"""The page of today's questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from hep_engine.model.question import Question
from hep_engine.model.words import spoken
from hep_engine.page.lines import Line, heading, said

__all__ = ["questions_page"]


def questions_page(questions: Iterable[Question]) -> Iterator[Line]:
    """What to ask today, under its headings."""
    questions = list(questions)
    yield Line(f"{len(questions)} questions to ask before any exercise, most severe first", "title")
    for (group, level), members in groupby(questions, key=lambda each: (each.group, each.could_be)):
        yield from heading(f"{group} (could be {spoken(level.value)})")
        for each in members:
            yield from said(f"- {each.text}", 2, hang=2)
            yield from said(f"{each.id}; could mean {', '.join(each.could_mean)}", 4, "quiet")
