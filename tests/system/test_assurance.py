"""
The assurance page names nothing that is not there: each test, each proof, each problem, and the record of the proofs.
"""

from __future__ import annotations

import re

import pytest

from hep_engine import Engine
from hep_engine.knowledge.proof_file import unproven
from hep_engine.model.proof import THEOREMS
from tests.conftest import ROOT

PAGE = (ROOT / "docs/explanation/assurance.md").read_text()
HAZARDS = re.findall(r"^\| (H\d+) .*$", PAGE, re.MULTILINE)
ROWS = [row for row in PAGE.splitlines() if re.match(r"\| H\d+ ", row)]


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", PAGE))))
def test_every_test_it_names_is_there(named):
    """
    The file, and the function in it.
    """
    file, _, name = named.partition("::")
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_every_proof_it_names_is_there(shipped):
    """
    A statement of the library, or of the rules.
    """
    named = set(re.findall(r"`proof:(\w+)`", PAGE))
    assert named
    assert named <= {*THEOREMS, *(rule.id for rule in shipped.acting("invariants"))}


def test_every_problem_it_names_has_a_page():
    """
    Codes among the evidence.
    """
    named = set(re.findall(r"\bHEP\d{3}\b", PAGE))
    assert named
    assert all((ROOT / f"docs/reference/problems/{code}.md").exists() for code in named)


def test_every_hazard_has_evidence_and_says_what_is_left():
    """
    Six cells, the fifth naming a proof, a test or a problem, the last not empty; numbered from one.
    """
    assert [f"H{number + 1}" for number in range(len(HAZARDS))] == HAZARDS
    for row in ROWS:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 6
        assert re.search(r"proof:|tests/|HEP\d", cells[4])
        assert all(cells)


def test_the_record_proves_the_knowledge_as_it_is(shipped):
    """
    After an edit that decides: `hep verify --record docs/explanation/proof.json`.
    """
    library = Engine(shipped, cross_check="off").library
    assert list(unproven(ROOT / "docs/explanation/proof.json", shipped, library)) == []
