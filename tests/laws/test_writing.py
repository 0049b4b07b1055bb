"""
Knowledge written to YAML and loaded again is the same; a mutation never goes unnoticed and never ends in a traceback.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import Engine, KnowledgeBase, KnowledgeError, PatientProfile
from hep_engine.knowledge.files import SourceFile, read_folder
from hep_engine.knowledge.fingerprint import fingerprints_of
from hep_engine.knowledge.load import assemble
from hep_engine.knowledge.write import write_knowledge
from hep_engine.knowledge.yaml_page import Node, read_page
from tests.worlds.budget import tried
from tests.worlds.strategies import worlds

ROOT = Path(__file__).parent.parent.parent
FILES = [*read_folder("catalog", ROOT / "catalog"), *read_folder("rules", ROOT / "rules")]
OPTIONAL = {
    "codes", "screening", "implies", "derived", "clearable", "sources", "for", "for_patient", "not_for",
    "printed_pain_level", "minutes", "effort", "unasked", "authors", "publisher", "journal", "year", "ref", "doi",
    "where", "seen_at", "unverified_fields", "part_of", "rest_max", "stricter", "reviewed", "review_by", "replaced_by",
    "on_floor", "own_time", "poses",
}  # fmt: skip
"""Keys that may be left out: without them the file says something else, which its fingerprint shows."""
NARROWING = {"standing_gates", "exclude", "for", "prefer", "avoid", "recommend", "exercises"}
"""Under these, each key narrows what is spoken of: with one less, the file says more."""
NARROWED: set[tuple[str, int, int]] = set()
PATIENT = {
    "phase", "pain_score", "age", "sex", "findings", "cleared", "measures", "irritability", "deficits", "equipment",
    "directional_preference", "ruled_out",
}  # fmt: skip


@tried(60)
@given(worlds())
def test_what_is_written_loads_as_the_same(case):
    """
    The same values, and the same two fingerprints.
    """
    again = assemble(write_knowledge(case.knowledge))
    assert again == case.knowledge
    assert (again.decision, again.content) == (case.knowledge.decision, case.knowledge.content)


def test_the_shipped_knowledge_is_written_and_loads_as_the_same(shipped):
    """
    Every field of every shipped file survives the round trip.
    """
    again = assemble(write_knowledge(shipped))
    assert again == shipped
    assert again.content == shipped.content


@given(worlds())
def test_the_fingerprints_can_be_worked_out_again(case):
    """
    Of a knowledge base alone, as they were of its files.
    """
    assert fingerprints_of(case.knowledge) == (case.knowledge.decision, case.knowledge.content)


@tried(60)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_files_and_keys_means_nothing(case, random):
    """
    Written, shuffled, loaded: the same fingerprints.
    """
    files = list(write_knowledge(case.knowledge))
    random.shuffle(files)
    assert assemble(files).content == case.knowledge.content


def _keys(file: SourceFile) -> list[tuple[int, int, str]]:
    """Every key that starts a line of its own: line and column from 0, and its name; ids of entries left out."""
    page = read_page(file)
    found: list[tuple[int, int, str]] = []
    free = {"entries", "precautions", "stricter", "dose", "measures", "coherence"} | (
        {"sources"} if file.path.endswith("sources.yaml") else set()
    )

    def walk(node: Node, under: str) -> None:
        value = node.value
        if isinstance(value, dict):
            at = node.at
            flow = page.lines[at.line - 1][at.column - 1 : at.column] == "{"
            for key, each in value.items():
                at = node.keys[key]
                if not flow and under not in free and not page.lines[at.line - 1][: at.column - 1].strip():
                    found.append((at.line - 1, at.column - 1, key))
                    if under in NARROWING:
                        NARROWED.add((file.path, at.line - 1, at.column - 1))
                if (
                    key != "poses"
                ):  # what is drawn: each of its keys may be left out, and shows in the drawing's own laws
                    walk(each, key)
        elif isinstance(value, list):
            for each in value:
                walk(each, "")

    if page.root is not None:
        walk(page.root, "")
    return found


BY_PATH = {file.path: file for file in FILES if isinstance(file, SourceFile)}
PATIENTS = [
    PatientProfile(
        pain_score=pain,
        phase=phase,
        age=50,
        deficits={
            "hip_stabilization",
            "pelvic_control",
            "spinal_mobility",
            "pain_modulation",
            "trunk_flexor_endurance",
        },
        findings=findings,
        irritability="low",
    )
    for pain, phase in [(0, "maintenance"), (2, "chronic"), (4, "subacute"), (7, "acute")]
    for findings in [set(), {"osteoporosis", "wrist_pain_loading"}, {"bladder_change"}, {"minor_trauma"}]
]
KEYS = [(file.path, *key) for file in BY_PATH.values() for key in _keys(file)]
MENDED = "\N{LATIN SMALL LETTER X}"


def _replaced(file: SourceFile, lines: list[str]) -> list[SourceFile]:
    changed = SourceFile(file.path, "\n".join(lines).encode())
    return [changed if each.path == file.path else each for each in FILES]


def _loaded(files: list[SourceFile]) -> tuple:
    """The knowledge in these files and no problems, or no knowledge and at least one."""
    try:
        return assemble(files), ()
    except KnowledgeError as wrong:
        return None, wrong.problems


def _problems(files: list[SourceFile]) -> tuple:
    with pytest.raises(KnowledgeError) as caught:
        assemble(files)
    return caught.value.problems


def _block_end(lines: list[str], line: int, column: int) -> int:
    end = line + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > column):
        end += 1
    # A list may stand at the column of its key.
    while end < len(lines) and lines[end].startswith(" " * column + "- ") and lines[line].rstrip().endswith(":"):
        end += 1
    return end


@tried(80)
@given(key=st.sampled_from(KEYS))
def test_a_misspelt_key_is_a_problem_at_its_line(key):
    """
    Wherever it stands: the message is about that line, or says that a profile has no such field.
    """
    path, line, column, name = key
    file = BY_PATH[path]
    lines = file.content.decode().split("\n")
    lines[line] = lines[line][:column] + name + MENDED + lines[line][column + len(name) :]
    assert any(each.at.file == file.path and each.at.line == line + 1 for each in _problems(_replaced(file, lines)))


@tried(80)
@given(key=st.sampled_from(KEYS))
def test_a_doubled_key_is_a_problem_at_its_second_line(key):
    """
    Even where both say the same.
    """
    path, line, column, name = key
    file = BY_PATH[path]
    lines = file.content.decode().split("\n")
    end = _block_end(lines, line, column)
    again = [*lines[:end], *lines[line:end], *lines[end:]]
    problems = _problems(_replaced(file, again))
    assert any(each.code == "HEP004" and each.at.line == end + 1 and name in each.what for each in problems)


@tried(80)
@given(key=st.sampled_from(KEYS))
def test_a_dropped_key_is_a_problem_or_changes_what_the_knowledge_says(key, shipped):
    """
    A key that is always needed is missed; one that is given only where it applies changes a fingerprint.
    """
    path, line, column, name = key
    file = BY_PATH[path]
    lines = file.content.decode().split("\n")
    end = _block_end(lines, line, column)
    files = _replaced(file, lines[:line] + lines[end:])
    narrowing = (path, line, column) in NARROWED
    if narrowing or name in OPTIONAL or (name in PATIENT and file.path.startswith("rules/")):
        knowledge, problems = _loaded(files)
        assert problems or knowledge.content != shipped.content
    else:
        assert any(each.at.file == file.path for each in _problems(files))


@tried(80)
@given(path=st.sampled_from(sorted(BY_PATH)), data=st.data())
def test_any_other_mutation_is_noticed(path, data, shipped):
    """
    Bytes cut, changed or added: the same knowledge, a problem with a place, or another fingerprint. Never a traceback.
    """
    file = BY_PATH[path]
    content = file.content
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    added = data.draw(
        st.sampled_from([b"", b" ", b"\n", b"-", b": ", b"[", b'"', b"9", b"no", b"&a ", b"\xff", b"#", b"~"])
    )
    changed = SourceFile(file.path, content[:start] + added + content[end:])
    again, problems = _loaded([changed if each.path == file.path else each for each in FILES])
    for each in problems:
        assert each.at.line >= 1
        assert each.at.column >= 1
        assert str(each)
    if again is not None:
        assert (again == shipped) == (again.content == shipped.content)
        assert again.content != shipped.content or again.decision == shipped.decision
        assert again.decision != shipped.decision or _decided(again) == _decided(shipped)


def _decided(knowledge: KnowledgeBase) -> list[object]:
    """Who gets what, for a few patients who are told apart by much of the knowledge."""
    engine = Engine(knowledge, cross_check="off")
    results = [engine.recommend(each.screened(engine.questions())) for each in PATIENTS]
    return [
        (
            result.status,
            result.disposition.level,
            [(each.exercise, each.score, each.dose) for each in result.recommendations],
            [(each.exercise, [reason.code for reason in each.reasons]) for each in result.excluded],
        )
        for result in results
    ]
