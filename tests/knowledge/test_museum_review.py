"""Museum of broken files, fourth room: files that are sound alone and wrong together."""

from __future__ import annotations

import pytest

from tests.knowledge.conftest import Files, Told
from tests.knowledge.museum import CLAMSHELL, FINDINGS, GATE, POLICY, rule, shipped_text, swapped

F = "rules/findings/museum.yaml"
G = "rules/gates/museum.yaml"
X = "rules/restrictions/museum.yaml"
K = "rules/ranking/museum.yaml"
URGENT = "{refer: urgent}"
SILENCE = "{all: [age > 9, {none: [has osteoporosis]}]}"


def place(text: str, words: str) -> tuple[int, int]:
    """Line and column where *words* stand first."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (None, "a gate was taken away, or names another finding"),
        ("status: draft", "`rf_suicide` asks for it, but is a draft"),
        ("status: retired\nreplaced_by: rf_ces", "`rf_suicide` asks for it, but is retired"),
        ("clinician_review_parallel", "`rf_suicide` asks for it, but refers `clinician_review_parallel`"),
    ],
)
def test_screening_finding_without_its_gate(told: Told, change: str | None, hint: str) -> None:
    """
    A red flag whose only blocking gate is gone, idle or lets the plan run is told in the vocabulary, even where policy
    has let the gate go.
    """
    let_go = swapped(POLICY, "  rf_suicide: emergency\n", "")
    old = "emergency\n" if change and "parallel" in change else "status: active"
    text = None if change is None else swapped(GATE, old, change + ("\n" if old.endswith("\n") else ""))
    (problem,) = told({GATE: text, POLICY: let_go})
    assert (problem.at.file, problem.code) == (FINDINGS, "HEP022")
    assert problem.what == "no active blocking gate asks for `suicidal_thoughts`"
    assert str(problem.hint).startswith(hint)


@pytest.mark.parametrize("gate", ["gb_surgery6", "pc_9_10", "rf_fever", "rf_cancer_history_only", "rf_ces"])
@pytest.mark.parametrize("change", [None, "draft", "softer"])
def test_standing_gate_that_does_not_stand(told: Told, gate: str, change: str | None) -> None:
    """
    Also where another gate asks for the same finding, or none is asked for: taking a gate away takes two edits.
    """
    path = f"rules/gates/{gate}.yaml"
    text = None if change is None else swapped(path, "status: active", "status: draft")
    if change == "softer":
        level = shipped_text(path).split("refer: ")[1].split("\n")[0]
        text = swapped(path, f"refer: {level}", "refer: clinician_review_parallel")
    (problem,) = told({path: text})
    assert (problem.at.file, problem.code) == (POLICY, "HEP022")
    assert problem.what.startswith(f"the gate `{gate}` ")


@pytest.mark.parametrize("gone", [True, False])
def test_no_gate_stands_at_all(files: Files, told: Told, gone: bool) -> None:
    """
    All gates deleted, or all made drafts, and no finding marked for screening: policy still misses every one of them.
    """
    changes: dict[str, bytes | str | None] = {FINDINGS: shipped_text(FINDINGS).replace("    screening: true\n", "")}
    changes[FINDINGS] = str(changes[FINDINGS]).replace("    screening: context\n", "")
    gates = [path for path in files if path.startswith("rules/gates/")]
    for path in gates:
        changes[path] = None if gone else swapped(path, "status: active", "status: draft")
    problems = told(changes)
    assert {each.code for each in problems} == {"HEP022"}
    assert len(problems) == (1 if gone else len(gates))


@pytest.mark.parametrize("heir", ["rf_ces", "cap_difficulty_needs_helper"])
def test_retired_rule_names_an_heir_that_acts_in_its_place(told: Told, heir: str) -> None:
    """
    Not itself, not a rule of another folder.
    """
    text = swapped("rules/gates/rf_ces.yaml", "status: active", f"status: retired\nreplaced_by: {heir}")
    policy = swapped(POLICY, "  rf_ces: emergency\n", "")
    found = {(each.at.file, each.code) for each in told({"rules/gates/rf_ces.yaml": text, POLICY: policy})}
    assert ("rules/gates/rf_ces.yaml", "HEP026") in found


@pytest.mark.parametrize(
    ("path", "when", "then"),
    [
        (F, "{all: [has lumbar_fusion_under_12w, {none: [cleared lumbar_fusion_under_12w]}]}", "{finding: leg_pain}"),
        (X, "{all: [has lumbar_fusion_under_12w, {none: [cleared lumbar_fusion_under_12w]}]}", "{cap_difficulty: 1}"),
        (G, "{all: [has lumbar_fusion_under_12w, cleared lumbar_fusion_under_12w]}", URGENT),
    ],
)
def test_clearance_lifts_gates_alone(told: Told, path: str, when: str, then: str) -> None:
    """
    Never a contraindication, a precaution or a cap, also not through a finding; and only under `none`.
    """
    (problem,) = told({path: rule("museum", when, then)})
    assert (problem.at.file, problem.code) == (path, "HEP025")
    assert problem.what.endswith("stands where a clearance means nothing")


def test_measure_called_as_a_field_of_the_profile(told: Told) -> None:
    """
    A second pain score would hide the first.
    """
    path = "catalog/vocabulary/measures.yaml"
    text = shipped_text(path) + "  pain_score: {label: Pain, ask: Pain?, min: 0, max: 10, step: 1}\n"
    (problem,) = told({path: text})
    assert (problem.at.file, problem.code) == (path, "HEP016")


def test_gate_that_asks_under_none_does_not_screen(told: Told) -> None:
    """
    A gate that lets go when the finding is there is no gate for it.
    """
    text = swapped(GATE, "  all:\n    - has", "  none:\n    - has")
    assert [each.code for each in told({GATE: text})] == ["HEP022", "HEP023"]


@pytest.mark.parametrize("path", [G, X])
@pytest.mark.parametrize(
    ("when", "clause"),
    [
        (SILENCE, "has osteoporosis"),
        ("{none: [has osteoporosis]}", "has osteoporosis"),
        ("{any: [age > 9, {none: [has osteoporosis]}]}", "has osteoporosis"),
        ("{none: [{all: [has osteoporosis]}]}", "has osteoporosis"),
        ("{at_least: 1, of: [age > 9, {none: [has osteoporosis]}]}", "has osteoporosis"),
        ("{none: [deficit balance]}", "deficit balance"),
    ],
)
def test_safeguard_that_rests_on_silence(told: Told, path: str, when: str, clause: str) -> None:
    """
    Neither finding nor deficit stands under `none` in a gate or a restriction, at any depth.
    """
    text = rule("museum", when, URGENT if path == G else "{cap_difficulty: 2}")
    (problem,) = told({path: text})
    assert (problem.at.line, problem.at.column) == place(text, clause)
    assert (problem.at.file, problem.code) == (path, "HEP023")
    assert problem.what.startswith(f"`{clause}` stands under `none`")


@pytest.mark.parametrize(
    "when", ["{none: [cleared lumbar_fusion_under_12w]}", "{none: [phase is acute]}", "{none: [age > 9]}"]
)
def test_clearance_words_and_numbers_may_stand_under_none(told: Told, when: str) -> None:
    """
    What is always told, or is told by a clinician, may be asked for under `none`.
    """
    assert told({G: rule("museum", when, URGENT)}) == ()


def test_ranking_may_ask_for_absence(told: Told) -> None:
    """
    Order is not safety: ranking rules may use `none`.
    """
    assert told({K: rule("museum", SILENCE, "{prefer: {id: bridge}, points: 2}")}) == ()


@pytest.mark.parametrize("when", [SILENCE, "{all: [age > 9, {none: [deficit balance]}]}"])
@pytest.mark.parametrize("concluded", ["prolonged_corticosteroid", "acute_radiculopathy"])
def test_conclusion_from_absence_is_kept_out_of_safeguards(told: Told, when: str, concluded: str) -> None:
    """
    A finding that follows from what is absent is told wherever a safeguard uses it, also through what it implies.
    """
    used = {"prolonged_corticosteroid": "prolonged_corticosteroid", "acute_radiculopathy": "leg_pain"}[concluded]
    gate = rule("museum_gate", f"{{all: [has {used}]}}", URGENT)
    problems = told({F: rule("museum", when, f"{{finding: {concluded}}}"), "rules/gates/museum_gate.yaml": gate})
    (told_here,) = [each for each in problems if each.at.file == "rules/gates/museum_gate.yaml"]
    assert (told_here.at.line, told_here.at.column, told_here.code) == (*place(gate, "has "), "HEP023")
    assert told_here.what == f"`{used}` can follow from what is absent, by rule `museum`"
    assert {each.code for each in problems} == {"HEP023"}


def test_conclusion_from_absence_is_kept_out_of_contraindications(told: Told) -> None:
    """
    An exercise is never withheld, or offered, because nobody asked.
    """
    text = shipped_text(CLAMSHELL)
    problems = told({F: rule("museum", SILENCE, "{finding: lumbar_surgery_under_6w}")})
    (mine,) = [each for each in problems if each.at.file == CLAMSHELL]
    assert (mine.at.line, mine.at.column, mine.code) == (*place(text, "lumbar_surgery_under_6w"), "HEP023")


def test_positive_loop_of_two_rules(told: Told) -> None:
    """
    Two findings that follow from each other are one circle, told once.
    """
    one = rule("museum", "{all: [has leg_pain]}", "{finding: vertigo_positional}")
    two = rule("museum_two", "{all: [has vertigo_positional]}", "{finding: leg_pain}")
    (problem,) = told({F: one, "rules/findings/museum_two.yaml": two})
    assert (problem.at.file, problem.at.line, problem.code) == (F, 3, "HEP021")
    assert problem.what.endswith("`leg_pain` → `vertigo_positional` → `leg_pain`")


def test_loop_through_what_is_implied(told: Told) -> None:
    """
    A rule and an implication can make a circle together; so can implications alone.
    """
    (mixed,) = told({F: rule("museum", "{all: [has leg_pain]}", "{finding: acute_radiculopathy}")})
    assert (mixed.at.file, mixed.code) == (F, "HEP021")


def test_loop_of_implications_alone(told: Told) -> None:
    """
    Without any rule the circle is told in the vocabulary.
    """
    text = shipped_text(FINDINGS) + "  first_x:\n    label: a\n    ask: b?\n    group: c\n    implies: [second_x]\n"
    text += "  second_x:\n    label: a\n    ask: b?\n    group: c\n    implies: [first_x]\n"
    (problem,) = told({FINDINGS: text})
    assert (problem.at.line, problem.code) == (place(text, "implies: [second_x]")[0], "HEP021")


def test_two_circles_are_told_in_one_run(told: Told) -> None:
    """
    Mending the first circle does not bring up a second one.
    """
    rules = {
        f"rules/findings/museum_{word}.yaml": rule(f"museum_{word}", f"{{all: [has {word}]}}", f"{{finding: {word}}}")
        for word in ("leg_pain", "osteoporosis")
    }
    assert [each.code for each in told(rules)] == ["HEP021", "HEP021"]


@pytest.mark.parametrize("clause", ["has osteoporosis", "deficit balance", "approach is maintenance"])
def test_approach_that_rests_on_more_than_the_profile(told: Told, clause: str) -> None:
    """
    No finding, deficit or clearance moves a patient to another approach.
    """
    text = rule("museum", f"{{all: [{clause}]}}", "{approach: maintenance}")
    (problem,) = told({F: text})
    assert (problem.at.line, problem.at.column, problem.code) == (*place(text, clause), "HEP024")


@pytest.mark.parametrize(
    ("when", "then", "what"),
    [
        (
            "{all: [has lumbar_fusion_under_12w]}",
            "{refer: emergency}",
            "is marked `clearable`, but stands in an emergency",
        ),
        ("{all: [cleared osteoporosis]}", URGENT, "is not marked `clearable` in the vocabulary"),
        (
            "{all: [has bladder_change, {none: [cleared lumbar_fusion_under_12w]}]}",
            "{refer: emergency}",
            "a clearance stands in an emergency gate",
        ),
    ],
)
def test_clearance_that_cannot_be(told: Told, when: str, then: str, what: str) -> None:
    """
    Emergencies are never cleared, and only what is marked so can be.
    """
    (problem,) = told({G: rule("museum", when, then)})
    assert (problem.at.line, problem.code) == (3, "HEP025")
    assert what in problem.what


def test_derived_finding_without_a_rule(told: Told) -> None:
    """
    What nobody is asked has to be concluded, by a rule that acts.
    """
    path = "rules/findings/age_under_18.yaml"
    (problem,) = told({path: swapped(path, "status: active", "status: draft")})
    assert (problem.at.file, problem.code) == (FINDINGS, "HEP025")
    assert problem.what == "`age_under_18` is derived, but no active rule concludes it"


@pytest.mark.parametrize("kept", ["fires", "quiet", None])
def test_rule_without_its_examples(told: Told, kept: str | None) -> None:
    """
    An active rule shows both sides of its line; a draft need not yet.
    """
    sound = rule("museum", "{all: [age > 9]}", "{cap_difficulty: 2}")
    shown = f"  - {kept}: a\n    patient: {{pain_score: 3, phase: acute}}\n" if kept else ""
    text = sound[: sound.index("examples:")] + (f"examples:\n{shown}" if shown else "examples: []\n")
    problems = told({X: text})
    missing = [each for each in ("fires", "quiet") if each != kept]
    assert [each.what for each in problems] == [
        f"no example shows a patient on whom the rule is `{m}`" for m in missing
    ]
    assert {each.code for each in problems} == {"HEP020"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("status: retired", "HEP026"),
        ("status: active\nreplaced_by: rf_ces", "HEP026"),
        ("status: retired\nreplaced_by: rf_cess", "HEP011"),
    ],
)
def test_rule_that_is_replaced_badly(told: Told, more: str, code: str) -> None:
    """
    A retired rule names a rule that exists; no other rule names an heir.
    """
    (problem,) = told({X: rule("museum", "{all: [age > 9]}", "{cap_difficulty: 2}", more=more)})
    assert problem.code == code
