"""Coherence: an exercise names what its form implies. Face down in later pregnancy is one line, said once for all.

The lines stand in `catalog/coherence.yaml`, where a clinician can read and mend them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.entries import entries_of, records_of
from hep_engine.knowledge.selectors import SelectorReader
from hep_engine.knowledge.yaml_page import Page
from hep_engine.model.coherence import Demand
from hep_engine.model.exercise import Exercise
from hep_engine.model.record import Ids, Origin, Record, Text
from hep_engine.model.wording import lower_first

__all__ = ["check_coherence", "read_coherence"]


class DemandEntry(Record):
    """One entry of the file; its selector is read with the vocabulary at hand."""

    exercises: Any
    contraindications: Ids
    precautions: Ids
    because: Text
    origin: Origin
    sources: Ids


def read_coherence(page: Page, draft: Draft) -> None:
    """Read `catalog/coherence.yaml` into the draft."""
    entries = entries_of(page, {"coherence"}, "coherence")
    if entries is None or not isinstance(entries.value, dict):
        return
    selectors = SelectorReader(page, draft.lexicon)
    for name, entry in records_of(page, draft, entries, DemandEntry, "coherence"):
        node = entries.value[name]
        selector = selectors.read(node.find(("exercises",)))
        for key, kind in (("contraindications", "findings"), ("precautions", "findings"), ("sources", "sources")):
            draft.lexicon.check_items(page, node.find((key,)), kind)
        if selector:
            draft.coherence[name] = Demand(
                selector, entry.contraindications, entry.precautions, entry.because, entry.origin, entry.sources
            )


def check_coherence(draft: Draft) -> None:
    """Every exercise still in use names the findings that its form implies."""
    if draft.whole("catalog/coherence.yaml", "findings"):
        for exercise in draft.exercises.values():
            if exercise.status != "retired":
                _names_what_its_form_implies(exercise, draft)


def _names_what_its_form_implies(exercise: Exercise, draft: Draft) -> None:
    told = set[str]()
    for finding, hard, name, demand in sorted(_demands(exercise, draft), key=lambda each: (not each[1], each[0])):
        named = finding in exercise.contraindications or (not hard and finding in exercise.precautions)
        if named or finding in told:
            continue
        told.add(finding)
        key = "precautions" if finding in exercise.precautions or not hard else "contraindications"
        at = draft.place("exercise", exercise.id, key, finding)
        asked = "a contraindication" if hard else "at least a precaution"
        what = f"`{finding}` is {asked} in an exercise of this form (`{name}`)"
        draft.report(at, "HEP035", what, lower_first(demand.because.rstrip(".")))


def _demands(exercise: Exercise, draft: Draft) -> Iterator[tuple[str, bool, str, Demand]]:
    """Finding, whether it must be a contraindication, and the line that says so."""
    for name, demand in sorted(draft.coherence.items()):
        if demand.exercises.matches(exercise):
            yield from ((finding, True, name, demand) for finding in demand.contraindications)
            yield from ((finding, False, name, demand) for finding in demand.precautions)
