"""What is served, what is not, and that every gap is written down with its reason."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from hep_engine.audit.coverage import cover
from hep_engine.page.picture import coverage_picture
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def coverage(plain_engine):
    """The coverage of the shipped knowledge."""
    return cover(plain_engine)


def test_every_gap_is_listed_with_its_reason(coverage):
    """
    The table in the docs names the gaps that there are, no more and no fewer.
    """
    page = (ROOT / "docs/explanation/coverage.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    assert [(deficit, phase) for deficit, phase, _ in rows] == sorted(coverage.gaps())
    assert all(len(reason.split()) > 5 for *_, reason in rows)


def test_pain_of_9_and_10_is_withheld_everywhere_and_nothing_else_is(coverage):
    """
    The patient of a cell has no other reason to be referred.
    """
    assert {pain for _, _, pain in coverage.withheld} == {9, 10}
    assert len(coverage.withheld) == 2 * len(coverage.deficits) * len(coverage.phases)


def test_the_picture_says_every_number(coverage, shipped):
    """
    Well-formed, with a title for those who cannot see it, and one number for each cell that has exercises.
    """
    root = ElementTree.fromstring(coverage_picture(coverage, shipped))
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    for label in (each.label for each in shipped.vocabulary.deficits.values()):
        assert label in texts
    pains = len(coverage.phases) * 11
    assert sum(text is not None and text.isdigit() for text in texts) - pains == sum(
        count > 0 for count in coverage.counts.values()
    )
