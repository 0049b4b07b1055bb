"""Museum of broken files, third room: words that no list defines, names, and the form of single values."""

from __future__ import annotations

import pytest

from tests.knowledge.conftest import Files, Told
from tests.knowledge.museum import CES, CLAMSHELL, FINDINGS, GATE, rule, swapped

R = "rules/restrictions/museum.yaml"
K = "rules/ranking/museum.yaml"
F = "rules/findings/museum.yaml"
HAS = "{all: [has osteoporosis]}"

MISSPELT = [
    (CLAMSHELL, "phases: [subacute", "phases: [subacut", "subacut", "subacute"),
    (CLAMSHELL, "indications: [", "indications: [balence, ", "balence", "balance"),
    (CLAMSHELL, "gluteus_minimus", "gluteus_minimis", "gluteus_minimis", "gluteus_minimus"),
    (CLAMSHELL, "tensor_fasciae_latae", "tensor_fascia_latae", "tensor_fascia_latae", "tensor_fasciae_latae"),
    (
        CLAMSHELL,
        "[lumbar_surgery_under_6w]",
        "[lumbar_surgery_under_6]",
        "lumbar_surgery_under_6",
        "lumbar_surgery_under_6w",
    ),
    (CLAMSHELL, "vertigo_positional:", "vertigo_postional:", "vertigo_postional", "vertigo_positional"),
    (CLAMSHELL, "equipment: []", "equipment: [matt]", "matt", "mat"),
    (CLAMSHELL, "weight_through: []", "weight_through: [wrists]", "wrists", "wrist"),
    (CLAMSHELL, "position: side_lying", "position: side_liing", "side_liing", "side_lying"),
    (CLAMSHELL, "category: hip_strength", "category: hip_strenght", "hip_strenght", "hip_strength"),
    (CLAMSHELL, "  movement_control: {", "  movment_control: {", "movment_control", "movement_control"),
    ("catalog/exercises/band_row.yaml", "progresses_to: []", "progresses_to: [brigde]", "brigde", "bridge"),
    (CLAMSHELL, "distefano2009", "distefano2008", "distefano2008", "distefano2009"),
    (CES, "has bladder_change", "has blader_change", "blader_change", "bladder_change"),
    (CES, "refer: emergency", "refer: emergancy", "emergancy", "emergency"),
    (CES, "sources: [girft2023", "sources: [girft2032", "girft2032", "girft2023"),
    (CES, "findings: [bladder_change]", "findings: [blader_change]", "blader_change", "bladder_change"),
    (CES, "phase: acute, age: 40", "phase: acut, age: 40", "acut", "acute"),
    (FINDINGS, "implies: [leg_pain]", "implies: [leg_pains]", "leg_pains", "leg_pain"),
    (FINDINGS, "sources: [girft2023", "sources: [girft2032", "girft2032", "girft2023"),
    ("rules/policy.yaml", "henry1999", "henri1999", "henri1999", "henry1999"),
]


@pytest.mark.parametrize(("path", "sound", "broken", "word", "meant"), MISSPELT)
def test_misspelt_word_of_a_shipped_file(told: Told, path: str, sound: str, broken: str, word: str, meant: str) -> None:
    """
    One message, on the word itself, with the word that was meant.
    """
    text = swapped(path, sound, broken)
    (problem,) = told({path: text})
    line = text[: text.index(broken)].count("\n") + 1 + broken[: broken.index(word)].count("\n")
    assert (problem.at.file, problem.at.line, problem.code) == (path, line, "HEP011")
    assert text.splitlines()[line - 1][problem.at.column - 1 : problem.at.end_column - 1] == word
    assert f"`{word}`" in problem.what
    assert problem.hint == f"did you mean `{meant}`?"


@pytest.mark.parametrize(
    ("path", "when", "then", "patient", "word", "meant"),
    [
        (
            R,
            "{all: [cleared lumbar_fusion_under_12]}",
            "{cap_difficulty: 2}",
            "",
            "lumbar_fusion_under_12",
            "lumbar_fusion_under_12w",
        ),
        (R, "{all: [deficit balence]}", "{cap_difficulty: 2}", "", "balence", "balance"),
        (R, "{all: [phase is acut]}", "{cap_difficulty: 2}", "", "acut", "acute"),
        (R, '{all: ["phase is one of chronic, acut"]}', "{cap_difficulty: 2}", "", "acut", "acute"),
        (R, "{all: [fase is acute]}", "{cap_difficulty: 2}", "", "fase", "phase"),
        (R, "{all: [irritability is hihg]}", "{cap_difficulty: 2}", "", "hihg", "high"),
        (R, "{all: [approach is maintenence]}", "{cap_difficulty: 2}", "", "maintenence", "maintenance"),
        (R, '{all: ["start_back_totl >= 4"]}', "{cap_difficulty: 2}", "", "start_back_totl", "start_back_total"),
        (R, HAS, "{exclude: {category: hip_strenght}}", "", "hip_strenght", "hip_strength"),
        (R, HAS, "{exclude: {position: [supine, side_liing]}}", "", "side_liing", "side_lying"),
        (R, HAS, "{exclude: {weight_through: [wrists]}}", "", "wrists", "wrist"),
        (R, HAS, "{exclude: {equipment: [matt]}}", "", "matt", "mat"),
        (R, HAS, "{exclude: {spine.direction: flexoin}}", "", "flexoin", "flexion"),
        (R, HAS, "{caution: text, for: {id: [clamshel]}}", "", "clamshel", "clamshell"),
        (
            K,
            HAS,
            "{prefer: {indications: [hip_stabilisation]}, points: 2}",
            "",
            "hip_stabilisation",
            "hip_stabilization",
        ),
        (K, HAS, "{avoid: {id: clamshel}, points: 2}", "", "clamshel", "clamshell"),
        (F, HAS, "{finding: leg_pian}", "", "leg_pian", "leg_pain"),
        (F, "{all: [age > 9]}", "{approach: maintenence}", "", "maintenence", "maintenance"),
        (R, HAS, "{cap_difficulty: 2}", ", deficits: [balence]", "balence", "balance"),
        (R, HAS, "{cap_difficulty: 2}", ", ruled_out: [leg_pian]", "leg_pian", "leg_pain"),
        (R, HAS, "{cap_difficulty: 2}", ", cleared: [leg_pian]", "leg_pian", "leg_pain"),
        (R, HAS, "{cap_difficulty: 2}", ", unasked: [leg_pian]", "leg_pian", "leg_pain"),
        (R, HAS, "{cap_difficulty: 2}", ", equipment: [matt]", "matt", "mat"),
        (R, HAS, "{cap_difficulty: 2}", ", avoid: [clamshel]", "clamshel", "clamshell"),
        (R, HAS, "{cap_difficulty: 2}", ", measures: {start_back_totl: 4}", "start_back_totl", "start_back_total"),
        (R, HAS, "{cap_difficulty: 2}", ", sex: femal", "femal", "female"),
    ],
)
def test_misspelt_word_of_a_new_rule(
    told: Told, path: str, when: str, then: str, patient: str, word: str, meant: str
) -> None:
    """
    Conditions, conclusions and example patients are looked at word by word.
    """
    text = rule("museum", when, then, patient=patient)
    (problem,) = told({path: text})
    assert (problem.at.file, problem.code) == (path, "HEP011")
    assert text.splitlines()[problem.at.line - 1][problem.at.column - 1 : problem.at.end_column - 1] == word
    assert problem.hint == f"did you mean `{meant}`?"


@pytest.mark.parametrize(
    ("clause", "hint"),
    [
        ("osteoporosis", "did you mean `has osteoporosis`?"),
        ("hass osteoporosis", "did you mean `has osteoporosis`?"),
        ("Has bladder change", "did you mean `has bladder_change`?"),
        ("deficits balance", "did you mean `deficit balance`?"),
    ],
)
def test_clause_in_free_words_is_guessed(told: Told, clause: str, hint: str) -> None:
    """
    What is nearly a clause gets the clause that was meant.
    """
    (problem,) = told({R: rule("museum", f"{{all: [{clause}]}}", "{cap_difficulty: 2}")})
    assert (problem.code, problem.what, problem.hint) == ("HEP014", f"`{clause}` is not a clause", hint)


@pytest.mark.parametrize(
    ("when", "code", "column"),
    [
        ("{}", "HEP014", 7),
        ("{all: []}", "HEP014", 13),
        ("{all: has osteoporosis}", "HEP014", 13),
        ("{all: [age > 9], any: [age > 8]}", "HEP014", 7),
        ("{some: [age > 9]}", "HEP014", 8),
        ("{at_least: 3, of: [age > 9, age < 8]}", "HEP015", 18),
        ("{at_least: 0, of: [age > 9, age < 8]}", "HEP015", 18),
        ("{all: [age > 900]}", "HEP015", 20),
        ("{all: [pain_score > 5.5]}", "HEP015", 27),
        ("{all: [age > nine]}", "HEP015", 20),
        ("{all: [age > 9, age > 9]}", "HEP016", 23),
        ("{all: [{any: [{none: [age > 9]}]}]}", "HEP014", 21),
    ],
)
def test_crooked_condition(told: Told, when: str, code: str, column: int) -> None:
    """
    A condition that is not well formed is told at the stretch that is wrong.
    """
    (problem,) = told({R: rule("museum", when, "{cap_difficulty: 2}")})
    assert (problem.at.line, problem.at.column, problem.code) == (3, column, code)


@pytest.mark.parametrize(
    ("folder", "then", "code"),
    [
        ("gates", "{refer: [urgent]}", "HEP013"),
        ("gates", "{exclude: {id: clamshell}}", "HEP010"),
        ("gates", "urgent", "HEP013"),
        ("restrictions", "{exclude: {}}", "HEP017"),
        ("restrictions", "{exclude: {colour: red}}", "HEP017"),
        ("restrictions", "{exclude: {id: []}}", "HEP017"),
        ("restrictions", "{exclude: {category: aerobic, position: prone}}", "HEP017"),
        ("restrictions", "{caution: text}", "HEP012"),
        ("restrictions", "{cap_difficulty: 6}", "HEP015"),
        ("ranking", "{prefer: {id: clamshell}}", "HEP012"),
        ("ranking", "{prefer: {id: clamshell}, points: 2.5}", "HEP015"),
        ("ranking", "{prefer: {id: clamshell}, points: [2]}", "HEP015"),
    ],
)
def test_crooked_conclusion(told: Told, folder: str, then: str, code: str) -> None:
    """
    A conclusion that its folder does not know, or that is not whole, is told on its line.
    """
    (problem,) = told({f"rules/{folder}/museum.yaml": rule("museum", HAS, then)})
    assert (problem.at.line, problem.code) == (4, code)
    assert "Node(" not in str(problem)
    assert "None" not in str(problem)


@pytest.mark.parametrize("path", [GATE, CLAMSHELL, FINDINGS])
def test_id_that_is_not_the_files_name(told: Told, path: str) -> None:
    """
    The file's name is the id; another id in it is told once.
    """
    key = {GATE: "rule: rf_suicide", CLAMSHELL: "exercise: clamshell", FINDINGS: "vocabulary: findings"}[path]
    (problem,) = told({path: swapped(path, key, f"{key}x")})
    assert (problem.at.file, problem.code) == (path, "HEP009")
    assert problem.at.column == key.index(":") + 3


def test_file_name_that_is_no_id(told: Told, files: Files) -> None:
    """
    A name with spaces and capitals is told, whatever the file says.
    """
    (problem,) = told({GATE: None, "rules/gates/RF Suicide.yaml": files[GATE].decode()})
    assert (problem.at.file, problem.code) == ("rules/gates/RF Suicide.yaml", "HEP018")


def test_two_rules_with_one_id(told: Told) -> None:
    """
    An id is used once, also across folders.
    """
    when, then = HAS, "{cap_difficulty: 2}"
    (problem,) = told({R: rule("museum", when, then), K: rule("museum", when, "{prefer: {id: bridge}, points: 1}")})
    assert (problem.at.file, problem.at.line, problem.code) == (K, 1, "HEP016")
    assert problem.hint == f"it stands in {R}; an id is used once"


@pytest.mark.parametrize(
    ("clause", "hint"),
    [
        ("pain_score => 9", "write `>=`"),
        ("pain_score ≤ 3", "write `<=`"),
        ("age == 9", "write `=`"),
        ("has fever_or_rigors or has diabetes", "write one clause a line, in an `any:` block"),
        ("has fever_or_rigors and has diabetes", "write one clause a line, in an `all:` block"),
        ("not has diabetes", "write the clause under `none:`; in gates and restrictions ask for what is present"),
    ],
)
def test_line_that_is_no_clause_is_told_how_to_write_it(told: Told, clause: str, hint: str) -> None:
    """
    What people write in prose, and how it is written here.
    """
    (problem,) = told({"rules/gates/museum.yaml": rule("museum", f'{{all: ["{clause}"]}}', "{refer: urgent}")})
    assert (problem.code, problem.what, problem.hint) == ("HEP014", f"`{clause}` is not a clause", hint)
