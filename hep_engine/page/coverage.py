"""The page of coverage: how many deficits are served, and every gap."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.audit.coverage import Coverage
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.words import NPRS
from hep_engine.page.lines import Line, heading, said

__all__ = ["coverage_page"]


def coverage_page(coverage: Coverage, knowledge: KnowledgeBase) -> Iterator[Line]:
    """For each deficit, the pain scores served in each phase; then the gaps."""
    gaps = list(coverage.gaps())
    served = len(coverage.deficits) * len(coverage.phases) - len(gaps)
    yield Line(f"{served} of {served + len(gaps)} deficits by phase have an exercise at some pain", "title")
    yield from said("Pain at which a patient with this deficit alone, with all equipment, is offered something:")
    for deficit in coverage.deficits:
        yield Line()
        yield from said(f"{knowledge.vocabulary.label('deficits', deficit)} ({deficit})", 2)
        for phase in coverage.phases:
            pains = [pain for pain in NPRS if coverage.counts[deficit, phase, pain]]
            most = max(coverage.counts[deficit, phase, pain] for pain in NPRS)
            told = f"pain {_spans(pains)}, up to {most}" if pains else "nothing"
            yield Line(f"    {phase:<12} {told}", "" if pains else "warn")
    if gaps:
        yield from heading(f"Gaps: {len(gaps)}")
        for deficit, phase in gaps:
            yield from said(f"- {deficit} in the {phase} phase", 2, "warn", 2)


def _spans(numbers: list[int]) -> str:
    """`0-3, 5` for 0, 1, 2, 3, 5."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(f"{each[0]}-{each[-1]}" if len(each) > 1 else f"{each[0]}" for each in spans)
