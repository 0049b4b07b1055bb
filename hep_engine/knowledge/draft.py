"""What has been read so far: records, where each was written, and which parts could not be read.

The later checks work on a draft, so that all mistakes come out in one run. A check that would only repeat what an
unreadable file already said is left out: `whole` tells whether a part was read without a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hep_engine.errors import Problem, Span
from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.coherence import Demand
from hep_engine.model.exercise import Exercise
from hep_engine.model.policy import Policy
from hep_engine.model.rule import Rule
from hep_engine.model.signature import Signature
from hep_engine.model.source import Source
from hep_engine.model.vocabulary import Vocabulary

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """A knowledge base in the making."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    entries: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in Vocabulary.names()})
    exercises: dict[str, Exercise] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    coherence: dict[str, Demand] = field(default_factory=dict)
    policy: Policy | None = None
    signature: Signature | None = None
    places: dict[tuple[str, ...], Span] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    loose: list[Problem] = field(default_factory=list)
    """Problems of folders and of files that have no page."""
    broken: set[str] = field(default_factory=set)

    def problems(self) -> list[Problem]:
        """Every problem so far, by file, line and column."""
        found = self.loose + [problem for page in self.pages.values() for problem in page.problems]
        return sorted(found, key=lambda each: (each.at, each.code, each.what))

    def whole(self, *parts: str) -> bool:
        """Whether these folders or files were read without a mistake."""
        return self.broken.isdisjoint(parts)

    def report(self, at: Span, code: str, what: str, hint: str | None = None) -> None:
        """Keep a problem on the page it belongs to."""
        page = self.pages.get(at.file)
        if page:
            page.report(at, code, what, hint)
        else:
            self.loose.append(Problem(at, code, what, hint))

    def remember(self, name: tuple[str, ...], node: Node) -> None:
        """Keep the place of everything written at *node*: words, the items of lists, and the keys of the rest."""
        self.places.setdefault(name, node.at)
        match node.value:
            case dict(entries):
                for key, each in entries.items():
                    # A word is told where it stands; a sentence, a list and a mapping at their key.
                    word = isinstance(each.value, str) and " " not in each.value
                    beside = word and each.at.line == node.keys[key].line
                    self.places[*name, key] = each.at if beside else node.keys[key]
                    self.remember((*name, key), each)
            case list(items):
                self.places |= {(*name, item.value): item.at for item in items if isinstance(item.value, str)}

    def place(self, *path: str) -> Span:
        """Where this was written, or the nearest thing around it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]
