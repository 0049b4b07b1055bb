"""Files that are one list: a mapping of ids to entries under a single key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.naming import is_id, not_an_id
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.nearest import nearest
from hep_engine.model.record import Record

__all__ = ["entries_of", "records_of"]

R = TypeVar("R", bound=Record)


def entries_of(page: Page, keys: set[str], wanted: str) -> Node | None:
    """The mapping under the key *wanted* of a file that has just these keys."""
    root = page.root
    if root is None:
        return None
    if not isinstance(root.value, dict):
        page.report(root.at, "HEP013", "a mapping, `key: value`, is needed here")
        return None
    for key in root.value:
        if key not in keys:
            missing = [each for each in sorted(keys) if each not in root.value]
            page.report(root.keys[key], "HEP010", f"no key is called `{key}` here", nearest(key, missing))
    for key in sorted(keys - set(root.value)):
        if not any(nearest(each, [key]) for each in root.value if each not in keys):
            page.report(root.at, "HEP012", f"the key `{key}` is missing")
    node = root.value.get(wanted)
    if node is not None and node.value is None:
        page.report(root.keys[wanted], "HEP013", f"`{wanted}` has no value", "write `{}` if there is none")
    elif node is not None and not isinstance(node.value, dict):
        page.report(node.at, "HEP013", "a mapping, `key: value`, is needed here")
    return node


def records_of(page: Page, draft: Draft, node: Node, record: type[R], kind: str) -> Iterator[tuple[str, R]]:
    """The entries of a mapping that are sound, by id, their places remembered."""
    assert isinstance(node.value, dict)
    for word, each in node.value.items():
        draft.places[kind, word] = node.keys[word]
        if not is_id(word):
            page.report(node.keys[word], "HEP018", not_an_id(word))
        entry = fill(record, each, page)
        if entry is not None:
            draft.remember((kind, word), each)
            draft.places[kind, word] = node.keys[word]
            yield word, entry
