"""Museum of broken files, fifth room: clinical form. Then: all mistakes in one run, and each of them once."""

from __future__ import annotations

import pytest

from tests.knowledge.conftest import Files, Told
from tests.knowledge.museum import BAND_ROW, CES, CLAMSHELL, FINDINGS, GATE, shipped_text, swapped

POLICY = "rules/policy.yaml"
PHASES = "catalog/vocabulary/phases.yaml"
MEASURES = "catalog/vocabulary/measures.yaml"
APPROACHES = "catalog/vocabulary/treatment_approaches.yaml"


@pytest.mark.parametrize(
    ("path", "sound", "broken", "mark", "code"),
    [
        (CLAMSHELL, "pain_level: 1-5", "pain_level: 5-1", "5-1", "HEP030"),
        (CLAMSHELL, "pain_level: 1-5", "pain_level: 1-11", "1-11", "HEP030"),
        (CLAMSHELL, "pain_level: 1-5", "pain_level: mild", "mild", "HEP015"),
        (CLAMSHELL, "difficulty: 2", "difficulty: 6", "6", "HEP031"),
        (CLAMSHELL, "sets: 2, reps: 10-12", "sets: 20, reps: 10-12", "20", "HEP031"),
        (CLAMSHELL, "reps: 10-12", "reps: 10-120", "10-120", "HEP031"),
        (CLAMSHELL, "times_per_day: 1", "times_per_day: 0", "0", "HEP031"),
        (CLAMSHELL, "effort: 5", "effort: 11", "11", "HEP031"),
        (BAND_ROW, "progresses_to: []", "progresses_to: [band_row]", "band_row", "HEP032"),
        (
            CLAMSHELL,
            "  hip_replacement_posterior_precautions:",
            "  lumbar_surgery_under_6w:",
            "lumbar_surgery_under_6w",
            "HEP033",
        ),
        (CLAMSHELL, "from_sheet: [purpose,", "from_sheet: [porpose,", "porpose", "HEP034"),
        (CLAMSHELL, "per_side: true", "per_side: yes", "yes", "HEP013"),
        (CLAMSHELL, "status: active", "status: [active]", "[active]", "HEP013"),
        (CLAMSHELL, "load: very_low", "load: tiny", "tiny", "HEP011"),
        (CLAMSHELL, "equipment: []", "equipment: [mat, mat]", "[mat, mat]", "HEP016"),
        (MEASURES, "min: 0", "min: 200", "200", "HEP030"),
        (MEASURES, "step: 1", "step: 0", "0", "HEP030"),
        (PHASES, "  acute:", "  acut:", "acut", "HEP027"),
        (APPROACHES, "caution: 2", "caution: 1", "1", "HEP027"),
        (POLICY, "points: 20", "points: -20", "-20", "HEP027"),
        (POLICY, "points: -8", "points: 8", "8", "HEP027"),
        (POLICY, "value: 4", "value: 9", "9", "HEP027"),
    ],
)
def test_value_out_of_form(told: Told, path: str, sound: str, broken: str, mark: str, code: str) -> None:
    """
    One message that underlines the value itself.
    """
    text = swapped(path, sound, broken)
    (problem,) = told({path: text})
    assert (problem.at.file, problem.code) == (path, code)
    line = text.splitlines()[problem.at.line - 1]
    assert line[problem.at.column - 1 : problem.at.end_column - 1].strip() == mark


def test_circle_of_two_exercises_reads_in_the_direction_of_progression(told: Told) -> None:
    """
    The path is the one a patient would go, and stands at its first exercise.
    """
    row = swapped(BAND_ROW, "progresses_to: []", "progresses_to: [zz_museum]")
    other = shipped_text(BAND_ROW).replace("exercise: band_row", "exercise: zz_museum")
    other = other.replace("progresses_to: []", "progresses_to: [band_row]")
    (problem,) = told({BAND_ROW: row, "catalog/exercises/zz_museum.yaml": other})
    assert (problem.at.file, problem.code) == (BAND_ROW, "HEP032")
    assert problem.what == "these progressions run in a circle: `band_row` → `zz_museum` → `band_row`"


def test_all_mistakes_come_out_in_one_run_in_order(told: Told) -> None:
    """
    Every mistake of several files, by file, then line, then column.
    """
    clamshell = swapped(CLAMSHELL, "phases: [subacute, chronic", "phases: [subacut, chronik")
    clamshell = clamshell.replace("difficulty: 2", "difficulty: 2\ncolour: red")
    problems = told(
        {
            POLICY: swapped(POLICY, "value: 4", "value: four"),
            GATE: swapped(GATE, "origin: ours", "origin: 'ours"),
            CES: swapped(CES, "has bowel_change", "has bowl_change"),
            CLAMSHELL: clamshell,
            "rules/gates/stray.txt": "x",
        }
    )
    assert [each.at for each in problems] == sorted(each.at for each in problems)
    assert [(each.at.file, each.code) for each in problems] == [
        (CLAMSHELL, "HEP010"),
        (CES, "HEP011"),
        (GATE, "HEP003"),
        ("rules/gates/stray.txt", "HEP009"),
        (POLICY, "HEP015"),
    ]


@pytest.mark.parametrize(
    ("path", "sound", "broken"),
    [
        (CES, "because:", "becuse:"),
        (CES, "when:", "wen:"),
        (CES, "then:", "than:"),
        (CES, "examples:", "example:"),
        (CLAMSHELL, "contraindications:", "contraindication:"),
        (FINDINGS, "entries:", "entrys:"),
        (FINDINGS, "    ask: ", "    aks: "),
        (POLICY, "unscreened:", "unscrened:"),
        (CES, "origin: guideline", "origin: *guideline"),
        (CES, "sources: [", "sources: [["),
        (PHASES, "entries:", "entries: ["),
        (APPROACHES, "  maintenance:", "   maintenance:"),
        (MEASURES, "vocabulary: measures", "vocabulary: measure"),
        ("catalog/sources.yaml", "sources:", "sources: {"),
    ],
)
def test_one_mistake_gives_one_message(told: Told, path: str, sound: str, broken: str) -> None:
    """
    Nothing follows from a misspelt key, or from a file that cannot be read.
    """
    (problem,) = told({path: swapped(path, sound, broken)})
    assert problem.at.file == path


def test_each_missing_file_is_told_once(files: Files, told: Told) -> None:
    """
    Without a vocabulary, the sources or the policy, that is the one thing told.
    """
    needed = [each for each in files if each.startswith("catalog/vocabulary/")]
    for path in (*needed, "catalog/sources.yaml", POLICY):
        kept = files[path]
        (problem,) = told({path: None})
        assert (problem.at.file, problem.code) == (path, "HEP001")
        files[path] = kept


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("rules", "HEP001"),
        ("catalog", "HEP001"),
        ("catalog/vocabulary", "HEP001"),
        ("rules/gates", "HEP022"),
        ("catalog/exercises", "HEP017"),
    ],
)
def test_missing_folder_in_memory_is_told_once(files: Files, told: Told, folder: str, code: str) -> None:
    """
    A whole folder that is gone is one mistake, not one for each of its files.
    """
    (problem,) = told({path: None for path in list(files) if path.startswith(f"{folder}/")})
    assert (problem.at.file, problem.code) == (folder, code)


def test_misnamed_files_are_told_once(files: Files, told: Told) -> None:
    """
    A file under a wrong name is one mistake; the file it should be is not told to be missing.
    """
    for path in (POLICY, "catalog/sources.yaml", FINDINGS, CES, CLAMSHELL):
        kept = files[path]
        wrong = path.replace(".yaml", ".yml")
        (problem,) = told({path: None, wrong: kept})
        assert (problem.at.file, problem.code) == (wrong, "HEP009")
        del files[wrong]
        files[path] = kept
    (problem,) = told({FINDINGS: None, "catalog/vocabulary/finding.yaml": files[FINDINGS]})
    assert (problem.code, problem.hint) == ("HEP009", "did you mean `findings`?")
