"""A patient written in a file, for an example or a vignette: a profile, and what that patient was not asked."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.shape import report
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.profile import PatientProfile

__all__ = ["read_patient"]

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
