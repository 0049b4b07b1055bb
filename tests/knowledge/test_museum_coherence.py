"""Museum of broken files, sixth room: exercises that do not name what their form implies, and words nobody uses."""

from __future__ import annotations

import pytest

from hep_engine.model.wording import lower_first
from tests.knowledge.conftest import Told
from tests.knowledge.museum import BAND_ROW, CLAMSHELL, FINDINGS, shipped_text, swapped

COHERENCE = "catalog/coherence.yaml"
MEASURES = "catalog/vocabulary/measures.yaml"
PRONE = "catalog/exercises/prone_lying.yaml"


def without(path: str, finding: str) -> str:
    """An exercise file with one finding taken out of its contraindications, and out of the reasons for them."""
    text = shipped_text(path)
    before, _, after = text.partition("contraindications: [")
    listed, _, rest = after.partition("]")
    kept = [each.strip() for each in listed.split(",") if each.strip() != finding]
    assert len(kept) < len(listed.split(",")), f"{path} does not name {finding}"
    return f"{before}contraindications: [{', '.join(kept)}]{rest}"


@pytest.mark.parametrize(
    ("path", "finding", "line"),
    [
        (PRONE, "pregnancy_after_20_weeks", "lying_face_down"),
        (PRONE, "prone_intolerance", "lying_face_down"),
        ("catalog/exercises/double_knee_to_chest.yaml", "osteoporosis", "bending_forward_to_the_end"),
        ("catalog/exercises/modified_curl_up.yaml", "vertebral_fragility_fracture", "bending_forward_under_load"),
        ("catalog/exercises/plank_knees.yaml", "pregnancy_after_20_weeks", "held_up_face_down"),
        ("catalog/exercises/bird_dog.yaml", "floor_transfer_unable", "down_on_the_floor"),
        ("catalog/exercises/hip_flexor_stretch.yaml", "kneeling_intolerance", "on_the_knees"),
    ],
)
def test_contraindication_that_the_form_implies(told: Told, path: str, finding: str, line: str) -> None:
    """
    Taken out of the exercise, it is told at the list it is missing from, with the line that asks for it.
    """
    (problem,) = told({path: without(path, finding)})
    assert (problem.at.file, problem.code) == (path, "HEP035")
    assert problem.what == f"`{finding}` is a contraindication in an exercise of this form (`{line}`)"
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("A knee presses on the floor", "a knee presses on the floor"),
        ("The hips are bent", "the hips are bent"),
        ("MRI showed it", "MRI showed it"),
        ("T4 is stiff", "T4 is stiff"),
        ("", ""),
    ],
)
def test_a_reason_stands_in_a_hint_as_inside_a_sentence(text: str, inside: str) -> None:
    """
    An article is lowered like any other first word, and an abbreviation is not.
    """
    assert lower_first(text) == inside


def test_contraindication_softened_to_a_precaution_is_told_there(told: Told) -> None:
    """
    A precaution does not answer where a contraindication is asked for.
    """
    softened = without(PRONE, "prone_intolerance").replace(
        "precautions:\n", "precautions:\n  prone_intolerance: Lie on something soft.\n"
    )
    (problem,) = told({PRONE: softened})
    assert problem.code == "HEP035"
    assert softened.splitlines()[problem.at.line - 1].startswith("  prone_intolerance:")


def test_precaution_that_the_form_implies(told: Told) -> None:
    """
    A contraindication or a precaution will do.
    """
    text = shipped_text(CLAMSHELL)
    start = text.index("  floor_transfer_unable:")
    end = text.index("\n  hip_replacement", start)
    (problem,) = told({CLAMSHELL: text[:start] + text[end + 1 :]})
    assert (problem.at.file, problem.code) == (CLAMSHELL, "HEP035")
    assert problem.what == "`floor_transfer_unable` is at least a precaution in an exercise of this form (`lying_down`)"


@pytest.mark.parametrize(("status", "codes"), [("draft", ["HEP035"]), ("retired", [])])
def test_draft_is_held_to_it_and_a_retired_exercise_may_stay_as_it_was(
    told: Told, status: str, codes: list[str]
) -> None:
    """
    A draft will be offered one day; what is retired is offered to nobody.
    """
    text = without(PRONE, "prone_intolerance").replace("status: active", f"status: {status}")
    assert [each.code for each in told({PRONE: text})] == codes


def test_line_of_coherence_is_read_like_every_other_file(told: Told) -> None:
    """
    A misspelt finding, a selector that selects by nothing, a key that is missing.
    """
    text = shipped_text(COHERENCE)
    text = text.replace("prone_intolerance]", "prone_intolerence]", 1)
    text = text.replace("exercises: {position: prone}", "exercises: {posture: prone}", 1)
    text = text.replace("    contraindications: []\n", "", 1)
    problems = told({COHERENCE: text})
    assert {(each.at.file, each.code) for each in problems} == {
        (COHERENCE, "HEP011"),
        (COHERENCE, "HEP017"),
        (COHERENCE, "HEP012"),
    }


@pytest.mark.parametrize(
    "slip",
    [("prone_intolerance]", "prone_intolerence]"), ("[kneeling_intolerance]", "[kneeling_intolerence]")],
)
def test_slip_in_a_line_of_coherence_is_told_once(told: Told, slip: tuple[str, str]) -> None:
    """
    At the line itself, and not again at every exercise that the line asks something of.
    """
    (problem,) = told({COHERENCE: swapped(COHERENCE, *slip)})
    assert (problem.at.file, problem.code) == (COHERENCE, "HEP011")


def test_coherence_cannot_be_left_out(told: Told) -> None:
    """
    Taking every line of it away takes an edit that says so.
    """
    (problem,) = told({COHERENCE: None})
    assert (problem.at.file, problem.code, problem.what) == (COHERENCE, "HEP001", "this file is missing")


def test_stricter_names_what_the_exercise_names(told: Told) -> None:
    """
    A reason for a finding that is neither a contraindication nor a precaution is a slip.
    """
    text = shipped_text(BAND_ROW).replace("equipment:", "stricter:\n  leg_pain: a reason\nequipment:", 1)
    (problem,) = told({BAND_ROW: text})
    assert (problem.code, problem.what) == ("HEP011", "`leg_pain` is neither a contraindication nor a precaution here")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("difficulty: 2", "difficulty: 4"), "`banded_clamshell` has difficulty 3, less than 4 here"),
        (("pain_level: 1-5", "pain_level: 1-3"), "`banded_clamshell` is offered up to pain 4, above 3 here"),
    ],
)
def test_progression_that_leads_down(told: Told, change: tuple[str, str], what: str) -> None:
    """
    What comes later is at least as hard, and for no more pain.
    """
    problems = told({CLAMSHELL: swapped(CLAMSHELL, *change)})
    assert {each.code for each in problems} <= {"HEP035", "HEP036"}
    assert what in [each.what for each in problems]


def test_source_that_nobody_cites(told: Told) -> None:
    """
    Told where it stands, and only where nothing else is wrong.
    """
    sources = shipped_text("catalog/sources.yaml")
    sources += "  zz_book:\n    title: A book\n    status: unverified\n    depth: none\n    use: a fact\n"
    (problem,) = told({"catalog/sources.yaml": sources})
    assert (problem.code, problem.what) == ("HEP037", "nothing cites `zz_book`")
    assert told({BAND_ROW: swapped(BAND_ROW, "difficulty: 2", "difficulty: 9")})[0].code == "HEP031"


def test_finding_that_nothing_uses(told: Told) -> None:
    """
    Nobody should be asked in vain; one that leads to a finding in use is used.
    """
    entry = '\n  zz_tired:\n    label: Tired\n    ask: "Are you tired?"\n    group: General health\n'
    text = shipped_text(FINDINGS)
    (problem,) = told({FINDINGS: text + entry})
    assert (problem.code, problem.what) == ("HEP038", "nothing uses the finding `zz_tired`")
    assert told({FINDINGS: text + entry + "    implies: [leg_pain]\n"}) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "what"),
    [
        ("part_of: start_back_total", "part_of: start_back_totl", "HEP011", "no measure is called `start_back_totl`"),
        ("part_of: start_back_total", "part_of: start_back_distress", "HEP030", "cannot be a part of itself"),
        ("    part_of: start_back_total\n", "", "HEP012", "the key `part_of` is missing"),
    ],
)
def test_score_that_is_part_of_another(told: Told, old: str, new: str, code: str, what: str) -> None:
    """
    The other score exists, and is another one.
    """
    (problem,) = told({MEASURES: swapped(MEASURES, old, new)})
    assert problem.code == code
    assert what in problem.what


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("never:", "nevr:", "HEP010"),
        ("  recommend:", "  recomend:", "HEP010"),
        ("  recommend: {position: [prone, prone_support]}\n", "", "HEP012"),
        ("[prone, prone_support]", "[pron]", "HEP011"),
        ("has pregnancy_after_20_weeks", "has pregnancy_after_20_week", "HEP011"),
        ("position:", "posture:", "HEP017"),
    ],
)
def test_invariant_with_a_mistake(told: Told, old: str, new: str, code: str) -> None:
    """
    A statement is read as carefully as a rule.
    """
    path = "rules/invariants/never_face_down_in_later_pregnancy.yaml"
    (problem,) = told({path: swapped(path, old, new)})
    assert (problem.at.file, problem.code) == (path, code)
