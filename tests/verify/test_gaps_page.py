"""
The page of gaps reads in words, and its patients can be run as they stand.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from hep_engine.cli import app
from hep_engine.model.gaps import Alike, Among, Between, Fact, Gap, Gaps, Near, Region, Swallowed
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Reason
from hep_engine.page.gaps import gaps_page

_ANYBODY = Region((), (), (), None)


def _text(shipped, *gaps: Gap, **more) -> str:
    usual = {"complete": True, "one_by_one": True, "settled": None, "alike": (), "swallowed": ()}
    lines = [each.text for each in gaps_page(Gaps("sha256:0", gaps, **{**usual, **more}), shipped)]
    assert max(map(len, lines)) <= 80
    return "\n".join(lines)


def _gap(region: Region, **told) -> Gap:
    profile = PatientProfile(**{"pain_score": 3, "phase": "acute", "deficits": {"balance"}, "age": 45, **told})
    near = Near("step_up", "Step-up", (Reason("phase_not_listed", "phase acute is not listed", "step_up.yaml:1"),))
    return Gap(region, 0.1, profile, (near,))


def test_a_region_is_said_in_words(shipped):
    """
    Pain, phase, words, the preferred direction and single facts in the title; groups, deficits and what is near below.
    """
    region = Region(
        (Between("pain_score", 6, 8, False), Between("odi", 41, 100, True), Between("psfs", None, None, True)),
        (
            Among("phase", ("acute", "subacute"), False),
            Among("directional_preference", ("lateral", "extension and flexion"), True),
        ),
        (
            (Fact("not_at_home", "mat"),),
            (Fact("has", "kneeling_intolerance"), Fact("cleared", "lumbar_fusion_under_12w")),
        ),
        ("lateral_trunk_endurance", "dp_lateral"),
    )
    text = " ".join(_text(shipped, _gap(region)).split())
    assert (
        "1. Pain 6-8; Oswestry Disability Index, per cent 41-100 or not told; "
        "Patient-Specific Functional Scale not told; phase acute or subacute; "
        "preferred direction side-gliding, several at once or not told; no mat at home"
    ) in text
    assert "with one of: inability to kneel; lumbar fusion within twelve weeks (cleared)" in text
    assert "Nothing for: lateral trunk endurance, a preference for side-gliding." in text
    assert "- Step-up (step_up): phase acute is not listed" in text


def test_whoever_is_not_described_is_any_patient(shipped):
    """
    A region that names nothing, and one for every deficit.
    """
    assert "1. Any patient\n   Nothing for: any deficit." in _text(shipped, _gap(_ANYBODY))


def test_the_command_tells_the_patient(shipped):
    """
    Every option is there once, and lines that go on end as a shell wants it.
    """
    told = {
        "findings": {"leg_pain", "lumbar_fusion_under_12w"},
        "cleared": {"lumbar_fusion_under_12w"},
        "equipment": {"mat"},
        "irritability": "high",
        "directional_preference": "none",
        "measures": {"odi": 41},
    }
    text = _text(shipped, _gap(_ANYBODY, **told))
    command = text.partition("A patient:\n")[2].partition("   What comes nearest")[0]
    words = shlex.split(command.replace("\\\n", " "))
    result = CliRunner().invoke(app, [*words[1:], "--json"])
    assert words[:2] == ["hep", "recommend"]
    assert result.exit_code == 0, result.output
    inputs = json.loads(result.stdout)["inputs"]["used"]
    assert {"odi", "irritability", "directional_preference"} <= {*inputs}


def test_nothing_at_home_is_told_in_a_word(shipped):
    """
    Nothing told about equipment and nothing at home are two things.
    """
    assert "--equipment none" in _text(shipped, _gap(_ANYBODY, equipment=set()))
    assert "--equipment" not in _text(shipped, _gap(_ANYBODY, equipment=None))


@pytest.mark.parametrize(
    ("swallowed", "said"),
    [
        (Swallowed("rf_dvt", "a:1", ("rf_fever",), ()), "whenever it fires, rf_fever fires, as severe or more"),
        (Swallowed("rf_dvt", "a:1", (), ()), "it never fires"),
        (Swallowed("gb_falls_carry", "a:1", (), ("contraindicated",)), "the exercises' own contraindications keep out"),
        (
            Swallowed("dr_stop", "a:1", (), ("precautions",)),
            "its advice is never shown: the exercises' own precautions",
        ),
        (Swallowed("prefer_osteoporosis", "a:1", ("dr_stop",), ()), "never offered then: dr_stop keeps it out"),
        (Swallowed("pl_older", "a:1", ("pl_irritable",), (), True), "pl_irritable and the house's own limit are as"),
    ],
)
def test_what_swallows_a_rule_is_said(shipped, swallowed, said):
    """
    Rules, the exercises' files and the house's limits, each with what they do.
    """
    assert said in " ".join(_text(shipped, swallowed=(swallowed,)).split())


def test_how_far_it_reaches_is_said(shipped):
    """
    All, or up to which patients; and what could not be decided.
    """
    assert "every patient who is ready is offered something" in _text(shipped)
    assert "These are all of them." in _text(shipped, _gap(_ANYBODY))
    text = " ".join(_text(shipped, _gap(_ANYBODY), complete=False, settled=1, undecided=("rf_ces",)).split())
    assert "There are more" in text
    assert "one thing at most is special" in text
    assert "Not decided in the time there was rf_ces" in text
    assert "- clamshell and step_up" in _text(shipped, alike=(Alike(("clamshell", "step_up")),))


def test_without_the_solver_the_command_says_what_to_install():
    """
    It exits 2, and every other command still starts.
    """
    code = "import sys; sys.modules['z3'] = None; sys.argv = ['hep', 'gaps']; import hep_engine.__main__ as m; m.main()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 2
    assert "pip install 'hep_engine[verify]'" in ran.stderr
