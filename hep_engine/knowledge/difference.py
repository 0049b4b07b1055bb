"""What two knowledge bases say differently: records added, removed and changed, field by field.

What decides and what people only read are told apart as in the fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from hep_engine.knowledge.write import conclusion_form, condition_form
from hep_engine.model.comparison import Comparison, FieldChange, RecordChange, Version
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.record import Range, Record
from hep_engine.model.rule import Rule
from hep_engine.model.vocabulary import Vocabulary

__all__ = ["differences", "written_differently"]

_ADVICE = frozenset({"caution", "advise"})
"""Parts of a conclusion that are read."""


class _Field(NamedTuple):
    value: str | tuple[str, ...]
    decides: bool


def differences(before: KnowledgeBase, after: KnowledgeBase) -> tuple[RecordChange, ...]:
    """Every record that is not the same, exercises and rules first."""
    return tuple(_differences(before, after))


def written_differently(before: KnowledgeBase, after: KnowledgeBase) -> Comparison:
    """The comparison of what is written, with nobody tried on it yet."""
    one, other = (Version(each.policy.version, each.decision, each.content) for each in (before, after))
    return Comparison(one, other, differences(before, after))


def _differences(before: KnowledgeBase, after: KnowledgeBase) -> Iterator[RecordChange]:
    yield from _records("exercise", before.exercises, after.exercises)
    yield from _records("rule", before.rules, after.rules)
    for name in Vocabulary.names():
        yield from _records(name, getattr(before.vocabulary, name), getattr(after.vocabulary, name))
    yield from _records("policy", {"policy": before.policy}, {"policy": after.policy})
    yield from _records("source", before.sources, after.sources)
    yield from _records("coherence", before.coherence, after.coherence)
    signed = ({"signature": each.signature} if each.signature else {} for each in (before, after))
    yield from _records("signature", *signed)


def _records(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[RecordChange]:
    for name in sorted({*before, *after}):
        if name not in after:
            yield RecordChange(part, name, "removed", _decides(part, before[name]))
        elif name not in before:
            yield RecordChange(part, name, "added", _decides(part, after[name]))
        elif before[name] != after[name]:
            one, other = before[name], after[name]
            whole = isinstance(one, Rule) and type(one.when) is not type(other.when)
            changed = tuple(_changed(_flat(part, one, whole), _flat(part, other, whole)))
            if changed:
                yield RecordChange(part, name, "changed", any(each.decides for each in changed), changed)


def _decides(part: str, record: Any) -> bool:
    """Whether anything in a record of this kind can decide. What is no active rule does not, nor what only checks."""
    if isinstance(record, Rule):
        return record.active and record.folder != "invariants"
    return part not in ("source", "coherence", "signature")


def _flat(part: str, record: Any, whole: bool) -> dict[str, _Field]:
    """The fields of a record by path; *whole*: a condition is one of them, not its items."""
    decides = _decides(part, record)
    found = _of_rule(record, whole) if isinstance(record, Rule) else _of(record, "", decides=True)
    return {path: _Field(value, decides=own and decides) for path, value, own in found if value not in ("", ())}


def _changed(before: dict[str, _Field], after: dict[str, _Field]) -> Iterator[FieldChange]:
    for path in {**before, **after}:
        was, now = before.get(path), after.get(path)
        one, other = (each.value if each else () for each in (was, now))
        if one == other:
            continue
        decides = any(each.decides for each in (was, now) if each)
        if isinstance(one, str) or isinstance(other, str):
            yield FieldChange(path, _text(one), _text(other), decides)
        elif sorted(one) == sorted(other):
            yield FieldChange(path, None, None, False, "order")
        else:
            gone, come = (
                [each for each in these if each not in those] for these, those in ((one, other), (other, one))
            )
            yield FieldChange(path, "; ".join(gone) or None, "; ".join(come) or None, decides, "list")


def _text(value: str | tuple[str, ...]) -> str | None:
    return value if isinstance(value, str) else "; ".join(value) or None


def _of(value: Any, path: str, *, decides: bool) -> Iterator[tuple[str, str | tuple[str, ...], bool]]:
    """The fields of a value, each with its path, what it says, and whether it can decide."""
    match value:
        case None | Mapping() if not value:
            return
        case Record():
            for name, field in type(value).model_fields.items():
                inner, own = _joined(path, field.alias or name), decides and name not in value.text_only
                if name in value.text_values:
                    yield inner, tuple(getattr(value, name)), own
                    yield from _of(getattr(value, name), f"{inner}, words", decides=False)
                elif name != "id":
                    yield from _of(getattr(value, name), inner, decides=own)
        case Mapping():
            for key, each in value.items():
                yield from _of(each, _joined(path, str(key)), decides=decides)
        case Range():
            yield path, str(value), decides
        case tuple() | list() | frozenset():
            yield path, tuple(_short(each) for each in value), decides
        case _ if is_dataclass(value):
            for each in fields(value):
                yield from _of(getattr(value, each.name), _joined(path, each.name), decides=decides)
        case _:
            yield path, _short(value), decides


def _of_rule(rule: Rule, whole: bool) -> Iterator[tuple[str, str | tuple[str, ...], bool]]:
    yield "status", rule.status, True
    yield "folder", rule.folder, True
    form = condition_form(rule.when)
    blocks = [key for key in ("all", "any", "none") if key in form and not whole]
    for kind in blocks:
        yield f"when, {kind} of", tuple(_said(each) for each in form[kind]), True
    if not blocks:
        yield "when", _said(form), True
    for key, value in conclusion_form(rule.then).items():
        yield from _of(value, f"then, {key}", decides=key not in _ADVICE)
    for name in ("because", "for_patient", "origin", "not_for", "replaced_by", "review_by"):
        yield name, getattr(rule, name) or "", False
    yield "sources", rule.sources, False
    yield from _of(rule.reviewed, "reviewed", decides=False)
    yield "examples", tuple(f"{each.expect}: {each.what} ({_patient(each)})" for each in rule.examples), False


def _patient(example: Any) -> str:
    told = example.patient.model_dump(mode="json", exclude_defaults=True) if example.patient else example.week
    unasked = f", unasked {', '.join(example.unasked)}" if example.unasked else ""
    return ", ".join(f"{name} {_short(value)}" for name, value in told.items()) + unasked


def _said(form: Any) -> str:
    match form:
        case {"at_least": need, "of": items}:
            return f"at least {need} of: {', '.join(sorted(map(_said, items)))}"
        case dict():
            ((kind, items),) = form.items()
            return f"{kind} of: {', '.join(sorted(map(_said, items)))}"
    return str(form)


def _short(value: Any) -> str:
    match value:
        case Enum():
            return str(value.value)
        case bool():
            return str(value).lower()
        case Record():
            told = (getattr(value, name) for name in type(value).model_fields)
            return ": ".join(_short(each) for each in told if each not in (None, ()))
        case Mapping():
            return ", ".join(f"{name} {_short(each)}" for name, each in value.items())
        case tuple() | list() | frozenset():
            return ", ".join(map(_short, value))
        case Decimal():
            return str(value)
    return str(value)


def _joined(path: str, name: str) -> str:
    return f"{path}, {name}" if path else name
