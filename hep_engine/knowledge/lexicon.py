"""The words that may be used: which ids each closed list defines, even while some of its entries are still wrong."""

from __future__ import annotations

from collections.abc import Iterable

from hep_engine.errors import Span
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.nearest import nearest
from hep_engine.model.words import FIELD_WORDS, Level

__all__ = ["FIXED", "Lexicon"]

FIXED: dict[str, frozenset[str]] = {
    "phases": frozenset(FIELD_WORDS["phase"]),
    "referral_levels": frozenset(level.value for level in Level),
    "facts": frozenset({"pain_score", "age", "sex", "phase", "irritability", "directional_preference"}),
}
"""The lists whose words the profile or a referral fixes."""

_SHORT = 16
"""A list no longer than this is told whole where no word of it is near."""
_CALLED = {
    "deficits": "deficit",
    "findings": "finding",
    "phases": "phase",
    "equipment": "piece of equipment",
    "positions": "position",
    "categories": "category",
    "muscles": "muscle",
    "body_parts": "body part",
    "measures": "measure",
    "follow_up": "number of a week",
    "referral_levels": "referral level",
    "treatment_approaches": "treatment approach",
    "override_reasons": "reason for an override",
    "sources": "source",
    "exercises": "exercise",
    "rules": "rule",
    "codes": "exclusion code",
    "reasons": "reason for not choosing",
    "questions": "question",
    "advice": "finding or restriction",
    "unasked": "finding",
}


class Lexicon:
    """Known ids by list. A list whose file could not be read knows every word, so that one mistake is told once."""

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}

    def define(self, kind: str, words: Iterable[str]) -> None:
        """Add words to a list."""
        self._known.setdefault(kind, set()).update(words)

    def words(self, kind: str) -> frozenset[str]:
        """The words of a list; empty if its file could not be read."""
        return frozenset(self._known.get(kind, ()))

    def knows(self, kind: str, word: str) -> bool:
        """Whether *word* is on the list, or the list could not be read."""
        return kind not in self._known or word in self._known[kind]

    def check(self, page: Page, at: Span, kind: str, word: str) -> bool:
        """Whether *word* is on the list *kind*; reports a problem if it is not."""
        if self.knows(kind, word):
            return True
        known = sorted(self._known[kind])
        short = f"one of {', '.join(known)}" if 0 < len(known) <= _SHORT else None
        page.report(at, "HEP011", f"no {_CALLED[kind]} is called `{word}`", nearest(word, known) or short)
        return False

    def check_items(self, page: Page, node: Node, kind: str) -> bool:
        """Whether every word of the list at *node* is on the list *kind*; what is told already is passed over."""
        items = node.value if isinstance(node.value, list) else []
        told = {problem.at for problem in page.problems}
        words = [each for each in items if isinstance(each.value, str) and each.at not in told]
        sound = [self.check(page, each.at, kind, str(each.value)) for each in words]
        return all(sound)
