"""`hep handout`: what is open is listed, confirmed id by id, and written when nothing is left."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from hep_engine.cli import app

PATIENT = "handout --pain 3 --phase subacute --deficit hip_stabilization --age 45 --irritability low --screened"


@pytest.fixture
def hep(tmp_path):
    """Run the command into a folder of its own."""

    def run(more):
        line = f"{PATIENT} --by physiotherapist --out {tmp_path} {more}"
        return CliRunner().invoke(app, line.split(), env={"COLUMNS": "80", "TERM": "dumb"})

    return run


def opened(hep):
    """What is still open, by id."""
    listed = json.loads(hep("--json").stdout)["error"]
    return [each["what"].split("`")[1] for each in listed]


def test_what_is_open_is_listed_and_nothing_is_written(hep, tmp_path):
    """
    Exit code 4, with the question to ask for each.
    """
    result = hep("")
    assert result.exit_code == 4
    assert "the program is not released" in result.stderr
    assert "is still open" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_confirmed_one_by_one_it_is_written(hep, tmp_path):
    """
    The files, what was confirmed, who released, and what the clinician changed.
    """
    confirm = " ".join(f"--confirm {each}" for each in opened(hep))
    result = hep(f"{confirm} --html-only --paper letter --large --drop clamshell=too_hard")
    assert result.exit_code == 0, result.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["handout.html"]
    assert "released by: physiotherapist" in result.stdout
    assert "confirmed: " in result.stdout
    assert "changed: Clamshells: taken out" in result.stdout
    assert 'class="large letter"' in (tmp_path / "handout.html").read_text(encoding="utf-8")


def test_there_is_no_way_to_confirm_all_at_once(hep):
    """
    Nobody makes sure of what they were not shown.
    """
    assert hep("--confirm-all").exit_code == 2


@pytest.mark.parametrize("more", ["--paper a5", "--drop clamshell", "--add =too_hard"])
def test_a_wrong_call_exits_2(hep, more):
    """
    With the way it is written.
    """
    assert hep(more).exit_code == 2
