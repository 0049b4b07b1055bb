"""Reading vignettes: patient files, each word checked against the knowledge they are to be tried on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from hep_engine.errors import KnowledgeError, Problem
from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.files import SourceFile, read_folder, shipped
from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.naming import is_named_as_its_file
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.told_patient import read_patient
from hep_engine.knowledge.yaml_page import Node, Page, read_page
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import NotChosenCode
from hep_engine.model.record import Id, Ids, Origin, Record, Text
from hep_engine.model.result import ExclusionCode
from hep_engine.model.table import Table
from hep_engine.model.vignette import EVERYTHING, Expected, Vignette
from hep_engine.model.vocabulary import Vocabulary

__all__ = ["read_vignettes"]

_FOLDER = "tests/patients"
_WORDS = {
    "reasons": "rules", "recommended": "exercises", "never": "exercises", "includes": "exercises", "asks": "questions",
}  # fmt: skip
_BY_EXERCISE = {"left_out": "codes", "cautions": "advice", "confirms": "questions"}


class PatientFile(Record):
    """The keys of a patient file."""

    patient: Id
    title: Text
    guards: Text
    profile: Any
    expect: Expected
    because: Text
    origin: Origin
    sources: Ids


def read_vignettes(knowledge: KnowledgeBase, folder: Path | None = None) -> tuple[Vignette, ...]:
    """Every patient file in *folder*, by id; without a path, those the library came with.

    Raises `KnowledgeError` with every problem.
    """
    found = [*read_folder(_FOLDER, folder or shipped(_FOLDER))]
    draft = Draft(loose=[each for each in found if isinstance(each, Problem)])
    lexicon = _lexicon(knowledge)
    read = []
    for file in found:
        if isinstance(file, SourceFile):
            page = draft.pages[file.path] = read_page(file)
            read.append(_vignette(page, draft, lexicon))
    if problems := draft.problems():
        raise KnowledgeError(problems)
    return tuple(sorted((each for each in read if each), key=lambda each: each.id))


def _lexicon(knowledge: KnowledgeBase) -> Lexicon:
    """The words that the knowledge defines, and those that only a patient file uses."""
    lexicon = Lexicon()
    for name in Vocabulary.names():
        lexicon.define(name, getattr(knowledge.vocabulary, name))
    lexicon.define("exercises", knowledge.exercises)
    lexicon.define("sources", knowledge.sources)
    lexicon.define("rules", (rule.id for rule in knowledge.acting("gates")))
    lexicon.define("codes", get_args(ExclusionCode))
    lexicon.define("reasons", get_args(NotChosenCode))
    words = knowledge.vocabulary
    lexicon.define("questions", (*words.findings, *words.measures, *words.equipment, *words.facts))
    lexicon.define("advice", (*words.findings, *(rule.id for rule in knowledge.acting("restrictions"))))
    lexicon.define("unasked", (*knowledge.vocabulary.findings, EVERYTHING))
    return lexicon


def _vignette(page: Page, draft: Draft, lexicon: Lexicon) -> Vignette | None:
    root = page.root
    if root is None:
        return None
    file = fill(PatientFile, root, page)
    if not is_named_as_its_file(page, "patient") or file is None:
        return None
    told = read_patient(root.find(("profile",)), page, lexicon, unasked="unasked")
    sound = [lexicon.check_items(page, node, kind) for node, kind in _expected_words(root, page, lexicon)]
    if told is None or not all(sound):
        return None
    draft.remember((file.patient,), root)
    places = {"/".join(path[1:]): at for path, at in draft.places.items() if path[0] == file.patient}
    return Vignette(
        id=file.patient,
        title=file.title,
        guards=file.guards,
        profile=told[0],
        unasked=told[1],
        expect=file.expect,
        because=file.because,
        origin=file.origin,
        sources=file.sources,
        places=Table({**places, "": root.at}),
    )


def _expected_words(root: Node, page: Page, lexicon: Lexicon) -> Iterator[tuple[Node, str]]:
    """Every list of ids in the file, with the kind its ids are of."""
    yield root.find(("sources",)), "sources"
    expect = root.find(("expect",))
    yield from _expected_of(expect, page, lexicon)


def _expected_of(expect: Node, page: Page, lexicon: Lexicon) -> Iterator[tuple[Node, str]]:
    """The same for what is expected of the result, or of its program."""
    for key, node in expect.value.items() if isinstance(expect.value, dict) else ():
        match node.value:
            case dict() if key == "program":
                yield from _expected_of(node, page, lexicon)
            case dict(codes) if key == "not_chosen":
                for exercise, code in codes.items():
                    lexicon.check(page, node.keys[exercise], "exercises", exercise)
                    lexicon.check(page, code.at, "reasons", str(code.value))
            case list(groups) if key in ("recommended_any", "includes_any", "order"):
                for group in groups:
                    _expects_something(group, page)
                    yield group, "exercises"
            case list():
                yield node, _WORDS.get(key, "findings")
            case dict(exercises):
                for exercise, words in exercises.items():
                    lexicon.check(page, node.keys[exercise], "exercises", exercise)
                    _expects_something(words, page)
                    yield words, _BY_EXERCISE.get(key, "findings")


def _expects_something(node: Node, page: Page) -> None:
    if node.value == []:
        page.report(node.at, "HEP012", "an empty list expects nothing", "name something, or take the line out")
