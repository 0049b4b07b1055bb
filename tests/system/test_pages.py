"""Pages as people see them: narrow enough, without colour where none is wanted, and with examples in the help."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.system.conftest import HIP

PATIENTS = {
    "ready": (f"{HIP} --screened", "READY"),
    "ready with more to choose from": (
        f"{HIP} --deficit pelvic_control --deficit hip_mobility --deficit lumbar_flexion_mobility --screened --top 2",
        "READY",
    ),
    "ready, beside a review": (f"{HIP} --screened --finding pregnancy --equipment mat", "READY"),
    "ready, with a finding concluded": (f"{HIP} --screened --finding osteoporosis --irritability low", "READY"),
    "ready, with nothing that fits": ("--pain 0 --phase maintenance --age 30 --screened", "READY"),
    "provisional": (HIP, "PROVISIONAL"),
    "provisional, with little told": ("--pain 3 --phase acute", "PROVISIONAL"),
    "provisional, with scores": (f"{HIP} --measure odi=24 --measure start_back_total=3 --avoid bridge", "PROVISIONAL"),
    "withheld, emergency": (f"{HIP} --finding bladder_change", "WITHHELD"),
    "withheld, several reasons": (
        f"{HIP} --finding bladder_change --finding osteoporosis --finding minor_trauma --screened",
        "WITHHELD",
    ),
    "withheld, a child": ("--pain 3 --phase subacute --age 15 --screened", "WITHHELD"),
    "withheld, the worst pain": ("--pain 10 --phase acute --age 60 --screened", "WITHHELD"),
}
PAGES = {
    **{f"recommend: {name}": (f"recommend {options}", start) for name, (options, start) in PATIENTS.items()},
    "explain: recommended": (f"explain clamshell {HIP} --screened", "Clamshells: RECOMMENDED"),
    "explain: excluded": (f"explain forearm_plank {HIP} --screened", "Forearm plank: EXCLUDED"),
    "explain: withheld": (f"explain clamshell {HIP} --finding bladder_change", "Clamshells: WITHHELD"),
    "questions": ("questions", ""),
    "check": ("check", "no problems"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_80_columns_and_has_no_colour_codes(hep, page):
    """
    Read through a pipe: lines of 80 characters at most, nothing but text, and the status in words first.
    """
    line, start = PAGES[page]
    printed = hep(line)
    assert printed.exit_code == 0
    assert printed.stdout.startswith(start)
    assert [each for each in printed.stdout.splitlines() if len(each) > 80] == []
    assert "\x1b" not in printed.stdout
    assert [each for each in printed.stdout.splitlines() if each != each.rstrip()] == []


@pytest.mark.parametrize("page", ["recommend: provisional", "recommend: withheld, emergency"])
def test_a_page_says_who_decided_and_promises_nothing(hep, page):
    """
    Every result names its knowledge, that no clinician signed it, and who has to review it.
    """
    printed = " ".join(hep(PAGES[page][0]).stdout.split())
    assert "not signed off by a clinician" in printed
    assert "For a clinician to review, release and change. No outcome is promised." in printed


def test_a_referral_is_told_in_words(hep):
    """
    Beside a review, the reason says so as people do.
    """
    printed = hep(f"recommend {PATIENTS['ready, beside a review'][0]}").stdout
    assert "\n  a review alongside: " in printed
    assert "clinician review parallel" not in printed


def test_an_explanation_is_sorted_by_what_it_means_for_the_patient(hep):
    """
    What is against the exercise, what is not known, what fits, each condition once and in words.
    """
    printed = " ".join(hep(f"explain forearm_plank {HIP}").stdout.split())
    because, _, rest = printed.partition("Needed, and not known yet ")
    unknown, _, fits = rest.partition("What fits ")
    assert "- none of the deficits told is one it is for: " in because
    assert "- gate rf_ces does not hold rules/gates/rf_ces.yaml" in unknown
    assert "- not present: pregnancy from about 20 weeks" in unknown
    assert "- pain at least 0 catalog/exercises/forearm_plank.yaml" in fits
    assert "which rule cap_difficulty_symptom_modulation does not keep out" in fits
    against = " ".join(
        hep(f"explain clamshell {HIP} --finding bladder_change --deficit balance --pain 9").stdout.split()
    )
    assert "Also against it - " in against
    assert "pain 9 is above 1-5" in against


def test_open_questions_are_on_the_page(hep):
    """
    A provisional result asks first, with the plain question and the id to answer with.
    """
    printed = hep(f"recommend {HIP}").stdout
    assert "Ask first:" in printed
    assert "`--screened`" in printed.replace("\n ", " ")


@pytest.fixture(scope="module")
def on_a_terminal():
    """Print a page where rich takes standard output for a terminal with colours."""

    def printed(*more):
        told = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
        clean = {name: each for name, each in os.environ.items() if name not in ("NO_COLOR", "TERM")}
        line = [sys.executable, "-m", "hep_engine", "recommend", *HIP.split(), *more]
        return subprocess.run(line, env={**clean, **told}, capture_output=True, text=True, check=True).stdout

    return printed


def test_a_terminal_gets_colour(on_a_terminal):
    """
    Without this the next test would prove nothing.
    """
    assert "\x1b[" in on_a_terminal()


def test_no_color_on_a_terminal_prints_plain_text(on_a_terminal):
    """
    `--no-color`: no code of any kind, and the same words.
    """
    assert "\x1b" not in on_a_terminal("--no-color")


def test_the_words_are_the_same_with_and_without_colour(on_a_terminal, hep):
    """
    Colour only repeats what the words say.
    """
    assert re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal()) == hep(f"recommend {HIP}").stdout


@pytest.mark.parametrize("command", ["recommend", "explain", "questions", "check"])
def test_the_help_of_every_command_has_examples_that_run(hep, command):
    """
    At least one line to copy, and those without a file of the reader's own end well.
    """
    printed = hep(f"{command} --help")
    assert printed.exit_code == 0
    assert [each for each in printed.stdout.splitlines() if len(each) > 80] == []
    examples = " ".join(printed.stdout.partition("Examples:")[2].split()).split("hep ")[1:]
    assert examples
    for each in examples:
        assert each.startswith(command)
        if "my_" not in each:
            assert hep(each.strip()).exit_code == 0


def test_help_lists_every_command(hep):
    """
    And `hep` alone shows the help.
    """
    printed = hep("--help")
    assert printed.exit_code == 0
    assert {"recommend", "explain", "questions", "check"} <= {
        line.split()[0] for line in printed.stdout.splitlines() if line.startswith("  ")
    }
    assert "recommend" in "".join((hep("").stdout, hep("").stderr))
