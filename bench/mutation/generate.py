"""All mutants of a knowledge base: every edit there is, each with an id, the same ones in the same order each time.

The statements of `rules/invariants/` are not edited: they decide nothing, so that no patient is treated differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bench.mutation.catalogue import ExerciseEdits
from bench.mutation.conclusions import ConclusionEdits
from bench.mutation.conditions import ConditionEdits
from bench.mutation.lists import policy_edits, vocabulary_edits
from bench.mutation.mutant import Edit, Mutant
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import FOLDERS, Rule

__all__ = ["mutants"]


def mutants(knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Every mutant of *knowledge*."""
    seen: Counter[str] = Counter()
    for area, about, edit in _edits(knowledge):
        name = f"{area}/{about}/{edit.path}/{edit.kind.replace(' ', '_')}"
        seen[name] += 1
        number = f"/{seen[name]}" if seen[name] > 1 else ""
        says = f"{about}: {edit.says}" if about else edit.says
        yield Mutant(name + number, area, edit.kind, says, edit.becomes)


def _edits(knowledge: KnowledgeBase) -> Iterator[tuple[str, str, Edit]]:
    for folder in FOLDERS:
        for rule in knowledge.acting(folder) if folder != "invariants" else ():
            for edit in _of_rule(rule, knowledge):
                yield folder, rule.id, edit
    for exercise in knowledge.exercises.values():
        for edit in ExerciseEdits(knowledge.vocabulary).of(exercise):
            area, _, path = edit.path.partition(".")
            yield area, exercise.id, replace(edit, path=path)
    for edit in vocabulary_edits(knowledge.vocabulary):
        about, _, path = edit.path.partition(".")
        yield "vocabulary", about, replace(edit, path=path)
    for edit in policy_edits(knowledge.policy):
        yield "policy", "policy", edit


def _of_rule(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Edit]:
    for edit in ConditionEdits(knowledge.vocabulary).of(rule.when):
        yield replace(edit, becomes=replace(rule, when=edit.becomes))
    yield from ConclusionEdits(knowledge).of(rule)
