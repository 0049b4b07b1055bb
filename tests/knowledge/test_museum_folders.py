"""Museum of broken files, second room: folders, links, and files in the wrong place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hep_engine.errors import KnowledgeError, Problem
from hep_engine.knowledge import files as reading
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble, load_knowledge
from tests.knowledge.conftest import ROOT, Told, shipped_files
from tests.knowledge.museum import GATE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of both shipped folders on disk."""
    for top in ("rules", "catalog"):
        shutil.copytree(ROOT / top, tmp_path / top)
    return tmp_path


def told_on_disk(home: Path) -> tuple[Problem, ...]:
    """Every problem of two folders on disk."""
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(home / "rules", home / "catalog")
    return caught.value.problems


def _dangle(gate: Path) -> None:
    gate.unlink()
    gate.symlink_to(gate.parent / "gone.yaml")


def _leave(gate: Path) -> None:
    outside = gate.parents[2] / "outside.yaml"
    gate.rename(outside)
    gate.symlink_to(outside)


def _loop(gate: Path) -> None:
    gate.unlink()
    gate.symlink_to(gate.name)


def _pipe(gate: Path) -> None:
    gate.unlink()
    os.mkfifo(gate)


def _folder(gate: Path) -> None:
    gate.unlink()
    gate.mkdir()


def _suffix(gate: Path) -> None:
    gate.rename(gate.with_suffix(".yml"))


def _large(gate: Path) -> None:
    gate.write_bytes(b"# padding\n" * 1_000_000)


@pytest.mark.parametrize(
    ("break_it", "path", "code", "what"),
    [
        (_dangle, GATE, "HEP001", "cannot be read: no such file or directory"),
        (_leave, GATE, "HEP008", "a link that leads out of its folder is not followed"),
        (_loop, GATE, "HEP001", "cannot be read: a loop of links"),
        (_pipe, GATE, "HEP008", "this is not an ordinary file"),
        (_folder, GATE, "HEP009", "this is a folder, and should be a file"),
        (_suffix, GATE.replace(".yaml", ".yml"), "HEP009", "nothing reads this file in `rules/gates`"),
        (_large, GATE, "HEP007", "the file is larger than 256 KiB"),
    ],
)
def test_what_is_no_readable_file_is_told_once(
    home: Path, break_it: Callable[[Path], None], path: str, code: str, what: str
) -> None:
    """
    One message at the file, and none about the gate that is now missing.
    """
    break_it(home / GATE)
    (problem,) = told_on_disk(home)
    assert (problem.at.file, problem.code, problem.what) == (path, code, what)


def test_link_to_a_folder_is_not_followed(home: Path) -> None:
    """
    Even a link to a folder inside is refused, so that no file is read twice.
    """
    (home / "rules/gates/more").symlink_to(home / "rules/ranking")
    (problem,) = told_on_disk(home)
    assert (problem.at.file, problem.code) == ("rules/gates/more", "HEP008")


def test_link_inside_its_folder_is_read(home: Path) -> None:
    """
    A link from one file to another of the same folder is as good as the file.
    """
    (home / GATE).rename(home / "rules/gates/.kept")
    (home / GATE).symlink_to(".kept")
    assert load_knowledge(home / "rules", home / "catalog").rules["rf_suicide"].active


@pytest.mark.parametrize("call", ["open", "scandir"])
def test_what_may_not_be_read_is_told(home: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """
    A file or a folder without permission is told, and nothing follows from it.
    """
    whole = Path.open if call == "open" else os.scandir

    def guarded(path: Path, *rest: str) -> object:
        if Path(path).as_posix().endswith(GATE if call == "open" else "rules/gates"):
            raise PermissionError(13, "Permission denied")
        return whole(path, *rest)

    monkeypatch.setattr(Path if call == "open" else reading.os, call, guarded)
    (problem,) = told_on_disk(home)
    assert problem.at.file == (GATE if call == "open" else "rules/gates")
    assert (problem.code, problem.what) == ("HEP001", "cannot be read: permission denied")


@pytest.mark.parametrize("top", ["rules", "catalog"])
def test_missing_folder_is_told_once_with_the_path(home: Path, top: str) -> None:
    """
    A wrong path gives one message that says where was looked.
    """
    shutil.rmtree(home / top)
    (problem,) = told_on_disk(home)
    assert (problem.at.file, problem.code, problem.what) == (top, "HEP001", "there is no such folder")
    assert problem.hint == f"looked for it at {home / top}"


def test_file_where_the_folder_should_be_is_told(home: Path) -> None:
    """
    A path that leads to a file is no folder.
    """
    shutil.rmtree(home / "rules")
    (home / "rules").write_text("rules")
    (problem,) = told_on_disk(home)
    assert (problem.at.file, problem.code, problem.what) == ("rules", "HEP001", "this is not a folder")


def test_path_no_system_can_open_is_no_folder(home: Path) -> None:
    """
    A path with a NUL in it ends in a problem too.
    """
    with pytest.raises(KnowledgeError, match="there is no such folder"):
        load_knowledge(home / "ru\0les", home / "catalog")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("rules/gate", "did you mean `gates`?"),
        (
            "rules/elsewhere",
            "this version reads `findings`, `gates`, `restrictions`, `ranking`, `program`, `follow_up`, `invariants`",
        ),
        ("rules/gates/old", "did you mean `gates`?"),
        ("catalog/exercise", "did you mean `exercises`?"),
    ],
)
def test_unknown_folder_is_told_once_and_not_entered(home: Path, name: str, hint: str) -> None:
    """
    A folder that nothing reads is one mistake, however many files it holds.
    """
    (home / name).mkdir()
    for number in range(3):
        (home / name / f"rule_{number}.yaml").write_text("anything")
    (problem,) = told_on_disk(home)
    top, _, inner = name.partition("/")
    assert (problem.at.file, problem.code, problem.hint) == (name, "HEP009", hint)
    assert problem.what == f"no folder of `{top}` is called `{inner}`"


@pytest.mark.parametrize(
    "name", ["rules/notes.txt", "rules/gates/notes.txt", "rules/rf_ces.yaml", "rules/gates/x.yaml~"]
)
def test_stray_file_is_told(home: Path, name: str) -> None:
    """
    A file that nothing reads may be a rule that somebody relies on.
    """
    (home / name).write_text("text")
    (problem,) = told_on_disk(home)
    assert (problem.at.file, problem.code) == (name, "HEP009")
    assert problem.what == f"nothing reads this file in `{name.rpartition('/')[0]}`"


def test_hidden_files_and_readmes_are_passed_over(home: Path) -> None:
    """
    What editors and people leave beside the knowledge does no harm.
    """
    for name in ("rules/README.md", "rules/gates/.rf_ces.yaml.swp", "catalog/.DS_Store"):
        (home / name).write_text("text")
    assert load_knowledge(home / "rules", home / "catalog").rules


def test_renamed_folder_is_one_mistake(home: Path) -> None:
    """
    With `gates` misspelt, no finding is told to lack its gate.
    """
    (home / "rules/gates").rename(home / "rules/gatess")
    (problem,) = told_on_disk(home)
    assert (problem.at.file, problem.hint) == ("rules/gatess", "did you mean `gates`?")


def test_misplaced_files_in_memory_are_told_as_on_disk(told: Told) -> None:
    """
    Knowledge that never was on a disk obeys the same order.
    """
    problems = told({"rules/gate/a.yaml": "a", "rules/gate/b.yaml": "b", "notes.yaml": "c"})
    assert [each.at.file for each in problems] == ["notes.yaml", "rules/gate"]


def test_order_of_files_does_not_matter(home: Path) -> None:
    """
    Files read from disk and from memory in any order mean the same.
    """
    turned = [SourceFile(path, content) for path, content in reversed(shipped_files().items())]
    assert assemble(turned) == load_knowledge(home / "rules", home / "catalog")
