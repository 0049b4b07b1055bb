"""Names: an id is its file's name, for ever, and every id is written in the same small alphabet."""

from __future__ import annotations

import re

from hep_engine.knowledge.yaml_page import Page

__all__ = ["is_id", "is_named_as_its_file", "not_an_id"]


def is_id(word: str) -> bool:
    """Whether *word* can be an id."""
    return re.fullmatch(r"[a-z][a-z0-9_]{0,63}", word) is not None


def not_an_id(word: str) -> str:
    """What is told of a word that cannot be an id."""
    return f"`{word}` is not an id: lower-case letters, digits and _, starting with a letter"


def is_named_as_its_file(page: Page, key: str) -> bool:
    """Whether the file says under *key* the id that its own name says; reports a problem if not."""
    stem, root = page.file.stem, page.root
    if not is_id(stem):
        page.report(page.span(0, 0), "HEP018", not_an_id(stem), "rename the file: its name is the id")
        return False
    if root is None or not isinstance(root.value, dict) or key not in root.value:
        return True
    written = root.value[key]
    if written.value == stem:
        return True
    if key == "vocabulary":
        page.report(written.at, "HEP009", f"this file is the vocabulary `{stem}`", f"write `vocabulary: {stem}`")
    elif isinstance(written.value, str) and is_id(written.value):
        what = f"the file is called `{stem}.yaml`, so its id is `{stem}`"
        page.report(written.at, "HEP009", what, "an id is its file's name, for ever")
    return False
