"""Loading a knowledge base: every file read, every mistake told at once, or a frozen whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from hep_engine.errors import KnowledgeError, Problem
from hep_engine.knowledge.catalogue import read_exercise, read_sources, read_vocabulary
from hep_engine.knowledge.coherence import check_coherence, read_coherence
from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.files import SourceFile, misplaced, read_folder, shipped
from hep_engine.knowledge.fingerprint import fingerprints
from hep_engine.knowledge.form import check_form
from hep_engine.knowledge.review import review
from hep_engine.knowledge.roll_call import call_the_roll, part
from hep_engine.knowledge.rules import read_rule
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.use import check_use
from hep_engine.knowledge.yaml_page import Page, read_page
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.policy import Policy
from hep_engine.model.rule import FOLDERS
from hep_engine.model.signature import Signature
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Vocabulary

__all__ = ["assemble", "load_knowledge"]


def load_knowledge(rules: Path | None = None, catalog: Path | None = None) -> KnowledgeBase:
    """The knowledge in two folders; without a path, the one the library came with.

    Raises `KnowledgeError` with every problem.
    """
    found = [
        *read_folder("catalog", catalog or shipped("catalog")),
        *read_folder("rules", rules or shipped("rules")),
    ]
    return assemble(
        [each for each in found if isinstance(each, SourceFile)],
        [each for each in found if isinstance(each, Problem)],
    )


def assemble(files: Iterable[SourceFile], problems: Iterable[Problem] = ()) -> KnowledgeBase:
    """The knowledge in these files, in whatever order they come.

    Raises `KnowledgeError` with every problem, those handed in among them.
    """
    draft = Draft(loose=list(problems))
    pages = []
    for file in sorted(files, key=lambda each: each.path):
        stray = misplaced(file.path)
        if stray is None:
            pages.append(read_page(file))
        elif stray not in draft.loose:
            draft.loose.append(stray)
    draft.pages = {page.file.path: page for page in pages}
    call_the_roll(draft)
    for folder, read in _READERS:
        for page in pages:
            if page.file.folder == folder:
                _read(page, draft, read)
    review(draft)
    check_form(draft)
    check_coherence(draft)
    check_use(draft)
    if found := draft.problems():
        raise KnowledgeError(found)
    return _frozen(draft)


def _read(page: Page, draft: Draft, read: Callable[[Page, Draft], None]) -> None:
    """Read one page; if anything is wrong with it, remember that its part is not whole."""
    before = len(page.problems)
    if page.root is not None:
        read(page, draft)
    if before or len(page.problems) > before:
        draft.broken.add(part(page.file.path))


def _read_single(page: Page, draft: Draft) -> None:
    if page.file.path == "catalog/sources.yaml":
        read_sources(page, draft)
    elif page.file.path == "catalog/coherence.yaml":
        read_coherence(page, draft)
    elif page.file.path == "rules/signature.yaml" and page.root is not None:
        draft.signature = fill(Signature, page.root, page)
    elif page.file.path == "rules/policy.yaml" and page.root is not None:
        draft.policy = fill(Policy, page.root, page)
        draft.remember(("policy",), page.root)
        for name in page.root.keys:
            _check_sources(page, draft, (name,))
        for name in page.root.find(("weights",)).keys if "weights" in page.root.keys else ():
            _check_sources(page, draft, ("weights", name))


def _check_sources(page: Page, draft: Draft, path: tuple[str, ...]) -> None:
    assert page.root is not None
    draft.lexicon.check_items(page, page.root.find((*path, "sources")), "sources")


_READERS: tuple[tuple[str, Callable[[Page, Draft], None]], ...] = (
    ("catalog/vocabulary", read_vocabulary),
    ("catalog", _read_single),
    ("catalog/exercises", read_exercise),
    ("rules", _read_single),
    *((f"rules/{folder}", read_rule) for folder in FOLDERS),
)


def _frozen(draft: Draft) -> KnowledgeBase:
    vocabulary = Vocabulary(**{name: Table(entries) for name, entries in draft.entries.items()})
    assert draft.policy is not None
    parts = {
        "vocabulary": vocabulary,
        "exercises": Table(draft.exercises),
        "rules": Table(draft.rules),
        "policy": draft.policy,
        "sources": Table(draft.sources),
        "coherence": Table(draft.coherence),
    }
    decision, content = fingerprints(parts)
    return KnowledgeBase(
        vocabulary,
        Table(draft.exercises),
        Table(draft.rules),
        draft.policy,
        Table(draft.sources),
        Table(draft.coherence),
        decision=decision,
        content=content,
        signature=draft.signature,
        places=Table({"/".join(path): at for path, at in draft.places.items()}),
    )
