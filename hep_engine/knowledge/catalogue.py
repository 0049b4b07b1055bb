"""Reading the catalogue: closed lists, sources and exercises."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.errors import Span
from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.entries import entries_of, records_of
from hep_engine.knowledge.lexicon import FIXED
from hep_engine.knowledge.naming import is_named_as_its_file
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.exercise import Exercise
from hep_engine.model.nearest import nearest
from hep_engine.model.source import Source
from hep_engine.model.vocabulary import Approach, Category, Deficit, Entry, Fact, Finding, Measure, Position, Vocabulary

__all__ = ["read_exercise", "read_sources", "read_vocabulary"]

_RECORDS: dict[str, type[Entry]] = {
    "positions": Position,
    "categories": Category,
    "deficits": Deficit,
    "findings": Finding,
    "measures": Measure,
    "follow_up": Measure,
    "treatment_approaches": Approach,
    "facts": Fact,
}


def read_vocabulary(page: Page, draft: Draft) -> None:
    """Read one closed list into the draft."""
    name = page.file.stem
    if name not in Vocabulary.names():
        hint = nearest(name, Vocabulary.names())
        page.report(page.span(0, 0), "HEP009", f"no vocabulary is called `{name}`", hint)
        return
    entries = entries_of(page, {"vocabulary", "entries"}, "entries")
    if entries is None or not isinstance(entries.value, dict):
        draft.broken.add(name)
        return
    # That there is no approach at all is told once, by the form, and not wherever one is used.
    if is_named_as_its_file(page, "vocabulary") and (entries.value or name != "treatment_approaches"):
        # The words that a profile fixes are known even where the list misspells one: form tells that, once.
        draft.lexicon.define(name, {*entries.value, *FIXED.get(name, ())})
    read = dict(records_of(page, draft, entries, _RECORDS.get(name, Entry), name))
    draft.entries[name] = dict(read)
    if len(read) < len(entries.value):
        draft.broken.add(name)


def read_sources(page: Page, draft: Draft) -> None:
    """Read `catalog/sources.yaml` into the draft."""
    entries = entries_of(page, {"sources"}, "sources")
    if entries is not None and isinstance(entries.value, dict):
        draft.lexicon.define("sources", entries.value)
        draft.sources = dict(records_of(page, draft, entries, Source, "source"))


def read_exercise(page: Page, draft: Draft) -> None:
    """Read one exercise into the draft, with every word it uses checked."""
    if page.root is None:
        return
    named = is_named_as_its_file(page, "exercise")
    exercise = fill(Exercise, page.root, page)
    if exercise is None or not named or not _words_known(exercise, page, page.root, draft):
        return
    draft.exercises[exercise.id] = exercise
    draft.remember(("exercise", exercise.id), page.root)


def _words_known(exercise: Exercise, page: Page, root: Node, draft: Draft) -> bool:
    """Every id in the file is on its closed list; reports those that are not."""
    lists: tuple[tuple[str, tuple[str | int, ...]], ...] = (
        ("phases", ("phases",)),
        ("deficits", ("indications",)),
        ("muscles", ("muscles", "primary")),
        ("muscles", ("muscles", "secondary")),
        ("findings", ("contraindications",)),
        ("equipment", ("equipment",)),
        ("body_parts", ("weight_through",)),
        ("sources", ("evidence", "sources")),
        ("positions", ("position",)),
        ("categories", ("category",)),
        ("findings", ("precautions",)),
        ("treatment_approaches", ("dose",)),
    )
    sound = [
        draft.lexicon.check(page, at, kind, word) for kind, path in lists for word, at in _written(root.find(path))
    ]
    for number, claim in enumerate(exercise.clinical_rationale):
        for place, word in enumerate(claim.indications):
            node = root.find(("clinical_rationale", number, "for", place))
            if word not in exercise.indications:
                hint = nearest(word, exercise.indications)
                page.report(node.at, "HEP011", f"`{word}` is not among this exercise's indications", hint)
                sound.append(False)
    named = (*exercise.contraindications, *exercise.precautions)
    for word, at in _written(root.find(("stricter",))) if exercise.stricter else ():
        if word not in named:
            what = f"`{word}` is neither a contraindication nor a precaution here"
            page.report(at, "HEP011", what, nearest(word, named))
            sound.append(False)
    return all(sound)


def _written(node: Node) -> Iterator[tuple[str, Span]]:
    match node.value:
        case dict():
            yield from node.keys.items()
        case list(items):
            yield from ((item.value, item.at) for item in items if isinstance(item.value, str))
        case str(word):
            yield word, node.at
