"""`hep test`, `hep coverage`, `hep catalogue`, `hep signoff`: what they print, and how they exit."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.conftest import ROOT

FAILING = """patient: someone
title: Someone with a sore hip
guards: that this test can fail
profile: {pain_score: 3, phase: subacute, age: 45, deficits: [hip_stabilization]}
expect: {status: ready, level: none, reasons: [], recommended: [bird_dog]}
because: a reason
origin: ours
sources: []
"""


def test_the_shipped_patients_pass(hep):
    """
    Exit 0, and the numbers of what was tried.
    """
    done = hep("test")
    assert done.exit_code == 0
    assert done.stdout.startswith("all as expected\n")
    patients = len(list((ROOT / "tests" / "patients").glob("*.yaml")))
    assert f"{patients} of {patients} patients as expected" in " ".join(done.stdout.split())


def test_a_failing_patient_is_told_in_words(hep, tmp_path):
    """
    Exit 1, the expectation's place, and what decided; with `--json` the same as data.
    """
    (tmp_path / "someone.yaml").write_text(FAILING)
    done = hep(f"test --patients {tmp_path}")
    assert done.exit_code == 1
    assert "- bird_dog is left out (tests/patients/someone.yaml:5)" in done.stdout
    assert "none of the deficits told is one it is for" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    data = json.loads(hep(f"test --patients {tmp_path} --json").stdout)
    assert data["passed"] is False
    assert data["patients"][0]["misses"][0]["what"] == "bird_dog is left out"


@pytest.mark.parametrize("content", ["patient: someone\n", "patient: [", "patient: other\ntitle: x\n"])
def test_a_wrong_patient_file_exits_1_with_its_place(hep, tmp_path, content):
    """
    As wrong knowledge does.
    """
    (tmp_path / "someone.yaml").write_text(content)
    done = hep(f"test --patients {tmp_path}")
    assert done.exit_code == 1
    assert "tests/patients/someone.yaml:1" in done.stderr


def test_a_folder_of_patients_that_is_not_there(hep, tmp_path):
    """
    A clear problem, no traceback.
    """
    done = hep(f"test --patients {tmp_path / 'none'}")
    assert done.exit_code == 1
    assert "there is no such folder" in done.stderr


def test_coverage_as_page_picture_and_data(hep, tmp_path):
    """
    The page fits 80 columns; the picture is an SVG; the data has every cell.
    """
    picture = tmp_path / "new" / "coverage.svg"
    done = hep(f"coverage --out {picture}")
    assert done.exit_code == 0
    assert "Gaps: 7" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert picture.read_text().startswith("<svg ")
    assert len(json.loads(hep("coverage --json").stdout)["cells"]) == 37 * 4 * 11


def test_the_catalogue_is_written_where_it_is_asked_for(hep, tmp_path):
    """
    The same pages as in the docs.
    """
    assert hep(f"catalogue {tmp_path}").exit_code == 0
    shipped = ROOT / "docs" / "catalogue"
    written = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.*")}
    assert written == {path.relative_to(shipped): path.read_text() for path in shipped.rglob("*.*")}


def test_what_cannot_be_written_exits_2(hep, tmp_path):
    """
    With the reason, and no traceback.
    """
    (tmp_path / "file").write_text("")
    done = hep(f"coverage --out {tmp_path / 'file' / 'x.svg'}")
    assert done.exit_code == 2
    assert "cannot write" in done.stderr


def test_signoff_lists_what_waits(hep):
    """
    Page and data say the same number.
    """
    page, data = hep("signoff").stdout, json.loads(hep("signoff --json").stdout)
    assert page.startswith(f"{len(data)} choices are our own")
    assert all(len(line) <= 80 or "/" in line for line in page.splitlines())
    assert {each["part"] for each in data} == {"rule", "policy", "coherence", "exercise"}


def test_no_patient_at_all_is_no_success(hep, tmp_path):
    """
    An empty folder says so, and exits 1.
    """
    done = hep(f"test --patients {tmp_path}")
    assert done.exit_code == 1
    assert "no patient was tried" in done.stdout


def test_a_gate_narrowed_together_with_its_example_is_found(hep, tmp_path):
    """
    Cauda equina signs count at any age: the statement about all patients shows the one who slips through.
    """
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    gate = tmp_path / "rules" / "gates" / "rf_motor.yaml"
    text = gate.read_text()
    narrowed = text.replace("when:\n  all:\n", "when:\n  all:\n    - age <= 75\n", 1)
    assert narrowed != text
    quiet = "  - quiet: someone of 80\n    patient:\n      pain_score: 5\n      phase: acute\n      age: 80\n"
    gate.write_text(f"{narrowed.rstrip()}\n{quiet}      findings: [severe_or_progressive_leg_weakness]\n")
    done = hep(f"test --rules {tmp_path / 'rules'}")
    assert done.exit_code == 1
    assert "never_anything_with_severe_leg_weakness does not hold" in done.stdout
