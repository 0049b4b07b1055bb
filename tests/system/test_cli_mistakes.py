"""What `hep` says when something is wrong: the place, the way out, and an exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.system.conftest import HIP

COMMANDS = [f"recommend {HIP}", f"explain clamshell {HIP}", "questions", "check"]


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (f"recommend {HIP} --deficit hip_stabilisation", "did you mean `hip_stabilization`?"),
        (f"recommend {HIP} --finding bladder_chang", "did you mean `bladder_change`?"),
        (f"recommend {HIP} --ruled-out bladder_chang", "did you mean `bladder_change`?"),
        (f"recommend {HIP} --equipment matt", "did you mean `mat`?"),
        (f"recommend {HIP} --measure odii=24", "did you mean `odi`?"),
        (f"recommend {HIP} --avoid bridg", "did you mean `bridge`?"),
        (f"explain clamshel {HIP}", "did you mean `clamshell`?"),
        ("recommned", "Did you mean 'recommend'?"),
    ],
)
def test_a_word_that_does_not_exist_is_met_with_the_nearest(hep, options, hint):
    """
    Exit code 2, nothing on standard output, and the word that was probably meant.
    """
    result = hep(options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("recommend", "give a file, or at least `--pain` and `--phase`"),
        ("recommend --pain 3", "phase: is missing"),
        ("recommend --pain 11 --phase acute", "pain_score: is above 10"),
        ("recommend --pain -1 --phase acute", "pain_score: is below 0"),
        ("recommend --pain 3 --phase subacut", "did you mean `subacute`?"),
        ("recommend --pain 5.5 --phase acute", "round a decimal up, so 5.5 is 6"),
        (f"recommend {HIP} --measure odi", "must be a number"),
        (f"recommend {HIP} --measure odi=101", "goes from 0 to 100"),
        (f"recommend {HIP} --measure odi=0.5", "goes in steps of 1"),
        (f"recommend {HIP} --finding osteoporosis --ruled-out osteoporosis", "also given in findings"),
        (f"recommend {HIP} --finding age_under_18", "concluded by rules"),
        (f"recommend {HIP} --cleared pregnancy", "is not among the findings"),
        (f"recommend {HIP} --deficit dp_flexion --direction extension", "contradicts"),
        (f"recommend {HIP} --top 0", "1"),
        (f"recommend no/such/file.yaml {HIP}", "not both"),
        ("recommend no/such/file.yaml", "no such file"),
        ("recommend .", "is a directory"),
    ],
)
def test_a_wrong_profile_exits_2_and_says_what_is_wrong(hep, options, said):
    """
    The field and what is wrong with it, on standard error, and no traceback.
    """
    result = hep(options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_every_mistake_is_told_at_once(hep):
    """
    Three wrong words are three lines.
    """
    result = hep(f"recommend {HIP} --deficit weak --finding ill --equipment boat")
    assert [line.partition(":")[0] for line in result.stderr.splitlines() if "is called" in line] == [
        "deficits",
        "equipment",
        "findings",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pain_score: 3\npain_score: 4\nphase: acute\n", "HEP004"),
        ("pain_score: [3\n", "HEP0"),
        ("pain_score: 3\n\tphase: acute\n", "HEP0"),
        ("pain_score: 3\nphase: acute\ndeficit: [hip_stabilization]\n", "did you mean `deficits`?"),
        ("", "empty"),
        ("[]", "must be a mapping of fields"),
        ("just words", "must be a mapping of fields"),
        ('{"pain_score": 3, ', "is not valid JSON"),
        ('{"pain_score": NaN, "phase": "acute"}', "must be a whole number"),
        ('{"pain_score": "3", "phase": "acute"}', "must be a whole number"),
        ('{"pain_score": 3, "phase": "acute", "findings": "osteoporosis"}', "must be a list"),
        (b"pain_score: 3\nphase: acute \xff\n", "UTF-8"),
    ],
)
def test_a_profile_that_cannot_be_read_exits_2(hep, text, said):
    """
    Broken YAML is shown with its line, broken JSON is named, and nothing is guessed.
    """
    result = hep("recommend -", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_wrong_knowledge_exits_1_from_every_command(hep, broken_rules, command):
    """
    The problem with its place, the author's line, the hint and the code; and nothing else is done.
    """
    result = hep(f"{command} --rules {broken_rules}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("rules/gates/rf_ces.yaml:6:11: no finding is called `blader_change` [HEP011]")
    assert "has blader_change" in result.stderr
    assert "hint: did you mean `bladder_change`?" in result.stderr
    assert result.stderr.rstrip().endswith("1 problem")


@pytest.mark.parametrize("command", COMMANDS)
def test_wrong_knowledge_as_json(told, broken_rules, command):
    """
    The same, for a program to read: the list itself from `check`, whose answer it is; an error from the others.
    """
    said = told(f"{command} --rules {broken_rules}")
    assert (said if command == "check" else said["error"]) == [
        {
            "file": "rules/gates/rf_ces.yaml",
            "line": 6,
            "column": 11,
            "code": "HEP011",
            "what": "no finding is called `blader_change`",
            "hint": "did you mean `bladder_change`?",
        }
    ]


@pytest.mark.parametrize("option", ["--rules", "--catalog"])
def test_a_folder_that_is_not_there_exits_1(hep, tmp_path, option):
    """
    It is named, with where it was looked for.
    """
    result = hep(f"check {option} {tmp_path / 'nowhere'}")
    assert result.exit_code == 1
    assert f"{option[2:]}:1:1: there is no such folder" in result.stderr


def test_a_wrong_profile_as_json(told):
    """
    Field, what and hint, on standard output.
    """
    assert told(f"recommend {HIP} --finding bladder_chang") == {
        "error": [
            {
                "field": "findings",
                "what": "no finding is called `bladder_chang`",
                "hint": "did you mean `bladder_change`?",
            }
        ]
    }


WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == sys.argv[1]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from hep_engine.__main__ import main

main()
"""


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_its_extra_hep_says_what_to_install(missing):
    """
    The library alone has no command line; the command says so and exits 2.
    """
    done = subprocess.run([sys.executable, "-c", WITHOUT, missing], capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'hep_engine[cli]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("line", "code"), [("check", 0), ("recommend --pain 12 --phase acute", 2)])
def test_the_module_runs_and_its_exit_code_is_that_of_the_process(line, code):
    """
    `python -m hep_engine` is `hep`.
    """
    done = subprocess.run([sys.executable, "-m", "hep_engine", *line.split()], capture_output=True, text=True)
    assert done.returncode == code
    assert bool(done.stderr) == bool(code)
