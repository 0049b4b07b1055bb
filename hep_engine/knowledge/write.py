"""Writing knowledge back to YAML: what is written loads again as the same knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import yaml

from hep_engine.knowledge.files import SourceFile
from hep_engine.model.coherence import Demand
from hep_engine.model.condition import All, AnyOf, AtLeast, Condition, NoneOf
from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.policy import Policy
from hep_engine.model.record import Range, Record
from hep_engine.model.rule import (
    Advise,
    CapDifficulty,
    CapDose,
    CapProgram,
    Caution,
    Conclusion,
    Example,
    Exclude,
    Infer,
    Never,
    Prefer,
    Refer,
    Rule,
    ScreenAgain,
    Selector,
    TakeApproach,
    TakeStep,
)
from hep_engine.model.signature import Signature
from hep_engine.model.vocabulary import Entry, Vocabulary

__all__ = [
    "conclusion_form",
    "condition_form",
    "exercise_file",
    "policy_file",
    "rule_file",
    "signature_file",
    "vocabulary_file",
    "write_knowledge",
]


def write_knowledge(knowledge: KnowledgeBase) -> Iterable[SourceFile]:
    """Every file of *knowledge*, below `rules/` and `catalog/`."""
    for name in Vocabulary.names():
        yield vocabulary_file(name, getattr(knowledge.vocabulary, name))
    sources = {name: _record(source) for name, source in knowledge.sources.items()}
    yield _file("catalog/sources", {"sources": sources})
    demands = {name: _demand(demand) for name, demand in knowledge.coherence.items()}
    yield _file("catalog/coherence", {"coherence": demands})
    yield policy_file(knowledge.policy)
    if knowledge.signature:
        yield signature_file(knowledge.signature)
    yield from map(exercise_file, knowledge.exercises.values())
    yield from map(rule_file, knowledge.rules.values())


def vocabulary_file(name: str, entries: Mapping[str, Entry]) -> SourceFile:
    """The file of one closed list."""
    listed = {word: _record(entry) for word, entry in entries.items()}
    return _file(f"catalog/vocabulary/{name}", {"vocabulary": name, "entries": listed})


def policy_file(policy: Policy) -> SourceFile:
    """The file of the house-wide choices."""
    return _file("rules/policy", _record(policy))


def exercise_file(exercise: Exercise) -> SourceFile:
    """The file of one exercise."""
    return _file(f"catalog/exercises/{exercise.id}", _record(exercise))


def rule_file(rule: Rule) -> SourceFile:
    """The file of one rule or statement."""
    return _file(f"rules/{rule.folder}/{rule.id}", _rule(rule))


def signature_file(signature: Signature) -> SourceFile:
    """The file that carries a signature."""
    return _file("rules/signature", _record(signature))


def _file(path: str, content: Mapping[str, Any]) -> SourceFile:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return SourceFile(f"{path}.yaml", text.encode())


def _record(record: Record) -> dict[str, Any]:
    return {
        field.alias or name: _plain(getattr(record, name))
        for name, field in type(record).model_fields.items()
        if getattr(record, name) is not None
    }


def _plain(value: Any) -> Any:
    match value:
        case bool() | int():
            return value
        case Range() | Decimal():
            return str(value)
        case Record():
            return _record(value)
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case tuple():
            return [_plain(each) for each in value]
    return str(value)


def _rule(rule: Rule) -> dict[str, Any]:
    texts = ("because", "for_patient", "origin", "sources", "not_for", "replaced_by", "reviewed", "review_by")
    told = {name: _plain(getattr(rule, name)) for name in texts if getattr(rule, name) is not None}
    return {
        "rule": rule.id,
        "status": rule.status,
        **_said(rule),
        **told,
        "examples": [_example(each) for each in rule.examples],
    }


def _said(rule: Rule) -> dict[str, Any]:
    if isinstance(rule.then, Never):
        return {"never": {**conclusion_form(rule.then), "when": condition_form(rule.when)}}
    return {"when": condition_form(rule.when), "then": conclusion_form(rule.then)}


def condition_form(condition: Condition) -> Any:
    """A condition as it is written."""
    match condition:
        case All(items):
            return {"all": [condition_form(item) for item in items]}
        case AnyOf(items):
            return {"any": [condition_form(item) for item in items]}
        case NoneOf(items):
            return {"none": [condition_form(item) for item in items]}
        case AtLeast(need, items):
            return {"at_least": need, "of": [condition_form(item) for item in items]}
        case clause:
            return str(clause)


def conclusion_form(conclusion: Conclusion) -> dict[str, Any]:
    """A conclusion as it is written."""
    match conclusion:
        case Infer(finding):
            return {"finding": finding}
        case TakeApproach(approach):
            return {"approach": approach}
        case Refer(level):
            return {"refer": level.value}
        case Exclude(selector):
            return {"exclude": _selector(selector)}
        case CapDifficulty(most):
            return {"cap_difficulty": most}
        case Caution(text, selector):
            return {"caution": text, "for": _selector(selector)}
        case Prefer(selector, points):
            return {"prefer" if points > 0 else "avoid": _selector(selector), "points": abs(points)}
        case CapProgram(what, most):
            return {f"cap_{what}": most}
        case CapDose(what, most, selector):
            return {f"cap_{what}": most, **({"for": _selector(selector)} if selector else {})}
        case TakeStep(step):
            return {"step": step}
        case ScreenAgain():
            return {"screen": "again"}
        case Advise(text):
            return {"advise": text}
        case Never(selector):
            return {"recommend": _selector(selector)}


def _selector(selector: Selector) -> dict[str, Any]:
    return {key: list(words) for key, words in selector.wants}


def _demand(demand: Demand) -> dict[str, Any]:
    return {
        "exercises": _selector(demand.exercises),
        "contraindications": list(demand.contraindications),
        "precautions": list(demand.precautions),
        "because": demand.because,
        "origin": demand.origin,
        "sources": list(demand.sources),
    }


def _example(example: Example) -> dict[str, Any]:
    if example.patient is None:
        return {example.expect: example.what, "week": {name: str(each) for name, each in (example.week or {}).items()}}
    told = example.patient.model_dump(mode="json", exclude_defaults=True)
    if example.unasked:
        told["unasked"] = list(example.unasked)
    return {example.expect: example.what, "patient": told}
