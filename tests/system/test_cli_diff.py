"""
`hep diff`: what an edit changes, in words and by its exit code.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace

import pytest

from hep_engine.knowledge.difference import written_differently
from hep_engine.model.comparison import Change, ForAll
from tests.conftest import ROOT

EDITS = {
    "narrower": ("catalog/exercises/clamshell.yaml", "pain_level: 1-5", "pain_level: 1-4"),
    "otherwise": ("rules/gates/pc_9_10.yaml", "pain_score >= 9", "pain_score > 8"),
    "wrong": ("rules/gates/pc_9_10.yaml", "pain_score >= 9", "pain_score >= 11"),
}


@pytest.fixture
def edit(tmp_path):
    """A copy of the knowledge with one of the edits, and one patient to try; answers the options that name them."""

    def copied(name):
        for folder in ("rules", "catalog"):
            shutil.copytree(ROOT / folder, tmp_path / name / folder)
        file, old, new = EDITS[name]
        text = (tmp_path / name / file).read_text()
        assert old in text
        (tmp_path / name / file).write_text(text.replace(old, new))
        (tmp_path / "patients").mkdir()
        shutil.copy(ROOT / "tests/patients/pain_five_top_of_the_range.yaml", tmp_path / "patients")
        return f"{ROOT} {tmp_path / name} --patients {tmp_path / 'patients'}"

    return copied


def test_a_change_is_shown_by_a_patient_who_can_be_run(hep, told, edit, tmp_path):
    """
    Pain 1-5 to 1-4: who loses the exercise, a command that shows it on both sides, and exit 1.
    """
    printed = hep(f"diff {edit('narrower')} --all-patients")
    assert printed.exit_code == 1
    assert printed.stdout.startswith("SOMETHING CHANGES\nIt changes who gets one exercise.\n")
    assert "Clamshells (clamshell): some patients no longer get it." in printed.stdout
    assert "recommended: no longer clamshell" in printed.stdout
    assert [each for each in printed.stdout.splitlines() if len(each) > 80 and str(tmp_path) not in each] == []
    command = printed.stdout[printed.stdout.index("hep recommend") :].partition("--screened")[0].replace("\\\n", " ")
    edited = f"--rules {tmp_path}/narrower/rules --catalog {tmp_path}/narrower/catalog"
    for options, gets in (("", True), (edited, False)):
        result = told(f"{command.removeprefix('hep ')} --screened {options}")
        assert ("clamshell" in {each["exercise"] for each in result["recommendations"]}) is gets


def test_without_all_patients_the_files_are_tried(hep, edit):
    """
    The patient at the top of the range loses the exercise; the record says which field changed.
    """
    printed = hep(f"diff {edit('narrower')}")
    assert printed.exit_code == 1
    assert printed.stdout.startswith("SOMETHING CHANGES for 1 of 1 patients tried\n")
    assert "  - exercise clamshell\n    pain level: 1-5; now 1-4\n" in printed.stdout


def test_what_changes_nothing_is_proved(hep, edit):
    """
    Exit 0 for a comparison written otherwise, though its record differs where it could decide.
    """
    printed = hep(f"diff {edit('otherwise')} --all-patients --json")
    found = json.loads(printed.stdout)
    assert (printed.exit_code, found["changes"], found["for_all"]["changes"]) == (0, "nothing", [])
    assert found["for_all"]["equal"]["exercise"] == 60
    assert [each["decides"] for each in found["records"]] == [True]


def test_what_the_engines_do_not_show_is_an_error_of_its_own_kind(hep, edit, monkeypatch):
    """
    Exit 3: formulas and engines differ. And where nothing was proved to change, a tried patient shows otherwise.
    """
    options = edit("narrower")

    def wrongly(*changes):
        def compared(before, after, **_):
            written = written_differently(before.knowledge, after.knowledge)
            return replace(written, for_all=ForAll(changes, {}, (), ()))

        monkeypatch.setattr("hep_engine.verify.compare.compare", compared)
        return hep(f"diff {options} --all-patients")

    told = wrongly(Change("exercise", "clamshell", "Clamshells", "differs"))
    assert told.exit_code == 3
    assert "The engines do not show what the formulas say of Clamshells (clamshell)." in " ".join(told.stdout.split())
    told = wrongly()
    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr.endswith("and yet the engines show a change\n  pain_five_top_of_the_range\n")


def test_without_the_solver_the_command_says_what_to_install(hep, monkeypatch):
    """
    Exit 2, before any folder is looked at.
    """
    for module in [each for each in sys.modules if each.startswith("hep_engine.verify")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "z3", None)
    told = hep("diff nowhere nowhere --all-patients")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == "`--all-patients` needs one more package: pip install 'hep_engine[verify]'\n"


def test_a_wrong_call_and_wrong_knowledge_are_told_apart(hep, edit, tmp_path):
    """
    A folder without rules: exit 2. Knowledge with a mistake: exit 1, with the folder it stands in.
    """
    called = hep(f"diff {ROOT} {tmp_path}")
    assert (called.exit_code, called.stdout) == (2, "")
    assert "holds no `rules` and no `catalog`" in called.stderr
    wrong = hep(f"diff {edit('wrong')}")
    assert wrong.exit_code == 1
    assert f"the knowledge in `{tmp_path / 'wrong'}` has problems:\nrules/gates/pc_9_10.yaml:5" in wrong.stderr
