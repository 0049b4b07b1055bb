"""A patient written in a file, for an example or a vignette: a profile, and what that patient was not asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from pydantic import ValidationError

from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.shape import report
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.profile import PatientProfile
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Measure

__all__ = ["read_patient", "read_week"]

_LISTS = {
    "findings": "findings",
    "ruled_out": "findings",
    "cleared": "findings",
    "deficits": "deficits",
    "equipment": "equipment",
    "avoid": "exercises",
}


def read_patient(
    node: Node, page: Page, lexicon: Lexicon, *, unasked: str = "findings"
) -> tuple[PatientProfile, tuple[str, ...]] | None:
    """The profile at *node* and the words under its key `unasked`, or `None` with every mistake reported.

    `unasked` names the list those words are on.
    """
    told = node.typed()
    not_asked = told.pop("unasked", []) if isinstance(told, dict) else []
    try:
        profile = PatientProfile.model_validate(told)
    except ValidationError as failure:
        report(failure, PatientProfile, node, page)
        return None
    if not isinstance(not_asked, list) or not all(isinstance(each, str) for each in not_asked):
        page.report(node.find(("unasked",)).at, "HEP013", "a list is needed here")
        return None
    lists = {**_LISTS, "unasked": unasked}
    return (profile, tuple(not_asked)) if _known_words(profile, lists, node, page, lexicon) else None


def read_week(node: Node, page: Page, numbers: Mapping[str, Measure], lexicon: Lexicon) -> Table[Decimal] | None:
    """The numbers of a week at *node*, or `None` with every mistake reported."""
    told: dict[str, Decimal] = {}
    before = len(page.problems)
    for name, each in node.value.items() if isinstance(node.value, dict) else ():
        known = lexicon.check(page, node.keys[name], "follow_up", name)
        if not isinstance(each.value, str) or not re.fullmatch(r"-?[0-9]{1,4}", each.value):
            page.report(each.at, "HEP015", "a whole number is needed here")
        elif known and name in numbers and not numbers[name].min <= Decimal(each.value) <= numbers[name].max:
            page.report(each.at, "HEP015", f"`{name}` goes from {numbers[name].min} to {numbers[name].max}")
        else:
            told[name] = Decimal(each.value)
    return Table(told) if len(page.problems) == before else None


def _known_words(profile: PatientProfile, lists: Mapping[str, str], node: Node, page: Page, lexicon: Lexicon) -> bool:
    sound = [
        lexicon.check_items(page, node.value[key], kind)
        for key, kind in lists.items()
        if isinstance(node.value, dict) and key in node.value
    ]
    for name in profile.measures:
        at = node.find(("measures",)).keys[name]
        sound.append(lexicon.check(page, at, "measures", name))
    return all(sound)
