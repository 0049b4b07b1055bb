"""The help pages tell the truth: each wrong file gives the message shown, each right file loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.knowledge.conftest import ROOT, shipped_files, told_of

PAGES = sorted((ROOT / "docs" / "reference" / "problems").glob("HEP*.md"))
CODE = re.compile(r"HEP\d{3}")
BLOCK = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
TEXT = re.compile(r"```text\n(.*?)\n```", re.DOTALL)
WITH_FILES = [page for page in PAGES if "```yaml" in page.read_text()]


def half(page: Path, title: str) -> str:
    """What stands under one heading of a page."""
    return page.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]


def overlaid(text: str) -> dict[str, bytes]:
    """The shipped files with every YAML block of *text* put in place."""
    blocks = {path: f"# {path}\n{body}".encode() for path, body in BLOCK.findall(text)}
    assert blocks
    return shipped_files() | blocks


@pytest.mark.parametrize("page", WITH_FILES, ids=lambda page: page.stem)
def test_wrong_file_gives_the_message_shown_and_no_other(page: Path) -> None:
    """
    What the page shows is what the terminal says, to the letter.
    """
    wrong = half(page, "Wrong")
    shown = "\n\n".join(TEXT.findall(wrong))
    problems = told_of(overlaid(wrong), rehearsed=True)
    assert "\n\n".join(map(str, problems)) == shown
    assert {problem.code for problem in problems} == {page.stem}


@pytest.mark.parametrize("page", WITH_FILES, ids=lambda page: page.stem)
def test_right_file_loads(page: Path) -> None:
    """
    The mended file leaves no problem.
    """
    assert told_of(overlaid(half(page, "Right"))) == ()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_has_its_code_as_title_and_shows_its_message(page: Path) -> None:
    """
    A page is about its own code, and shows at least one whole message.
    """
    assert page.read_text().startswith(f"# {page.stem}: ")
    shown = TEXT.findall(half(page, "Wrong"))
    assert shown
    assert all(f"[{page.stem}]" in each for each in shown)
    assert half(page, "Right").strip()


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """
    The codes that the loader can give are the codes that are explained.
    """
    sources = list((ROOT / "hep_engine").rglob("*.py"))
    used = {code for source in sources for code in CODE.findall(source.read_text())}
    assert used == {page.stem for page in PAGES}


def test_index_lists_every_page_with_its_title() -> None:
    """
    The table of all codes is whole, in order, and says what each page says.
    """
    index = (ROOT / "docs/reference/problems/README.md").read_text()
    rows = re.findall(r"^\| \[(HEP\d{3})\]\(\1\.md\) \| (.+) \|$", index, re.MULTILINE)
    titles = [tuple(page.read_text().split("\n", 1)[0].removeprefix("# ").split(": ", 1)) for page in PAGES]
    assert rows == titles
