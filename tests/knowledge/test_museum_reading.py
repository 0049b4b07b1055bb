"""Museum of broken files, first room: files that cannot be read as a tree of words."""

from __future__ import annotations

import pytest
import yaml

from hep_engine.knowledge import yaml_page
from tests.knowledge.conftest import Files, Told, told_of
from tests.knowledge.museum import GATE, swapped

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
DEEP = "".join(f"{'  ' * depth}k{depth}:\n" for depth in range(100))
TEXTS = {
    "unclosed quote": ("because: 'open\n", 1, 10, "HEP003", "this quote is not closed"),
    "unclosed bracket": ("a: 1\nb: [x, y\nc: 2\n", 2, 4, "HEP003", "after this bracket a comma or the closing"),
    "apostrophe": ("a: 'it's'\n", 1, 8, "HEP003", "the text before this has ended already"),
    "second colon": ("a: b: c\n", 1, 5, "HEP003", "there is a second `: ` here"),
    "no colon": ("a: 1\nb\nc: 2\n", 3, 1, "HEP003", "there is no `:` after this key"),
    "strange start": ("a: @b\n", 1, 4, "HEP003", "a text cannot start with this character"),
    "crooked item": ("a:\n  - b\n - c\n", 3, 2, "HEP003", "this is not indented like the keys above it"),
    "crooked key": ("a: 1\n   b: 2\n", 2, 5, "HEP003", "there is a second `: ` here"),
    "backslash": ('a: "\\q"\n', 1, 5, "HEP003", "there is a `\\` in this quoted text"),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", 3, 1, "HEP004", "the key `a` stands here twice"),
    "alias": ("a: *b\n", 1, 4, "HEP005", "the alias `*b` is not used here"),
    "emphasis": ("a: *very* important\n", 1, 4, "HEP003", "a text cannot start with `*`"),
    "anchor": ("a: &b c\n", 1, 4, "HEP005", "the anchor `&b` is not used here"),
    "tag": ("a: !!int 1\n", 1, 4, "HEP005", "the tag `!!int` is not used here"),
    "own tag": ("a: !stop now\n", 1, 4, "HEP005", "the tag `!stop` is not used here"),
    "python tag": ("a: !!python/object:os.system x\n", 1, 4, "HEP005", "the tag `!!python/object:os.system`"),
    "merge key": ("a: 1\n<<: *b\n", 2, 5, "HEP005", "the alias `*b` is not used here"),
    "second document": ("a: 1\n---\nb: 2\n", 2, 1, "HEP005", "a second document starts here"),
    "directive": ("%YAML 1.2\n---\na: 1\n", 1, 1, "HEP005", "a YAML directive is not used here"),
    "future directive": ("%YAML 3.0\n---\na: 1\n", 1, 1, "HEP003", "a YAML directive is not used here"),
    "tab": ("a:\n\tb: 1\n", 2, 1, "HEP006", "there is a tab here"),
    "NUL": ("a: b\0c\n", 1, 5, "HEP002", "there is an unprintable character here, U+0000"),
    "escape": ("a: b\x1b[31mc\n", 1, 5, "HEP002", "there is an unprintable character here, U+001B"),
    "escape sequence": ('a: "b\\x1b"\n', 1, 4, "HEP002", "there is an unprintable character here, U+001B"),
    "next line": ("a: b\x85c\n", 1, 5, "HEP002", "there is an unprintable character here, U+0085"),
    "zero width": ("a: bladder\u200b_change\n", 1, 11, "HEP002", "there is an unprintable character here, U+200B"),
    "turned round": ("a: \u202eegnahc\n", 1, 4, "HEP002", "there is an unprintable character here, U+202E"),
    "second BOM": ("a: \ufeffb\n", 1, 4, "HEP002", "there is an unprintable character here, U+FEFF"),
    "old line ends": ("a: 1\rb: 2\r", 1, 5, "HEP002", "this line ends as on very old Macs"),
    "brackets": ("[" * 5000, 1, 17, "HEP007", "this is nested more than 16 levels deep"),
    "braces": ("a: " + "{a: " * 5000, 1, 61, "HEP007", "this is nested more than 16 levels deep"),
    "deep": (DEEP, 16, 31, "HEP007", "this is nested more than 16 levels deep"),
    "empty": ("", 1, 1, "HEP012", "the file is empty"),
    "blank": ("\n\n  \n", 1, 1, "HEP012", "the file is empty"),
    "comment": ("# nothing\n", 1, 1, "HEP012", "the file is empty"),
    "marker": ("---\n", 1, 1, "HEP012", "the file is empty"),
    "list": ("- a\n- b\n", 1, 1, "HEP013", "a mapping, `key: value`, is needed here"),
    "word": ("word\n", 1, 1, "HEP013", "a mapping, `key: value`, is needed here"),
    "list as key": ("a: 1\n[b, c]: 2\n", 2, 1, "HEP013", "a key is a single word"),
    "no key": ("a: 1\n? \n: 2\n", 2, 2, "HEP013", "a key is a single word"),
    "ten megabytes": ("a: b\n" * 2_000_000, 1, 1, "HEP007", "the file is larger than 256 KiB"),
}
OWN = {"duplicate key", "anchor", "tag", "python tag", "second document", "directive"}
"""Files that are read on after the mistake, so that keys are told to be missing as well."""
LEAKS = ("expected", "token", "while parsing", "scanner", "input", "None", "Node(", "\n")


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("name", TEXTS)
def test_what_cannot_be_read_is_told_once_at_its_place(
    told: Told, name: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One message, at the right line and column, in plain words, whichever of PyYAML's parsers is there.
    """
    monkeypatch.setattr(yaml_page, "_LOADER", getattr(yaml, loader))
    text, line, column, code, what = TEXTS[name]
    problems = told({GATE: text})
    if name in OWN:
        problems = tuple(each for each in problems if each.code not in ("HEP010", "HEP012"))
    (problem,) = problems
    assert (problem.at.file, problem.at.line, problem.code) == (GATE, line, code)
    assert problem.at.column == column + (name == "backslash" and loader == "SafeLoader")
    assert problem.what.startswith(what)
    assert not [leak for leak in LEAKS if leak in problem.what]


def test_alias_bomb_is_refused_without_being_unfolded(told: Told) -> None:
    """
    A billion laughs cost nothing: each anchor and alias is refused where it stands.
    """
    problems = told({GATE: BOMB})
    assert {problem.code for problem in problems} == {"HEP005"}
    assert {problem.at.line for problem in problems} == set(range(1, 10))


def test_text_that_is_not_utf8_is_told_at_its_letter(told: Told) -> None:
    """
    The line is shown with the letter that is wrong, also behind accents and a byte order mark.
    """
    (problem,) = told({GATE: b"\xef\xbb\xbfa: 1\r\nb: \xc3\xa9t\xe9\r\n"})
    assert (problem.at.line, problem.at.column, problem.code) == (2, 6, "HEP002")
    assert problem.line_text == "b: ét\N{REPLACEMENT CHARACTER}"
    assert problem.hint == "save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_told_to_be_saved_as_utf8(told: Told, files: Files, encoding: str) -> None:
    """
    A file in another encoding gives one message and the way out.
    """
    (problem,) = told({GATE: files[GATE].decode().encode(encoding)})
    assert (problem.code, problem.hint) == ("HEP002", "save the file as UTF-8")


def test_tabs_are_told_once_with_their_number(told: Told) -> None:
    """
    A file indented with tabs gives one message, not one a line.
    """
    (problem,) = told({GATE: "a:\n\tb:\n\t\tc: 1\n\td: 2\n"})
    assert problem.hint == "indent with spaces; 2 more lines have tabs"


def test_long_lines_are_shown_around_the_mistake(told: Told) -> None:
    """
    Words and lines of any length leave a message that fits a screen.
    """
    (problem,) = told({GATE: swapped(GATE, "origin: ours", f"origin: {'x' * 9000}")})
    assert problem.at.column == 9
    assert max(map(len, str(problem).splitlines())) < 140


@pytest.mark.parametrize("change", ["bom", "crlf", "japanese", "emoji", "arabic", "document start"])
def test_harmless_differences_load(files: Files, change: str) -> None:
    """
    Line ends, a byte order mark and every script of the world are welcome.
    """
    text = files[GATE].decode()
    reason = {"japanese": "腰の痛み", "emoji": "🧘‍♀️ gently", "arabic": "ألم الظهر"}.get(change, "a reason")
    start = text.index("because: ")
    text = f"{text[:start]}because: {reason}\n{text[text.index('for_patient:') :]}"
    if change == "crlf":
        text = text.replace("\n", "\r\n")
    prefix = {"bom": "\ufeff", "document start": "---\n"}.get(change, "")
    files[GATE] = (prefix + text).encode()
    assert told_of(files) == ()


def test_null_values_are_told_at_their_key(told: Told) -> None:
    """
    A key with nothing after it is a mistake wherever it stands.
    """
    text = "rule: rf_suicide\nstatus:\nwhen:\nthen:\nbecause:\norigin:\nsources:\nexamples:\n"
    problems = told({GATE: text})
    assert [(each.at.line, each.at.column, each.code) for each in problems] == [(n, 1, "HEP013") for n in range(2, 9)]
    assert [each.what for each in problems] == [
        f"`{key}` has no value" for key in ("status", "when", "then", "because", "origin", "sources", "examples")
    ]
