"""Two fingerprints of what a knowledge base means: sha256 over a canonical form.

`decision` covers everything that can change who gets what. `content` adds every text a reader can see. Comments, key
order, file order and the order of words in a set change neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.record import Record
from hep_engine.model.table import Table

__all__ = ["fingerprint", "fingerprints", "fingerprints_of"]

_PARTS = ("vocabulary", "exercises", "rules", "policy", "sources", "coherence")
"""The fields of a knowledge base that say something."""

_READ_ONLY = frozenset(
    {
        "because",
        "for_patient",
        "origin",
        "sources",
        "not_for",
        "examples",
        "replaced_by",
        "reviewed",
        "review_by",
        "text",
    }
)
"""Fields of a rule or a conclusion that people read and no decision uses."""


def fingerprint(parts: Mapping[str, Any], *, texts: bool) -> str:
    """`sha256:…` over *parts*; with *texts*, over everything a reader can see as well."""
    canonical = json.dumps(_form(parts, texts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def fingerprints(parts: Mapping[str, Any]) -> tuple[str, str]:
    """The fingerprints `decision` and `content` of the *parts* of a knowledge base."""
    acting = {name: rule for name, rule in parts["rules"].items() if rule.active and rule.folder != "invariants"}
    deciding = {**parts, "rules": Table(acting), "sources": Table(), "coherence": Table()}
    return fingerprint(deciding, texts=False), fingerprint(parts, texts=True)


def fingerprints_of(knowledge: KnowledgeBase) -> tuple[str, str]:
    """Both, of what *knowledge* says now, whatever it says its fingerprints are."""
    return fingerprints({name: getattr(knowledge, name) for name in _PARTS})


def _form(value: Any, texts: bool) -> Any:
    match value:
        case Enum():
            return value.value
        case str() | bool() | int() | None:
            return value
        case Decimal():
            return str(value)
        case BaseModel():
            dropped = value.text_only if isinstance(value, Record) and not texts else frozenset()
            names = [name for name in type(value).model_fields if name not in dropped]
            said = value.text_values if isinstance(value, Record) and not texts else frozenset()
            shown = {name: getattr(value, name) for name in names}
            return {name: sorted(each) if name in said else _form(each, texts) for name, each in shown.items()}
        case Mapping():
            return {str(key): _form(each, texts) for key, each in value.items()}
        case frozenset() | set():
            return sorted(value)
        case tuple() | list():
            items = [_form(each, texts) for each in value]
            # Order is meaning only in what is read aloud; a decision sees sets.
            return items if texts or hasattr(value, "_fields") else sorted(items, key=_key)
    if is_dataclass(value):
        kept = [each.name for each in fields(value) if each.compare and (texts or each.name not in _READ_ONLY)]
        return {"": type(value).__name__, **{name: _form(getattr(value, name), texts) for name in kept}}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
