"""
The docs do what they say: links lead somewhere, code runs, commands work, every page is listed.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def _named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _blocks(kind: str, *pages: str) -> list:
    return [
        pytest.param(text, id=f"{page}-{number}")
        for page in pages
        for number, (found, text) in enumerate(BLOCK.findall((ROOT / page).read_text()))
        if found == kind
    ]


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_link_leads_somewhere(page):
    """
    Relative links, from where the page stands.
    """
    missing = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("code", _blocks("python", "README.md", "docs/how-to/embed.md"))
def test_python_blocks_run(code):
    """
    As they stand, in a process of their own.
    """
    ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "command",
    [
        line.split("#")[0].strip()
        for line in (ROOT / "README.md").read_text().split("\n")
        if line.startswith("hep ") and "my_rules" not in line
    ],
)
def test_commands_of_the_readme_work(command):
    """
    Each exits 0 and prints something.
    """
    words = [sys.executable, "-m", "hep_engine", *shlex.split(command)[1:]]
    ran = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_every_decision_is_listed():
    """
    The index and the folder hold the same records.
    """
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert listed == {page.name for page in folder.glob("0*.md")}


def test_files_the_docs_name_exist():
    """
    A path in back-ticks that looks like one of ours is there.
    """
    named = re.compile(r"`((?:hep_engine|tests|rules|catalog|docs|bench|examples)/[\w/.-]+)`")
    for page in PAGES:
        if "problems" in page.parts:
            continue
        for path in named.findall(page.read_text()):
            built_later = path.startswith("hep_engine/shipped")
            assert built_later or (ROOT / path).exists(), f"{page.name} names {path}"
