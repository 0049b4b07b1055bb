"""From a mapping over exercise attributes to a selector: which exercises a conclusion or a demand speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from hep_engine.errors import Span
from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.nearest import nearest
from hep_engine.model.rule import SELECTABLE, Selector

__all__ = ["SelectorReader"]

_LISTS = {
    "id": "exercises",
    "category": "categories",
    "position": "positions",
    "indications": "deficits",
    "weight_through": "body_parts",
    "equipment": "equipment",
}
_WORDS = {
    "spine.direction": ("neutral", "flexion", "extension", "rotation", "lateral", "mixed"),
    "spine.range": ("mid", "end"),
    "spine.load": ("very_low", "low", "moderate", "high"),
    "difficulty": ("1", "2", "3", "4", "5"),
    "per_side": ("true", "false"),
}


@dataclass(slots=True)
class SelectorReader:
    """Reads the selectors of one page, reporting every mistake on it."""

    page: Page
    lexicon: Lexicon

    def read(self, node: Node) -> Selector | None:
        """The selector at *node*, or `None` with a problem reported."""
        if not isinstance(node.value, dict) or not node.value:
            what = "a selector is a mapping such as `category: neurodynamics`"
            self.page.report(node.at, "HEP017", what)
            return None
        wants = [(key, self._wanted(node.keys[key], key, each)) for key, each in node.value.items()]
        sound = tuple((key, words) for key, words in sorted(wants) if words)
        return Selector(sound) if len(sound) == len(wants) else None

    def _wanted(self, at: Span, key: str, node: Node) -> tuple[str, ...]:
        """The words wanted under one key of a selector, or none with every mistake reported."""
        if key not in SELECTABLE:
            hint = nearest(key, SELECTABLE) or f"by {', '.join(SELECTABLE)}"
            self.page.report(at, "HEP017", f"exercises are not selected by `{key}`", hint)
            return ()
        words = node.value if isinstance(node.value, list) else [node]
        if not words:
            self.page.report(node.at, "HEP017", "an empty list selects nothing")
        sound = [self._selectable(key, word) for word in words]
        return tuple(str(word.value) for word in words) if all(sound) else ()

    def _selectable(self, key: str, node: Node) -> bool:
        if not isinstance(node.value, str):
            self.page.report(node.at, "HEP013", "a single word is needed here")
            return False
        if key in _LISTS:
            return self.lexicon.check(self.page, node.at, _LISTS[key], node.value)
        if node.value in _WORDS[key]:
            return True
        what = f"`{node.value}` is not one of {', '.join(_WORDS[key])}"
        self.page.report(node.at, "HEP011", what, nearest(node.value, _WORDS[key]))
        return False
