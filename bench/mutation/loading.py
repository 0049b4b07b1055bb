"""Loading an edited knowledge base quickly: all that the loader checks, with what was not edited read only once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any
from unittest.mock import patch

from hep_engine.engine import Engine
from hep_engine.errors import KnowledgeError, Span
from hep_engine.knowledge import load
from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.write import write_knowledge
from hep_engine.knowledge.yaml_page import Page, read_page
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.table import Table
from hep_engine.rehearsal import rehearse

__all__ = ["Loader"]

Read = Callable[[Page, Draft], None]


class Loader:
    """Loads the shipped knowledge with one file put in its place."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._files = {file.path: file for file in write_knowledge(knowledge)}
        self._pages = {path: read_page(file) for path, file in self._files.items()}
        self._read: dict[str, tuple[Any, dict[tuple[str, ...], Span]]] = {}
        self._edited = ""

    def load(self, file: SourceFile | None = None) -> Engine | str:
        """An engine on the knowledge with *file* in place of the one of its name, or the first problem it has.

        The second reading is off: it is compared with the first elsewhere.
        """
        files = self._files if file is None else {**self._files, file.path: file}
        self._edited = file.path if file else ""
        with self._quickly():
            try:
                engine = Engine(load.assemble(files.values()), cross_check="off")
            except KnowledgeError as refused:
                return refused.problems[0].code
        told = _rehearsed(engine.knowledge, file)
        return next((each.code for each in rehearse(told, engine.book, engine.questions())), engine)

    @contextmanager
    def _quickly(self) -> Iterator[None]:
        """Pages are parsed once, exercises and rules read once while their words are the same; no fingerprints."""
        lists_edited = self._edited.startswith("catalog/vocabulary/")
        remembering = {"catalog/exercises": "exercises"} | {
            folder: "rules" for folder, _ in load._READERS if folder.startswith("rules/")
        }
        readers = tuple(
            (
                folder,
                self._remembering(read, remembering[folder]) if folder in remembering and not lists_edited else read,
            )
            for folder, read in load._READERS
        )
        with (
            patch.object(load, "read_page", self._page_of),
            patch.object(load, "fingerprints", lambda *_: ("none", "none")),
            patch.object(load, "_READERS", readers),
        ):
            yield

    def _page_of(self, file: SourceFile) -> Page:
        if file.path == self._edited:
            return read_page(file)
        page = self._pages[file.path]
        return Page(page.file, page.lines, list(page.problems), page.root)

    def _remembering(self, read: Read, kept_in: str) -> Read:
        def again(page: Page, draft: Draft) -> None:
            path, name = page.file.path, page.file.stem
            entries = getattr(draft, kept_in)
            if path in self._read and path != self._edited:
                entries[name], places = self._read[path]
                draft.places |= places
                return
            before = len(draft.places)
            read(page, draft)
            if path != self._edited and name in entries:
                self._read[path] = entries[name], dict(islice(draft.places.items(), before, None))

        return again


def _rehearsed(knowledge: KnowledgeBase, file: SourceFile | None) -> KnowledgeBase:
    """The knowledge with the rules only whose examples the edit can touch.

    Examples ask for no exercise; and restrictions, ranking, program and follow-up rules feed no other rule.
    """
    if file is None or file.folder in ("rules/gates", "rules/findings", "catalog/vocabulary"):
        return knowledge
    own = {file.stem} if file.folder.startswith("rules/") else set()
    return replace(knowledge, rules=Table({name: rule for name, rule in knowledge.rules.items() if name in own}))
