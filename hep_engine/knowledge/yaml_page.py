"""YAML, tamed: text to a tree of words in which every key and value keeps its place.

Composed from the events of libyaml's C parser. There are mappings, lists and words, and nothing else: `no`, `1-5` and
dates stay words; tags, anchors, aliases, duplicate keys, tabs, deep nesting and second documents are problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from hep_engine.errors import Problem, Span
from hep_engine.knowledge.files import SourceFile

__all__ = ["Node", "Page", "read_page"]

_DEEPEST = 16
_UNPRINTABLE = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A mapping, a list or a word, and where it stands."""

    at: Span
    value: dict[str, Node] | list[Node] | str | None
    """`None` is a key with nothing after it."""
    keys: dict[str, Span] = field(default_factory=dict)
    """Where each key of a mapping stands."""
    quoted: bool = False

    def plain(self) -> Any:
        """The same as plain dicts, lists and words."""
        match self.value:
            case dict(entries):
                return {key: each.plain() for key, each in entries.items()}
            case list(items):
                return [each.plain() for each in items]
            case word:
                return word

    def typed(self) -> Any:
        """The same with unquoted numbers, `true`, `false` and `null` read as such: for profiles, which are data."""
        match self.value:
            case dict(entries):
                return {key: each.typed() for key, each in entries.items()}
            case list(items):
                return [each.typed() for each in items]
            case str(word) if not self.quoted:
                if re.fullmatch(r"-?[0-9]{1,15}", word):
                    return int(word)
                if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", word):
                    return float(word)
                return {"true": True, "false": False, "null": None, "~": None}.get(word, word)
            case word:
                return word

    def find(self, path: tuple[int | str, ...]) -> Node:
        """The node at *path*, or the nearest one around it."""
        node = self
        for step in path:
            match node.value, step:
                case dict(entries), str(key) if key in entries:
                    node = entries[key]
                case list(items), int(index) if index < len(items):
                    node = items[index]
                case _:
                    break
        return node


@dataclass(slots=True)
class Page:
    """One file as it was read: its lines, its tree if it has one, and what was wrong."""

    file: SourceFile
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    root: Node | None = None

    def problem(self, at: Span, code: str, what: str, hint: str | None = None) -> Problem:
        """A problem at *at* that shows the author's line."""
        text = self.lines[at.line - 1] if at.line <= len(self.lines) else None
        return Problem(at, code, what, hint, text)

    def report(self, at: Span, code: str, what: str, hint: str | None = None) -> None:
        """Keep a problem."""
        self.problems.append(self.problem(at, code, what, hint))

    def span(self, line: int, start: int, end: int | None = None) -> Span:
        """A stretch of a line; line and columns count from 0 here, as the parser counts."""
        return Span(self.file.path, line + 1, start + 1, max(end if end is not None else start + 1, start + 1) + 1)


def read_page(file: SourceFile) -> Page:
    """The page of a file; its `root` is `None` only if a problem says why."""
    try:
        text = file.content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as failure:
        line = file.content.count(b"\n", 0, failure.start)
        page = Page(file, [])
        page.report(page.span(line, 0), "HEP002", "this line is not UTF-8 text", "save the file as UTF-8")
        return page
    page = Page(file, text.split("\n"))
    if not _fit_to_parse(page, text):
        return page
    try:
        page.root = _Composer(page, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.YAMLError as failure:
        _report_syntax(page, failure)
    except _TooDeepError:
        pass
    return page


def _fit_to_parse(page: Page, text: str) -> bool:
    for number, line in enumerate(page.lines):
        tab = line.find("\t")
        if tab >= 0:
            page.report(page.span(number, tab), "HEP006", "there is a tab here", "indent with spaces")
            return False
        strange = _UNPRINTABLE.search(line)
        if strange:
            at = page.span(number, strange.start())
            page.report(at, "HEP002", f"there is an unprintable character here, U+{ord(strange[0]):04X}", "delete it")
            return False
    return True


def _report_syntax(page: Page, failure: yaml.YAMLError) -> None:
    mark = getattr(failure, "problem_mark", None)
    what = getattr(failure, "problem", None) or "it cannot be read"
    at = page.span(min(mark.line, len(page.lines) - 1), mark.column) if mark else page.span(0, 0)
    hint = "look at this line and the one before: a colon, a quote, a bracket or the indentation"
    page.report(at, "HEP003", f"this is not valid YAML: {what}", hint)


class _TooDeepError(Exception):
    """Nesting went past the limit; the problem is already reported."""


class _Composer:
    """Turns parser events into nodes, reporting what is refused as it goes."""

    def __init__(self, page: Page, events: Iterator[Any]) -> None:
        self.page = page
        self.events = events

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
                self.page.report(self._span(event), "HEP005", "a YAML directive is not used here", "delete this line")
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.page.report(self._span(event), "HEP005", "a second document starts here", "one document a file")
                return root
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 1)
        if root is None:
            self.page.report(self.page.span(0, 0), "HEP012", "the file is empty")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        at = self._span(event)
        if depth > _DEEPEST:
            self.page.report(at, "HEP007", f"this is nested more than {_DEEPEST} levels deep")
            raise _TooDeepError
        self._refuse_extras(event, at)
        match event:
            case yaml.ScalarEvent():
                quoted = event.style in ("'", '"', "|", ">")
                return Node(at, None if not quoted and event.value == "" else event.value, quoted=quoted)
            case yaml.SequenceStartEvent():
                return Node(at, list(self._items(depth)))
            case yaml.MappingStartEvent():
                return self._mapping(at, depth)
            case _:
                return Node(at, "")

    def _refuse_extras(self, event: Any, at: Span) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.page.report(at, "HEP005", f"the alias `*{event.anchor}` is not used here", "write the text out")
            return
        if event.anchor:
            self.page.report(at, "HEP005", f"the anchor `&{event.anchor}` is not used here", "write the text out")
        if event.tag:
            self.page.report(at, "HEP005", f"the tag `{event.tag}` is not used here", "delete it: values are words")

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, at: Span, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key.value, str):
                self.page.report(key.at, "HEP013", "a key is a single word")
            elif key.value in entries:
                first = keys[key.value].line
                what = f"the key `{key.value}` stands here twice"
                self.page.report(key.at, "HEP004", what, f"the first one is on line {first}")
            else:
                entries[key.value] = value
                keys[key.value] = key.at
        return Node(at, entries, keys)

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        line = min(start.line, len(self.page.lines) - 1)
        if not isinstance(event, yaml.ScalarEvent) or end.line != start.line:
            width = len(self.page.lines[line])
            return self.page.span(line, start.column, max(width, start.column + 1))
        return self.page.span(line, start.column, end.column)
