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
from hep_engine.knowledge.files import LARGEST, SourceFile
from hep_engine.knowledge.syntax import in_plain_words

__all__ = ["Node", "Page", "read_page"]

_DEEPEST = 16
_UNPRINTABLE = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u200a\u200c-\u2027\u202f-\u205f\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WRITE_OUT = "write the text out, or put it in quotes if it starts with this character"
_GIVES_UP = "maximum nesting depth"
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


def _one_line(what: str) -> str:
    """A message on one line, with the author's words cut where they are long."""
    return re.sub(r"`([^`]{57})[^`]{4,}`", r"`\1…`", " ".join(what.split()))


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
        return Problem(at, code, _one_line(what), hint, text)

    def report(self, at: Span, code: str, what: str, hint: str | None = None) -> None:
        """Keep a problem."""
        self.problems.append(self.problem(at, code, what, hint))

    def span(self, line: int, start: int, end: int | None = None) -> Span:
        """A stretch of a line; line and columns count from 0 here, as the parser counts."""
        return Span(self.file.path, line + 1, start + 1, max(end if end is not None else start + 1, start + 1) + 1)


def read_page(file: SourceFile) -> Page:
    """The page of a file; its `root` is `None` only if a problem says why."""
    if len(file.content) > LARGEST:
        page = Page(file, [])
        page.report(Span(file.path), "HEP007", f"the file is larger than {LARGEST // 1024} KiB")
        return page
    text = file.content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    page = Page(file, text.split("\n"))
    if not _is_utf8(page) or not _fit_to_parse(page):
        return page
    try:
        try:
            page.root = _Composer(page, yaml.parse(text, Loader=_LOADER)).document()
        except yaml.YAMLError as failure:
            if _GIVES_UP not in str(failure):
                raise
            # libyaml looks ahead, and newer ones give up on a thousand levels before it has told of the first ones.
            page.problems.clear()
            page.root = _Composer(page, yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.YAMLError as failure:
        _report_syntax(page, failure)
    except _UnreadableError:
        pass
    return page


def _is_utf8(page: Page) -> bool:
    try:
        page.file.content.decode("utf-8")
    except UnicodeDecodeError as failure:
        before = page.file.content[: failure.start].decode("utf-8").removeprefix("\ufeff")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        page.report(page.span(line, column), "HEP002", "this is not UTF-8 text", "save the file as UTF-8")
        return False
    return True


def _fit_to_parse(page: Page) -> bool:
    """Whether no line holds a tab or a character nobody sees; the first of each sort is reported."""
    tabs = [number for number, line in enumerate(page.lines) if "\t" in line]
    if tabs:
        more = f"; {len(tabs) - 1} more lines have tabs" if len(tabs) > 1 else ""
        at = page.span(tabs[0], page.lines[tabs[0]].index("\t"))
        page.report(at, "HEP006", "there is a tab here", f"indent with spaces{more}")
    for number, line in enumerate(page.lines):
        strange = _UNPRINTABLE.search(line.replace("\t", " "))
        if strange:
            page.report(page.span(number, strange.start()), "HEP002", *_strange(strange[0]))
            break
    return not page.problems


def _strange(letter: str) -> tuple[str, str]:
    """What is told of a character that nobody sees, and the way out."""
    if letter == "\r":
        return "this line ends as on very old Macs", "save the file with ordinary line ends, LF or CRLF"
    hint = "save the file as UTF-8" if letter == "\0" else "delete it"
    return f"there is an unprintable character here, U+{ord(letter):04X}", hint


def _report_syntax(page: Page, failure: yaml.YAMLError) -> None:
    line, column, what, hint = in_plain_words(failure, page.lines)
    # The end of a file is told on its last line with text.
    while line > 0 and (line >= len(page.lines) or not page.lines[line].strip()):
        line, column = line - 1, len(page.lines[line - 1].rstrip())
    # A refused alias or tag, such as `*bold* text`, is often broken YAML as well: that is one mistake.
    if not any(problem.at.line == line + 1 for problem in page.problems):
        page.report(page.span(line, column), "HEP003", what, hint)


class _UnreadableError(Exception):
    """What is written cannot be known, so nothing more is told of the file; the problem is already reported."""


class _Composer:
    """Turns parser events into nodes, reporting what is refused as it goes."""

    def __init__(self, page: Page, events: Iterator[Any]) -> None:
        self.page = page
        self.events = events
        self.unknown = False
        """Whether something refused stands for text that cannot be known."""

    def document(self) -> Node | None:
        root = self._document()
        if self.unknown:
            raise _UnreadableError
        return root

    def _document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
                self.page.report(self._span(event), "HEP005", "a YAML directive is not used here", "delete this line")
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.page.report(self._span(event), "HEP005", "a second document starts here", "one document a file")
                return root
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 1)
        if root is None or root.value is None:
            self.page.report(self.page.span(0, 0), "HEP012", "the file is empty")
            return None
        return root

    def _node(self, event: Any, depth: int) -> Node:
        at = self._span(event)
        if depth > _DEEPEST:
            self.page.report(at, "HEP007", f"this is nested more than {_DEEPEST} levels deep")
            raise _UnreadableError
        self._refuse_extras(event, at)
        match event:
            case yaml.ScalarEvent():
                quoted = event.style in ("'", '"', "|", ">")
                if strange := _UNPRINTABLE.search(event.value):
                    self.page.report(at, "HEP002", *_strange(strange[0]))
                    raise _UnreadableError
                return Node(at, None if not quoted and event.value == "" else event.value, quoted=quoted)
            case yaml.SequenceStartEvent():
                return Node(at, list(self._items(depth)))
            case yaml.MappingStartEvent():
                return self._mapping(at, depth)
            case _:
                return Node(at, "")

    def _refuse_extras(self, event: Any, at: Span) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.unknown = True
            self.page.report(at, "HEP005", f"the alias `*{event.anchor}` is not used here", _WRITE_OUT)
            return
        if event.anchor:
            self.page.report(at, "HEP005", f"the anchor `&{event.anchor}` is not used here", _WRITE_OUT)
        if event.tag:
            standard = event.tag.startswith("tag:yaml.org,2002:")
            self.unknown |= not standard
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = "delete it: values are words" if standard else _WRITE_OUT
            self.page.report(at, "HEP005", f"the tag `{tag}` is not used here", hint)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, at: Span, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if isinstance(event, yaml.AliasEvent):
                continue
            if not isinstance(key.value, str):
                self.unknown = True
                self.page.report(key.at, "HEP013", "a key is a single word", "put it in quotes if it is text")
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
