"""A vignette fails where what it expects does not come, and says which condition decided."""

from __future__ import annotations

import pytest

from hep_engine import KnowledgeError
from hep_engine.audit.vignettes import asked, try_vignette
from hep_engine.knowledge.vignettes import read_vignettes
from tests.conftest import ROOT

HIP = "{pain_score: 3, phase: subacute, age: 45, deficits: [hip_stabilization], equipment: [mat]}"
SOUND = "{status: ready, level: none, reasons: []}"
VIGNETTES = sorted((ROOT / "tests" / "patients").glob("*.yaml"))


@pytest.fixture(scope="module")
def vignettes(plain_engine):
    """Every shipped patient by id."""
    return {each.id: each for each in read_vignettes(plain_engine.knowledge, ROOT / "tests" / "patients")}


@pytest.mark.parametrize("name", [path.stem for path in VIGNETTES])
def test_a_patient_gets_what_a_clinician_expects(engine, vignettes, name):
    """
    Read twice, as every patient is.
    """
    assert [f"{miss.what} {miss.why}" for miss in try_vignette(vignettes[name], engine)] == []


def test_there_are_patients_enough():
    """
    The sixteen shared ones, and more of our own.
    """
    shared = [path for path in VIGNETTES if path.stem[0] == "v" and path.stem[1:3].isdigit()]
    assert len(shared) == 16
    assert len(VIGNETTES) - len(shared) >= 24


def test_what_comes_as_expected_misses_nothing(misses):
    """
    The patient counts as asked about everything that is not given.
    """
    assert misses(HIP, SOUND) == ()


@pytest.mark.parametrize(
    ("expect", "what", "why"),
    [
        ("{status: withheld, level: none, reasons: []}", "status is ready, not withheld", ""),
        ("{status: ready, level: urgent, reasons: []}", "level is none, not urgent", ""),
        ("{status: ready, level: none, reasons: [rf_ces]}", "gate rf_ces did not fire", "`has bladder_change` is no"),
        (SOUND[:-1] + ", approach: maintenance}", "approach is movement control, not maintenance", ""),
        (SOUND[:-1] + ", could_be: urgent}", "could be is clinician review parallel, not urgent", ""),
        (SOUND[:-1] + ", recommended: [bird_dog]}", "bird_dog is left out", "none of the deficits told"),
        (
            SOUND[:-1] + ", recommended_any: [[bird_dog, bridge]]}",
            "none of bird_dog or bridge is recommended",
            "bird_dog:",
        ),
        (SOUND[:-1] + ", never: [clamshell]}", "clamshell is recommended", "pain at least 1: yes"),
        (SOUND[:-1] + ", left_out: {clamshell: [restricted]}}", "clamshell is not left out for restricted", "it is"),
        (
            SOUND[:-1] + ", cautions: {clamshell: [osteoporosis]}}",
            "clamshell comes without osteoporosis among its cautions",
            "",
        ),
        (SOUND[:-1] + ", confirms: {clamshell: [mat]}}", "clamshell comes without mat among its confirms", ""),
        (SOUND[:-1] + ", asks: [bladder_change]}", "bladder_change is not asked first", ""),
        (SOUND[:-1] + ", found: [leg_pain]}", "leg_pain does not follow from what was told", ""),
    ],
)
def test_what_does_not_come_is_a_miss_with_its_reason(misses, expect, what, why):
    """
    At the line of the expectation, in words, with the condition that decided.
    """
    (miss,) = misses(HIP, expect)
    assert miss.what == what
    assert miss.at.file == "tests/patients/someone.yaml"
    assert miss.at.line == 5
    assert any(each.startswith(why) for each in miss.why) or not why


def test_a_gate_that_fires_unexpected_says_which_clause_held(misses):
    """
    Three misses: the gate, the status and the level that follow from it.
    """
    found = misses(HIP[:-1] + ", findings: [bladder_change]}", SOUND)
    assert [each.what for each in found] == [
        "gate rf_ces fired",
        "status is withheld, not ready",
        "level is emergency, not none",
    ]
    (why,) = found[0].why
    assert why.startswith("`has bladder_change` is yes (rules/gates/rf_ces.yaml:")


def test_someone_asked_nothing_is_told_by_one_word(vignettes, plain_engine):
    """
    `unasked: [everything]`: nothing is ruled out.
    """
    nobody_asked = [each for each in vignettes.values() if each.unasked == ("everything",)]
    assert nobody_asked
    assert all(asked(each, plain_engine).ruled_out == each.profile.ruled_out for each in nobody_asked)


@pytest.mark.parametrize(
    ("profile", "expect", "what"),
    [
        (HIP.replace("hip_stabilization", "hip_stabilisation"), SOUND, "no deficit is called `hip_stabilisation`"),
        (HIP, SOUND.replace("[]", "[rf_cess]"), "no rule is called `rf_cess`"),
        (HIP, SOUND[:-1] + ", never: [clamshel]}", "no exercise is called `clamshel`"),
        (HIP, SOUND[:-1] + ", left_out: {clamshell: [to_hard]}}", "no exclusion code is called `to_hard`"),
        (HIP, SOUND[:-1] + ", recommended_any: [[clamshel]]}", "no exercise is called `clamshel`"),
        (HIP, SOUND.replace("ready", "redy"), "`redy` is not one of ready, provisional, withheld"),
        (HIP, "{status: ready, level: none}", "the key `reasons` is missing"),
        (HIP[:-1] + ", unasked: everything}", SOUND, "a list is needed here"),
    ],
)
def test_a_mistake_in_a_patient_file_is_told_at_its_place(misses, profile, expect, what):
    """
    As in every other file a clinician writes.
    """
    with pytest.raises(KnowledgeError) as caught:
        misses(profile, expect)
    (problem,) = caught.value.problems
    assert (problem.at.file, problem.what) == ("tests/patients/someone.yaml", what)


@pytest.mark.parametrize(
    "empty", [", left_out: {clamshell: []}", ", cautions: {clamshell: []}", ", recommended_any: [[]]"]
)
def test_an_expectation_that_cannot_fail_is_a_mistake(misses, empty):
    """
    An empty list expects nothing.
    """
    with pytest.raises(KnowledgeError, match="an empty list expects nothing"):
        misses(HIP, SOUND[:-1] + empty + "}")


def test_a_caution_of_an_exercise_that_is_left_out_is_a_miss(misses):
    """
    What is not recommended comes with no caution at all.
    """
    (miss,) = misses(HIP, SOUND[:-1] + ", cautions: {bird_dog: [osteoporosis]}}")
    assert miss.what == "bird_dog is left out"
