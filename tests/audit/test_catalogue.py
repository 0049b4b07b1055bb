"""The catalogue in the docs is the catalogue of the files."""

from __future__ import annotations

from hep_engine.audit.coverage import cover
from hep_engine.page.catalogue import catalogue_drawings, catalogue_pages
from hep_engine.page.picture import coverage_picture
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "catalogue"


def test_every_page_is_as_the_files_say(shipped):
    """
    After an edit: `hep catalogue docs/catalogue`.
    """
    pages = dict(catalogue_pages(shipped))
    assert len(pages) == len(shipped.exercises) + 2
    assert {path.name for path in FOLDER.glob("*.md")} == set(pages)
    assert [name for name, text in pages.items() if (FOLDER / name).read_text() != text] == []


def test_every_drawing_is_as_the_angles_say(shipped):
    """
    Two positions each of all sixty exercises.
    """
    drawings = dict(catalogue_drawings(shipped))
    assert set(drawings) == {f"{name}.svg" for name in shipped.exercises}
    assert [name for name, svg in drawings.items() if (FOLDER / "drawings" / name).read_text() != svg] == []


def test_the_picture_is_as_the_files_say(shipped, plain_engine):
    """
    The same number in every cell.
    """
    assert (FOLDER / "coverage.svg").read_text() == coverage_picture(cover(plain_engine), shipped)
