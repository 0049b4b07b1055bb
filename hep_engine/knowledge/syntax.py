"""What libyaml says of a file it cannot read, in words for people who write exercises."""

from __future__ import annotations

from typing import Any

__all__ = ["in_plain_words"]

_QUOTE = "put the whole text in quotes"
_BRACKETS = "look for a missing comma or closing bracket, or put the text in quotes"
_INDENT = "things that belong together start in the same column; look at the line before as well"

_ENDED = (
    "the text before this has ended already",
    "look above for a quote left open; an apostrophe in single quotes is written twice",
)
_OPEN_QUOTE = "this quote is not closed"

_PLAIN = (
    ("mapping values are not allowed", "there is a second `: ` here, as if another key began", _QUOTE),
    ("could not find expected ':'", "there is no `:` after this key", "write `key: value`, or indent the text further"),
    ("cannot start any token", "a text cannot start with this character", _QUOTE),
    ("while scanning an alias", "a text cannot start with `*`", _QUOTE),
    ("while scanning an anchor", "a text cannot start with `&`", _QUOTE),
    ("while scanning a block scalar", "a text cannot start with `|` or `>`", _QUOTE),
    ("incompatible YAML document", "a YAML directive is not used here", "delete this line"),
    (" tag", "a text cannot start with `!`", _QUOTE),
    ("directive", "a line cannot start with `%`", "delete it, or put the text in quotes"),
    ("unknown escape character", "there is a `\\` in this quoted text", "write the text in single quotes"),
    ("expected hexdecimal number", "there is a `\\` in this quoted text", "write the text in single quotes"),
    ("invalid Unicode character escape", "there is a `\\` in this quoted text", "write the text in single quotes"),
    ("quoted scalar", _OPEN_QUOTE, "close it, or write an apostrophe inside single quotes twice"),
    ("did not find expected ',' or", "the list or mapping in brackets goes wrong here", _BRACKETS),
    ("while parsing a flow", "the list or mapping in brackets goes wrong here", _BRACKETS),
    ("block sequence entries are not allowed", "a list item cannot start here", _INDENT),
    ("mapping keys are not allowed", "a key cannot start here", _INDENT),
    ("did not find expected '-' indicator", "a list item, starting with `- `, is expected here", _INDENT),
    ("while parsing a block collection", "a list item, starting with `- `, is expected here", _INDENT),
    ("while parsing a block mapping", "this is not indented like the keys above it", _INDENT),
    ("<document start>", "this stands outside everything above it", _INDENT),
)
"""Part of the parser's phrase, what it means, and the way out; the first that fits is told."""

_ANYTHING = (
    "this cannot be read as YAML",
    "look at this line and the one before: a colon, a quote, a bracket or the indentation",
)


def in_plain_words(failure: Any, lines: list[str]) -> tuple[int, int, str, str]:
    """Line and column, from 0, then what is wrong and the way out."""
    said = " ".join(str(getattr(failure, name, None) or "") for name in ("context", "problem"))
    what, hint = next(((what, hint) for phrase, what, hint in _PLAIN if phrase in said), _ANYTHING)
    opened, stopped = getattr(failure, "context_mark", None), getattr(failure, "problem_mark", None)
    # The parser notices an open quote or bracket only far below; the author has to close it where it opens.
    if opened and stopped and "while parsing a flow" in said and opened.line < stopped.line:
        return opened.line, opened.column, "after this bracket a comma or the closing bracket is missing", _BRACKETS
    if opened and (what == _OPEN_QUOTE or what.startswith("a text cannot start with `")):
        return opened.line, opened.column, what, hint
    if not stopped:
        return 0, 0, what, hint
    before = lines[stopped.line][: stopped.column] if stopped.line < len(lines) else ""
    if before.strip() and ("did not find expected key" in said or "expected <block end>" in said):
        what, hint = _ENDED
    return stopped.line, stopped.column, what, hint
