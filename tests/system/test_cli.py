"""What `hep` answers, patient by patient, and how profiles are handed to it."""

from __future__ import annotations

import json

import pytest

from hep_engine import DisagreementError, Engine
from hep_engine.model.result import Recommendations
from tests.conftest import ROOT
from tests.system.conftest import CHECKED_BY, HIP


def reasons(result, exercise):
    """The reasons for which *exercise* was left out, by code."""
    left_out = {each["exercise"]: each["reasons"] for each in result["excluded"]}
    return {each["code"]: each for each in left_out[exercise]}


def test_a_screened_patient_gets_exercises(told):
    """
    The patient of the README: clamshells, ready for a clinician, read twice where that is possible.
    """
    result = told(f"recommend {HIP} --screened")
    assert result["status"] == "ready"
    assert "clamshell" in [each["exercise"] for each in result["recommendations"]]
    assert result["checked_by"] == CHECKED_BY
    assert {each["id"] for each in result["disposition"]["ask_first"]} == {"start_back_total", "start_back_distress"}
    assert not any(each["blocking"] for each in result["disposition"]["ask_first"])


@pytest.mark.parametrize(("pain", "code"), [(6, "pain_above_range"), (0, "pain_below_range")])
def test_pain_outside_the_range_leaves_an_exercise_out(told, pain, code):
    """
    Clamshells are for pain 1 to 5, and the reason names the line that says so.
    """
    result = told(f"recommend --pain {pain} --phase subacute --deficit hip_stabilization --age 45 --screened")
    reason = reasons(result, "clamshell")[code]
    path, _, line = reason["at"].partition(":")
    assert (ROOT / path).read_text().splitlines()[int(line) - 1] == "pain_level: 1-5"
    assert str(pain) in reason["text"]


@pytest.mark.parametrize(
    ("options", "level", "rule"),
    [
        (f"{HIP} --finding bladder_change", "emergency", "rf_ces"),
        (f"{HIP} --finding bladder_change --screened", "emergency", "rf_ces"),
        (f"{HIP} --finding osteoporosis --finding minor_trauma --screened", "urgent", "rf_fragility"),
        (
            "--pain 3 --phase subacute --deficit hip_stabilization --age 15 --screened",
            "clinician_review_before",
            "rf_minor_age",
        ),
    ],
)
def test_a_patient_to_be_referred_gets_no_exercise(told, options, level, rule):
    """
    Withheld: the level, the rule with its place, and every exercise left out for that one reason.
    """
    result = told(f"recommend {options}")
    assert (result["status"], result["disposition"]["level"]) == ("withheld", level)
    assert result["recommendations"] == []
    assert rule in [each["rule"] for each in result["disposition"]["reasons"]]
    assert all(each["at"].startswith("rules/gates/") for each in result["disposition"]["reasons"])
    assert {tuple(each["code"] for each in out["reasons"]) for out in result["excluded"]} == {("withheld",)}


def test_without_screening_the_answer_is_provisional(told):
    """
    Nobody said that the questions were asked, so they are listed, and nothing is settled.
    """
    result = told(f"recommend {HIP}")
    assert result["status"] == "provisional"
    assert not result["disposition"]["settled"]
    assert "bladder_change" in [each["id"] for each in result["disposition"]["ask_first"]]


def test_every_status_ends_with_exit_code_0(hep):
    """
    A referral is an answer, not a failure.
    """
    for more in ("--screened", "", "--finding bladder_change"):
        assert hep(f"recommend {HIP} {more}").exit_code == 0


def test_top_shows_the_best_and_says_that_there_are_more(hep, told):
    """
    `--top` is a view: what is left out is counted on the page, and nothing moves to the excluded.
    """
    line = f"recommend {HIP} --deficit pelvic_control --deficit hip_mobility --screened"
    whole, best = told(line), told(f"{line} --top 1")
    rest = len(whole["recommendations"]) - 1
    assert rest > 0
    assert best["recommendations"] == whole["recommendations"][:1]
    assert best["excluded"] == whole["excluded"]
    assert f"{rest} more" in hep(f"{line} --top 1").stdout


def test_json_is_what_the_library_says(hep):
    """
    The command line adds nothing and takes nothing away.
    """
    engine = Engine.load()
    printed = hep("recommend examples/subacute_hip.yaml --screened --json".replace("examples", str(ROOT / "examples")))
    assert json.loads(printed.stdout)["knowledge"]["decision"] == engine.knowledge.decision
    assert set(json.loads(printed.stdout)) == set(Recommendations.__dataclass_fields__)


PROFILE = {"pain_score": 3, "phase": "subacute", "deficits": ["hip_stabilization"], "age": 45, "measures": {"odi": 24}}
YAML = """\
# the same patient
pain_score: 3
phase: subacute
deficits:
  - hip_stabilization
age: 45
measures: {odi: 24}
"""


@pytest.mark.parametrize("text", [YAML, json.dumps(PROFILE), json.dumps(PROFILE, indent=2)])
def test_a_profile_is_yaml_or_json_in_a_file_or_on_standard_input(told, tmp_path, text):
    """
    However the patient is written, and from wherever it comes, the answer is the same.
    """
    file = tmp_path / "patient"
    file.write_text(text)
    expected = told(f"recommend {HIP} --measure odi=24")
    assert told(f"recommend {file}") == expected
    assert told("recommend -", text) == expected


def test_every_option_reaches_the_profile(told, tmp_path):
    """
    The options say what a file with the same fields says.
    """
    profile = {
        **PROFILE,
        "findings": ["osteoporosis", "lumbar_fusion_under_12w"],
        "ruled_out": ["bladder_change"],
        "cleared": ["lumbar_fusion_under_12w"],
        "equipment": ["mat", "chair"],
        "sex": "female",
        "irritability": "low",
        "directional_preference": "none",
        "measures": {"odi": 24, "psfs": 3.5},
        "avoid": ["bridge"],
    }
    file = tmp_path / "patient.json"
    file.write_text(json.dumps(profile))
    options = (
        f"{HIP} --finding osteoporosis --finding lumbar_fusion_under_12w --cleared lumbar_fusion_under_12w"
        " --ruled-out bladder_change --equipment mat --equipment chair --sex female --irritability low"
        " --direction none --measure odi=24 --measure psfs=3.5 --avoid bridge"
    )
    assert told(f"recommend {options}") == told(f"recommend {file}")
    assert told(f"explain bridge {options}") == told(f"explain bridge {file}")


def test_explain_says_why_and_what_would_change_it(told):
    """
    For an exercise that fits, and for one that less pain would bring back.
    """
    assert told(f"explain clamshell {HIP} --screened")["verdict"] == "recommended"
    excluded = told("explain clamshell --pain 6 --phase subacute --deficit hip_stabilization --age 45 --screened")
    assert excluded["verdict"] == "excluded"
    assert excluded["would_be_eligible_if"][0]["field"] == "pain_score"


def test_questions_are_those_of_the_library(told, engine):
    """
    Most severe first, and all of them.
    """
    assert [each["id"] for each in told("questions")] == [each.id for each in engine.questions()]


def test_check_of_the_shipped_knowledge_finds_nothing(hep, told):
    """
    No problems, in words and in JSON.
    """
    assert hep("check").stdout.startswith("no problems")
    assert told("check") == []


def test_a_disagreement_exits_3_and_recommends_nothing(hep, told, monkeypatch):
    """
    The differences are told, on standard error or as JSON, and no exercise is.
    """

    def disagree(self, profile):
        raise DisagreementError("two readings of the rules differ", ("exercise clamshell: yes or no",))

    monkeypatch.setattr(Engine, "recommend", disagree)
    result = hep(f"recommend {HIP}")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "  exercise clamshell\n" in result.stderr
    assert told(f"recommend {HIP}")["error"]["differences"] == ["exercise clamshell: yes or no"]
    assert hep(f"explain clamshell {HIP}").exit_code == 3
