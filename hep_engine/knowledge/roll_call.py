"""The roll call before reading: which files must be there, which parts cannot be whole, which ids the files define."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from hep_engine.errors import Span
from hep_engine.knowledge.draft import Draft
from hep_engine.model.rule import FOLDERS
from hep_engine.model.vocabulary import Vocabulary

__all__ = ["call_the_roll", "part"]

_RULES = tuple(f"rules/{folder}" for folder in FOLDERS)
_NAMES = Vocabulary.names()
_SINGLE = ("catalog/coherence.yaml", "catalog/sources.yaml", "rules/policy.yaml")
"""The files that are a part of their own."""
_INSIDE = {
    "rules": (*_RULES, "rules/policy.yaml"),
    "catalog": ("catalog/exercises", "catalog/sources.yaml", "catalog/coherence.yaml", *_NAMES),
    "catalog/vocabulary": _NAMES,
}
"""What cannot be whole when a folder cannot be read."""


def part(path: str) -> str:
    """What later checks call the part a file belongs to: its folder, but for a closed list and for a single file."""
    if path in _SINGLE:
        return path
    folder, _, name = path.rpartition("/")
    return name.removesuffix(".yaml") if folder == "catalog/vocabulary" else folder or path


def call_the_roll(draft: Draft) -> None:
    """Note what cannot be read, define the id of every file, and report each file that is missing."""
    unread = {_meant(problem.at.file) for problem in draft.loose}
    for path in unread:
        draft.broken |= {part(path), path, *_INSIDE.get(path, ())}
    strangers = {page.file.stem for page in draft.pages.values() if page.file.folder == "catalog/vocabulary"}
    for stem in sorted(strangers.difference(_NAMES)):
        draft.broken.update(get_close_matches(stem, _NAMES, n=1))
    files = [*draft.pages, *unread]
    for top in ("catalog", "rules"):
        if not any(path == top or path.startswith(f"{top}/") for path in files):
            draft.report(Span(top), "HEP001", "there is no such folder")
            draft.broken |= {top, *_INSIDE[top]}
            unread.add(top)
    exercises = _stems(files, "catalog/exercises/")
    # That there is no exercise at all is told once, by the form, and not wherever one is named.
    if exercises and unread.isdisjoint({"catalog", "catalog/exercises"}):
        draft.lexicon.define("exercises", exercises)
    if unread.isdisjoint({"rules", *_RULES}):
        draft.lexicon.define("rules", _stems(files, "rules/"))
    _report_missing(draft)


def _meant(path: str) -> str:
    """The file or folder that a misnamed one was meant to be: `rules/policy.yaml` for `rules/policy.yml`."""
    before, dot, _ = path.rpartition(".")
    if dot:
        return f"{before}.yaml"
    top, _, inner = path.partition("/")
    folders = [each.partition("/")[2] for each in (*_RULES, "catalog/exercises", "catalog/vocabulary") if top in each]
    close = get_close_matches(inner, folders, n=1)
    return f"{top}/{close[0]}" if close else path


def _stems(files: Iterable[str], folder: str) -> list[str]:
    return [path.rpartition("/")[2].partition(".")[0] for path in files if path.startswith(folder)]


def _report_missing(draft: Draft) -> None:
    """Every file that must be there and is not, unless it is told already; a whole folder is told once."""
    missing = [name for name in _NAMES if f"catalog/vocabulary/{name}.yaml" not in draft.pages]
    if len(missing) == len(_NAMES) and draft.whole(*_NAMES):
        draft.report(Span("catalog/vocabulary"), "HEP001", "there is no such folder", "it holds the closed lists")
        draft.broken.update(_NAMES)
    for name in missing:
        if draft.whole(name):
            draft.report(Span(f"catalog/vocabulary/{name}.yaml"), "HEP001", "this vocabulary is missing")
            draft.broken.add(name)
    for path in _SINGLE:
        if path not in draft.pages and draft.whole(path):
            draft.report(Span(path), "HEP001", "this file is missing")
