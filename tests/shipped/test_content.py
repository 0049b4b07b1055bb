"""
What the shipped knowledge must hold, whatever else is edited: its gates, its implications, the provider guide.
"""

from __future__ import annotations

import pytest

from hep_engine import PatientProfile
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.model.facts import Facts
from hep_engine.model.rule import Refer, ScreenAgain, TakeStep
from hep_engine.model.truth import Truth
from hep_engine.reasoning.plain import judge
from hep_engine.steps.admit import admit
from tests.knowledge.conftest import shipped_files

GATES = {
    "rf_ces": "emergency",
    "rf_motor": "emergency",
    "rf_cord": "urgent",
    "rf_cord_cancer": "emergency",
    "rf_major_trauma": "emergency",
    "rf_fragility": "urgent",
    "rf_cancer_combo": "urgent",
    "rf_cancer_history_only": "clinician_review_before",
    "rf_unexplained_systemic": "urgent",
    "rf_weight_loss": "clinician_review_before",
    "rf_fever_risk": "emergency",
    "rf_fever": "urgent",
    "rf_infection_risk_pain": "urgent",
    "rf_aaa": "emergency",
    "rf_aaa_risk": "urgent",
    "rf_aaa_known": "clinician_review_before",
    "rf_dvt": "urgent",
    "rf_visceral": "urgent",
    "rf_cardiac": "emergency",
    "rf_bp": "clinician_review_before",
    "rf_preg_warning": "emergency",
    "rf_preg_restricted": "clinician_review_before",
    "rf_suicide": "emergency",
    "rf_axspa_refer": "clinician_review_parallel",
    "rf_axspa_test": "clinician_review_parallel",
    "rf_neuro_mild": "clinician_review_parallel",
    "rf_no_progress": "clinician_review_parallel",
    "rf_minor_age": "clinician_review_before",
    "gb_surgery6": "clinician_review_before",
    "gb_fusion12": "clinician_review_before",
    "gb_abdo12": "clinician_review_before",
    "gb_vfx": "clinician_review_parallel",
    "gb_radic": "clinician_review_parallel",
    "gb_preg": "clinician_review_parallel",
    "gb_falls": "clinician_review_parallel",
    "gb_cog": "clinician_review_parallel",
    "pc_9_10": "clinician_review_before",
    "sb_medium": "clinician_review_parallel",
    "sb_high": "clinician_review_parallel",
}
GUIDE = {
    "cat_camel": "1-5",
    "childs_pose": "1-5",
    "bridge": "1-5",
    "clamshell": "1-5",
    "bird_dog": "1-5",
    "forearm_plank": "1-5",
    "hip_hinge_dowel": "1-5",
    "pelvic_tilt": "6-8",
    "single_knee_to_chest": "6-8",
    "lower_trunk_rotation": "6-8",
    "open_book": "6-8",
    "hip_hinge_supported": "6-8",
}


STEPS = {
    "fu_spread": "stop",
    "fu_zone_high": "regress",
    "fu_rise_high": "regress",
    "fu_morning_worse": "regress",
    "fu_week_rise": "regress",
    "fu_flare_step": "regress",
    "fu_not_done": "swap",
    "fu_morning": "hold",
    "fu_zone_ok": "hold",
    "fu_worse": "hold",
    "fu_two_for_two": "progress",
    "fu_holds": "progress",
    "fu_walk": "progress",
}
LIMITS = {
    "pl_older": ("exercises", 3),
    "pl_high_risk": ("exercises", 3),
    "pl_irritable": ("exercises", 3),
    "pl_helper": ("exercises", 2),
    "pl_time_irritable": ("minutes", 10),
    "pl_walk_irritable": ("minutes_at_a_time", 5),
    "pl_hold_hypertension": ("hold_seconds", 10),
    "pl_effort_hypertension": ("effort", 6),
}


def test_the_steps_of_a_week_and_the_limits_of_a_program_stand(shipped):
    """
    Taking one away, or turning it round, has to change these lists too.
    """
    following = {rule.id: rule.then for rule in shipped.acting("follow_up")}
    assert {name: then.step for name, then in following.items() if isinstance(then, TakeStep)} == STEPS
    assert isinstance(following["fu_screen_again"], ScreenAgain)
    assert {rule.id: (rule.then.what, rule.then.most) for rule in shipped.acting("program")} == LIMITS


def test_the_gates_and_their_levels_stand(shipped):
    """
    Taking one away, or softening it, has to change this list too.
    """
    found = {rule.id: rule.then.level.value for rule in shipped.acting("gates") if isinstance(rule.then, Refer)}
    assert found == GATES


@pytest.mark.parametrize(
    ("finding", "implied"),
    [
        ("osteoporosis", "osteoporosis_or_fragility_fracture"),
        ("vertebral_fragility_fracture", "osteoporosis_or_fragility_fracture"),
        ("pregnancy_after_20_weeks", "pregnancy"),
    ],
)
def test_what_is_true_by_definition_is_implied(engine, finding, implied):
    """
    Also when the implied finding was ruled out: yes beats no.
    """
    profile = PatientProfile(pain_score=3, phase="chronic", findings={finding}, ruled_out={implied}, age=50)
    found = {each.finding: each.because for each in engine.recommend(profile).findings}
    assert found[implied] == f"implied by {finding}"


def test_the_guide_is_complete_and_its_printed_ranges_are_kept(shipped):
    """
    Twelve exercises, each with the pain range its sheet prints; none of the others claims to stand on a sheet.
    """
    on_sheets = {name: each for name, each in shipped.exercises.items() if each.from_sheet}
    printed = {name: str(exercise.printed_pain_level or exercise.pain_level) for name, exercise in on_sheets.items()}
    assert printed == GUIDE
    assert len(shipped.exercises) == 60
    assert not any(each.printed_pain_level for name, each in shipped.exercises.items() if name not in GUIDE)


def test_the_clamshell_sheet_is_complete(shipped):
    """
    Purpose, pain 1-5, three indications, muscles, compensations, instructions, tips and five points of rationale.
    """
    clamshell = shipped.exercises["clamshell"]
    assert str(clamshell.pain_level) == "1-5"
    assert clamshell.phases == ("subacute", "chronic", "maintenance")
    assert clamshell.indications == ("hip_stabilization", "pelvic_control", "dynamic_knee_alignment")
    assert len(clamshell.clinical_rationale) == 5
    assert clamshell.purpose
    assert clamshell.muscles.primary
    assert clamshell.common_compensations
    assert clamshell.instructions
    assert clamshell.provider_tips
    assert set(clamshell.from_sheet) == {
        "purpose", "pain_level", "indications", "muscles", "common_compensations", "instructions", "provider_tips",
        "clinical_rationale",
    }  # fmt: skip


def test_no_two_exercises_share_a_sentence(shipped):
    """
    Instructions and rationale are written for the one exercise.
    """
    said = [
        sentence
        for exercise in shipped.exercises.values()
        for sentence in [*exercise.instructions, *(claim.claim for claim in exercise.clinical_rationale)]
    ]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("pain", range(11))
@pytest.mark.parametrize("phase", ["acute", "subacute", "chronic", "maintenance"])
def test_an_approach_rule_fires_for_every_pain_and_phase(engine, pain, phase):
    """
    So that the fallback to the most cautious approach is never what decides.
    """
    facts = Facts(admit(PatientProfile(pain_score=pain, phase=phase), engine.knowledge))
    assert any(judge(condition, facts) is Truth.YES for _, condition, _ in engine.book.approaches)


def test_every_line_of_coherence_speaks_of_some_exercise(shipped):
    """
    And there are as many as there were: taking one away changes this number too.
    """
    assert len(shipped.coherence) == 33
    for demand in shipped.coherence.values():
        assert any(demand.exercises.matches(exercise) for exercise in shipped.exercises.values())
        assert demand.contraindications or demand.precautions


def test_as_many_statements_about_all_patients_as_there_were(shipped):
    """
    Taking one away changes this number too.
    """
    assert len(shipped.acting("invariants")) == 54


@pytest.mark.parametrize("path", ["rules/invariants/never_face_down_in_later_pregnancy.yaml", "catalog/coherence.yaml"])
def test_what_decides_nothing_is_no_part_of_the_decision(shipped, path):
    """
    A statement and a line of coherence are read, not acted on: proofs bind to the decision, sign-off to the content.
    """
    files = shipped_files()
    if path.startswith("rules"):
        del files[path]
    else:
        files[path] = files[path].replace(b"Many bands are made of latex.", b"Latex is common in bands.")
    changed = assemble(SourceFile(name, content) for name, content in files.items())
    assert changed.decision == shipped.decision
    assert changed.content != shipped.content
