"""The rulebook: every condition of a knowledge base, numbered in the order in which it can be judged.

A reading gets this and a patient's facts, and nothing else: it knows no exercise, only conditions with names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from hep_engine.model.condition import All, Condition, FactKind, Has, clauses
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.requirement import Requirement, requirements
from hep_engine.model.rule import Infer, TakeApproach
from hep_engine.model.words import FIELD_WORDS

__all__ = ["Inference", "Rulebook", "depends_on", "follow_up_book"]


@dataclass(frozen=True, slots=True)
class Inference:
    """How one finding is settled: from what implies it and from the rules that conclude it."""

    finding: str
    implied_by: tuple[str, ...]
    rules: tuple[tuple[str, Condition], ...]
    derived: bool
    """Concluded by rules alone: it is no when all of them are no."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Named conditions in judging order: approach, findings, rules, exercises. None looks at a later one."""

    approaches: tuple[tuple[str, Condition, str], ...]
    """Rule, condition, approach."""
    caution: tuple[str, ...]
    """The approaches, most cautious first."""
    told: tuple[str, ...]
    """The findings that nothing implies or concludes: they are as told."""
    findings: tuple[Inference, ...]
    """Every other finding of the vocabulary, each after those it rests on."""
    rules: tuple[tuple[str, Condition], ...]
    """Gates, restrictions, ranking and program rules."""
    exercises: tuple[tuple[str, Condition], ...]
    """Eligibility: every requirement of the exercise holds."""
    words: Mapping[str, tuple[str, ...]]
    """The closed list of words of every word field."""
    requirements: Mapping[str, tuple[Requirement, ...]]
    """What each exercise's condition is made of."""
    needs: tuple[Condition, ...]
    """The conditions of all requirements, each once: exercises have most of theirs in common."""
    numbered: Mapping[str, tuple[int, ...]]
    """For each requirement of each exercise, the number of its condition among `needs`."""

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Rulebook:
        """The rulebook of a loaded knowledge base."""
        inferring = knowledge.acting("findings")
        settled = _inferences(knowledge)
        parts = {name: requirements(exercise, knowledge) for name, exercise in knowledge.exercises.items()}
        numbers: dict[Condition, int] = {}
        numbered = {
            name: tuple(numbers.setdefault(part.needs, len(numbers)) for part in needs) for name, needs in parts.items()
        }
        return cls(
            approaches=tuple(
                (rule.id, rule.when, rule.then.approach) for rule in inferring if isinstance(rule.then, TakeApproach)
            ),
            caution=knowledge.vocabulary.approaches,
            told=tuple(each.finding for each in settled if not _follows(each)),
            findings=tuple(each for each in settled if _follows(each)),
            rules=tuple(
                (rule.id, rule.when)
                for folder in ("gates", "restrictions", "ranking", "program")
                for rule in knowledge.acting(folder)
            ),
            exercises=tuple((name, All(tuple(part.needs for part in needs))) for name, needs in parts.items()),
            words={**FIELD_WORDS, "approach": knowledge.vocabulary.approaches},
            requirements=parts,
            needs=tuple(numbers),
            numbered=numbered,
        )


def follow_up_book(knowledge: KnowledgeBase) -> Rulebook:
    """The follow-up rules as a rulebook of their own: they are read of a week, not of a patient."""
    rules = tuple((rule.id, rule.when) for rule in knowledge.acting("follow_up"))
    return Rulebook((), ("",), (), (), rules, (), {"approach": ("",)}, {}, (), {})


def depends_on(knowledge: KnowledgeBase) -> dict[str, set[str]]:
    """For every finding, the findings that must be settled before it: what implies it, and what its rules ask for."""
    graph: dict[str, set[str]] = {finding: set() for finding in knowledge.vocabulary.findings}
    for finding, entry in knowledge.vocabulary.findings.items():
        for implied in entry.implies:
            graph[implied].add(finding)
    for rule in knowledge.acting("findings"):
        if isinstance(rule.then, Infer):
            graph[rule.then.finding] |= {
                clause.word
                for clause, _ in clauses(rule.when)
                if isinstance(clause, Has) and clause.kind is FactKind.FINDING
            }
    return graph


def _follows(inference: Inference) -> bool:
    return bool(inference.rules or inference.implied_by or inference.derived)


def _inferences(knowledge: KnowledgeBase) -> tuple[Inference, ...]:
    entries = knowledge.vocabulary.findings
    implied_by: dict[str, list[str]] = {finding: [] for finding in entries}
    concluded: dict[str, list[tuple[str, Condition]]] = {finding: [] for finding in entries}
    for finding, entry in entries.items():
        for implied in entry.implies:
            implied_by[implied].append(finding)
    for rule in knowledge.acting("findings"):
        if isinstance(rule.then, Infer):
            concluded[rule.then.finding].append((rule.id, rule.when))
    graph = {finding: sorted(needs) for finding, needs in sorted(depends_on(knowledge).items())}
    return tuple(
        Inference(each, tuple(implied_by[each]), tuple(concluded[each]), entries[each].derived)
        for each in TopologicalSorter(graph).static_order()
    )
