"""Reading a profile that somebody wrote in a file, as YAML or as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.yaml_page import read_page
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.profile import PatientProfile

__all__ = ["profile_from", "read_profile"]

_SAID = {
    "missing": "is missing",
    "extra_forbidden": "is no field of a profile",
    "greater_than_equal": "is below {ge}",
    "less_than_equal": "is above {le}",
    "frozen_set_type": "must be a list of ids",
    "set_of_words": "must be a list of ids",
    "mapping_type": "must be a mapping of scores",
    "dict_type": "must be a mapping of scores",
    "string_type": "must be a word",
    "string_too_long": "is longer than any id",
    "finite_number": "must be a number",
    "model_type": "must be a mapping of fields",
}


def read_profile(content: bytes, name: str) -> PatientProfile:
    """The profile written in *content*, the bytes of a file called *name*.

    Raises `ProfileError` with every mistake.
    """
    if content.lstrip().startswith(b"{"):
        return profile_from(_json(content))
    page = read_page(SourceFile(name, content))
    if page.root is None or page.problems:
        # The line itself could hold anything about the patient: only its place is told.
        unquoted = [replace(each, line_text=None) for each in page.problems]
        raise ProfileError([FieldMistake("profile", f"cannot be read\n{each}") for each in unquoted])
    return profile_from(page.root.typed())


def profile_from(told: Any) -> PatientProfile:
    """The profile with these fields.

    Raises `ProfileError` with every mistake, field by field.
    """
    try:
        return PatientProfile.model_validate(told)
    except ValidationError as failure:
        raise ProfileError(_mistakes(failure)) from None


def _json(content: bytes) -> Any:
    """What the JSON says; a key that stands in it twice could hide a finding, and is refused."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice = sorted({key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number])})
        if twice:
            raise ProfileError([FieldMistake(printable(key), "stands in the profile twice") for key in twice])
        return dict(pairs)

    try:
        return json.loads(content, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise ProfileError([FieldMistake("profile", "is not valid JSON")]) from None


def _mistakes(failure: ValidationError) -> list[FieldMistake]:
    """Every mistake pydantic found, in our words."""
    mistakes = []
    for error in failure.errors(include_url=False):
        field = printable(".".join(str(step) for step in error["loc"])) or "profile"
        kind, hint = error["type"], None
        if kind == "literal_error":
            known = [word.strip(" '") for word in error["ctx"]["expected"].replace(" or ", ",").split(",")]
            what, hint = f"is one of {', '.join(known)}", nearest(str(error["input"]), known)
        elif kind == "extra_forbidden":
            what, hint = _SAID[kind], nearest(field, PatientProfile.model_fields)
        else:
            what = _SAID.get(kind, error["msg"]).format_map(error.get("ctx", {}))
        mistakes.append(FieldMistake(field, what, hint))
    return sorted(mistakes, key=lambda each: (each.field, each.what))
