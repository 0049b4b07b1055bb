"""
What the shipped knowledge must hold, whatever else is edited: its gates, its implications, the provider guide.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from hep_engine import PatientProfile
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.model.facts import Facts
from hep_engine.model.rule import ScreenAgain
from hep_engine.model.table import Table
from hep_engine.model.truth import Truth
from hep_engine.reasoning.plain import judge
from hep_engine.steps.admit import admit
from tests.knowledge.conftest import shipped_files
from tests.shipped.pinned import departures, listed_otherwise

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


def test_no_list_that_is_kept_twice_departs_from_the_knowledge(shipped):
    """
    Gates and levels, restrictions, what findings imply, the steps of a week, the limits of a program, and who is kept
    from what by a contraindication: taking one away, or softening it, has to change the list too.
    """
    assert list(departures(shipped)) == []
    assert isinstance(shipped.rules["fu_screen_again"].then, ScreenAgain)


def test_an_exercise_with_a_new_contraindication_is_told_where_to_list_it(shipped):
    """
    And one that lost a contraindication, too.
    """
    hinge = shipped.exercises["hip_hinge_dowel"]
    told = {"contraindications": (*hinge.contraindications, "falls_risk_high")}
    more = replace(shipped, exercises=Table({**shipped.exercises, hinge.id: hinge.model_copy(update=told)}))
    assert list(listed_otherwise(more)) == [
        "add `hip_hinge_dowel` to rules/invariants/never_listed_with_falls_risk.yaml, "
        "or take `falls_risk_high` off its contraindications"
    ]
    squat = shipped.exercises["split_squat"].model_copy(update={"contraindications": ()})
    (first, *others) = listed_otherwise(replace(shipped, exercises=Table({**shipped.exercises, squat.id: squat})))
    assert first.startswith("take `split_squat` off rules/invariants/never_listed_")
    assert len(others) == len(shipped.exercises["split_squat"].contraindications) - 1


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
    assert len(shipped.acting("invariants")) == 83


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
