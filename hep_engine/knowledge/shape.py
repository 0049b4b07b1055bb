"""From a tree of words to a record: pydantic checks the shape, and its findings become problems in our own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hep_engine.errors import Span
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.nearest import nearest
from hep_engine.model.record import Record

__all__ = ["fill", "report"]

R = TypeVar("R", bound=Record)

_KINDS = {
    "tuple_type": "a list is needed here",
    "list_type": "a list is needed here",
    "frozen_set_type": "a list is needed here",
    "set_of_words": "a list is needed here",
    "dict_type": "a mapping, `key: value`, is needed here",
    "mapping_type": "a mapping, `key: value`, is needed here",
    "model_type": "a mapping, `key: value`, is needed here",
    "model_attributes_type": "a mapping, `key: value`, is needed here",
    "whole_number": "a whole number is needed here",
    "number": "a number is needed here",
    "whole_years": "a whole number is needed here",
    "literal_error": "a single word is needed here",
    "string_type": "a single word is needed here",
    "string_too_long": "this is too long for an id",
    "too_long": "this is longer than a profile can be",
}
_BEYOND = {"greater_than_equal": "below", "less_than_equal": "above"}


def _keys_of(record: type[BaseModel], path: Sequence[int | str] = ()) -> tuple[str, ...]:
    """The keys that may be written at *path* inside a record."""
    for step in path:
        record = _records_inside(record).get(str(step), record)
    return tuple(each.alias or name for name, each in record.model_fields.items())


def _records_inside(record: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The records that a record's fields hold, by the field's written name."""
    held = {each.alias or name: _record_in(each.annotation) for name, each in record.model_fields.items()}
    return {name: inner for name, inner in held.items() if inner}


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _record_in(each))), None)


def fill(record: type[R], node: Node, page: Page) -> R | None:
    """The record written at *node*, or `None` with every mistake reported on the page."""
    try:
        return record.model_validate(node.plain())
    except ValidationError as failure:
        report(failure, record, node, page)
        return None


def report(failure: ValidationError, record: type[BaseModel], node: Node, page: Page) -> None:
    """Every mistake pydantic found in what is written at *node*, one message each."""
    errors = failure.errors(include_url=False)
    misspelt = _misspelt(errors)
    for error in errors:
        path = tuple(step for step in error["loc"] if step != "[key]")
        if error["type"] != "missing" or path not in misspelt:
            page.report(*_told(error, path, record, node))


def _misspelt(errors: Sequence[ErrorDetails]) -> set[tuple[int | str, ...]]:
    """Missing keys that are there under a wrong name: the wrong name is the one mistake."""
    missing = [error["loc"] for error in errors if error["type"] == "missing"]
    found = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *around, key = error["loc"]
            siblings = {str(each[-1]): each for each in missing if list(each[:-1]) == around}
            hint = nearest(str(key), siblings)
            found |= {each for name, each in siblings.items() if hint and f"`{name}`" in hint}
    return found


def _told(
    error: ErrorDetails, path: tuple[int | str, ...], record: type[BaseModel], node: Node
) -> tuple[Span, str, str, str | None]:
    """Place, code, message and hint of one mistake."""
    kind, at = error["type"], node.find(path)
    key = str(path[-1]) if path else ""
    if kind == "missing":
        return node.find(path[:-1]).at, "HEP012", f"the key `{key}` is missing", None
    if kind == "extra_forbidden":
        around = node.find(path[:-1])
        known = [name for name in _keys_of(record, path[:-1]) if name not in around.keys]
        return around.keys.get(key, at.at), "HEP010", f"no key is called `{key}` here", nearest(key, known)
    where = node.find(path[:-1]).keys.get(key, at.at) if error["loc"][-1:] == ("[key]",) or at.value is None else at.at
    if at.value is None:
        return where, "HEP013", f"`{key}` has no value" if key else "there is nothing here", None
    if kind == "literal_error" and isinstance(at.value, str):
        choices = [each.strip("'") for each in str(error["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
        return where, "HEP011", f"`{at.value}` is not one of {', '.join(choices)}", nearest(at.value, choices)
    if kind.startswith("HEP"):
        return where, kind, error["msg"], None
    if kind in _BEYOND:
        return where, "HEP015", f"`{at.value}` is {_BEYOND[kind]} {next(iter(error['ctx'].values()))}", None
    hint = "take the quotes off" if kind in ("whole_number", "number") and at.quoted else None
    return where, "HEP013", _KINDS.get(kind, "this is not what belongs here"), hint
