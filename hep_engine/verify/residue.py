"""What decides and is compared by no formula: it is compared as it is written, and any difference counts as a change.

Selectors are compared by what they select, lists that are sets as sets. What a formula decides entirely is left out:
conditions, and of an exercise the phases, the contraindications, the status and whatever selectors alone read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from hep_engine.engine import Engine
from hep_engine.knowledge.difference import differences
from hep_engine.knowledge.write import conclusion_form
from hep_engine.model.comparison import FieldChange, RecordChange
from hep_engine.model.condition import FactKind, Has, clauses
from hep_engine.model.rule import CapDifficulty, CapDose, Caution, Exclude, Infer, Prefer, Rule, Selector, TakeApproach
from hep_engine.model.rulebook import Inference
from hep_engine.reasoning.ask import Opener
from hep_engine.steps.inputs import Reads

__all__ = ["residue"]

_BY_FORMULA = ("status", "phases", "contraindications", "spine", "weight_through")
"""Fields of an exercise that only its eligibility and selectors read."""


def residue(before: Engine, after: Engine) -> tuple[RecordChange, ...]:
    """Everything that decides, that no formula compares, and that differs."""
    return (*_records(before, after), *_conclusions(before, after), *_asking(before, after))


def _records(before: Engine, after: Engine) -> Iterator[RecordChange]:
    for each in differences(before.knowledge, after.knowledge):
        if not each.decides or each.part == "rule":
            continue
        fields = tuple(
            field
            for field in each.fields
            if field.decides and (each.part != "exercise" or field.field.split(",")[0] not in _BY_FORMULA)
        )
        if fields or each.how != "changed":
            yield replace(each, fields=fields)


def _conclusions(before: Engine, after: Engine) -> Iterator[RecordChange]:
    """What the rules that act on both sides conclude."""
    known = before.knowledge.exercises.keys() & after.knowledge.exercises.keys()
    for name, rule in after.knowledge.rules.items():
        was = before.knowledge.rules.get(name)
        if was is None or not (was.active and rule.active and was.folder == rule.folder) or rule.folder == "invariants":
            continue
        said = (_concluded(was, before, known), _concluded(rule, after, known))
        if changed := tuple(_changed(*said)):
            yield RecordChange("rule", name, "changed", True, changed)


def _concluded(rule: Rule, engine: Engine, known: Iterable[str]) -> dict[str, frozenset[str]]:
    """A conclusion as it decides."""
    if isinstance(rule.then, Exclude | CapDifficulty | Infer | TakeApproach):
        return {"then, kind": frozenset({"restricts" if rule.folder == "restrictions" else "infers"})}
    found = {f"then, {key}": frozenset({str(value)}) for key, value in conclusion_form(rule.then).items()}
    selector: Selector | None = None
    if isinstance(rule.then, Caution | Prefer | CapDose):
        selector = rule.then.selector
        found = {key: value for key, value in found.items() if key not in ("then, for", "then, prefer", "then, avoid")}
        exercises = engine.knowledge.exercises
        chosen = {name for name in known if selector is None or selector.matches(exercises[name])}
        found["then, for the exercises"] = frozenset(chosen if selector else {"all"})
    if isinstance(rule.then, Prefer):
        found["then, points"] = frozenset({str(rule.then.points)})
    if isinstance(rule.then, Caution):
        named = {each.word for each, _ in clauses(rule.when) if isinstance(each, Has)}
        found["asks for"] = frozenset(named)
        found["then, caution"] = frozenset({"advice"})
    if "then, advise" in found:
        found["then, advise"] = frozenset({"advice"})
    return found


def _asking(before: Engine, after: Engine) -> Iterator[RecordChange]:
    """What is asked today, what is read of a profile, and which answers turn which findings."""
    asked = tuple(_changed(*({"asked today": _questions(each)} for each in (before, after))))
    if asked:
        yield RecordChange("questions", "questions", "changed", True, asked)
    read = tuple(_changed(*({"read of a profile": _inputs(each)} for each in (before, after))))
    if read:
        yield RecordChange("inputs", "inputs", "changed", True, read)
    turned = tuple(_changed(*(_turning(each) for each in (before, after))))
    if turned:
        yield RecordChange("conclusions", "conclusions", "changed", True, turned)


def _questions(engine: Engine) -> frozenset[str]:
    return frozenset(
        f"{each.kind} {each.id} ({each.could_be.value}: {', '.join(sorted(each.could_mean))})"
        for each in engine.questions()
    )


def _inputs(engine: Engine) -> frozenset[str]:
    reads = Reads.of(engine.knowledge)
    return reads.fields | reads.measures


def _turning(engine: Engine) -> dict[str, frozenset[str]]:
    """For every finding that follows from others, what it is named with and what could be asked about that."""
    opener = Opener(engine.book)
    return {
        f"what {each.finding} follows from": frozenset(_sources(each, opener))
        for each in engine.book.findings
        if each.rules or each.implied_by
    }


def _sources(inference: Inference, opener: Opener) -> Iterator[str]:
    yield from inference.implied_by
    for _, when in inference.rules:
        for clause, _ in clauses(when):
            if isinstance(clause, Has) and clause.kind is FactKind.FINDING:
                yield clause.word
        yield from (f"asks {clause}" for clause in map(_asked, opener.askable(when)))


def _asked(clause: object) -> str:
    return str(clause).split(" ")[-1] if isinstance(clause, Has) else str(clause).split(" ")[0]


def _changed(before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]]) -> Iterator[FieldChange]:
    nothing = frozenset[str]()
    for key in sorted({*before, *after}):
        was, now = before.get(key, nothing), after.get(key, nothing)
        if was != now and len(was) == len(now) == 1:
            yield FieldChange(key, next(iter(was)), next(iter(now)), True)
        elif was != now:
            yield FieldChange(
                key, "; ".join(sorted(was - now)) or None, "; ".join(sorted(now - was)) or None, True, "list"
            )
