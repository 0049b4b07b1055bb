"""Reading a folder of knowledge: which files there are, and their text, within limits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hep_engine.errors import Problem, Span
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.rule import FOLDERS

__all__ = ["LARGEST", "SourceFile", "misplaced", "read_folder", "shipped"]

LARGEST = 256 * 1024
"""The largest file that is read, in bytes."""

_FOLDERS: dict[str, dict[str, set[str] | None]] = {
    "rules": {"": {"policy", "signature"}, **dict.fromkeys(FOLDERS)},
    "catalog": {"": {"sources", "coherence"}, "exercises": None, "vocabulary": None},
    "tests": {"patients": None},
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path below `rules/` or `catalog/`, written with `/`, and its bytes."""

    path: str
    content: bytes

    @property
    def folder(self) -> str:
        """The folder it stands in: `rules/gates`."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """Its name without `.yaml`, which is the id of what it defines."""
        return self.path.rpartition("/")[2].removesuffix(".yaml")


def shipped(name: str) -> Path:
    """The folder `rules` or `catalog` that came with the library: inside a wheel, or beside a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parent / name


def read_folder(name: str, root: Path) -> Iterator[SourceFile | Problem]:
    """Every knowledge file below *root*, in the order of their paths, or a problem in its place."""
    try:
        kind = root.stat().st_mode
    except (OSError, ValueError):
        yield _problem(name, "HEP001", "there is no such folder", f"looked for it at {printable(root)}")
        return
    if not stat.S_ISDIR(kind):
        yield _problem(name, "HEP001", "this is not a folder", f"looked for it at {printable(root)}")
        return
    yield from _walk(name, root, root.resolve())


def misplaced(path: str) -> Problem | None:
    """The problem of a file or a folder that nothing reads where it stands, or `None`.

    A file's path ends in a name with a dot, as in `rules/gates/rf_ces.yaml`.
    """
    top, _, inner = path.partition("/")
    folder, _, name = inner.rpartition("/")
    if top not in _FOLDERS or not inner:
        return _problem(path, "HEP009", "nothing reads this file", "knowledge stands in `rules` and `catalog`")
    if folder not in _FOLDERS[top]:
        return _unread_folder(f"{top}/{folder}")
    wanted = _FOLDERS[top][folder]
    if not path.endswith(".yaml"):
        hint = "knowledge files end in `.yaml`"
    elif wanted is not None and name.removesuffix(".yaml") not in wanted:
        folders = ", ".join(f"`{each}`" for each in _FOLDERS[top] if each)
        hint = f"move it to one of the folders {folders}"
    else:
        return None
    return _problem(path, "HEP009", f"nothing reads this file in `{path.rpartition('/')[0]}`", hint)


def _walk(path: str, folder: Path, root: Path) -> Iterator[SourceFile | Problem]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as failure:
        yield _problem(path, "HEP001", f"cannot be read: {_reason(failure)}")
        return
    for entry in entries:
        if not entry.name.startswith(".") and entry.name != "README.md":
            yield from _entry(f"{path}/{printable(entry.name)}", Path(entry.path), root)


def _entry(path: str, file: Path, root: Path) -> Iterator[SourceFile | Problem]:
    try:
        if file.is_symlink() and file.is_dir():
            yield _problem(path, "HEP008", "a link to a folder is not followed", "put the folder itself here")
            return
        if file.is_symlink() and not file.resolve().is_relative_to(root):
            what = "a link that leads out of its folder is not followed"
            yield _problem(path, "HEP008", what, "put the file itself here")
            return
        kind = file.stat()
    except (OSError, RuntimeError) as failure:
        yield _problem(path, "HEP001", f"cannot be read: {_reason(failure)}")
        return
    if stat.S_ISDIR(kind.st_mode):
        yield from _inside(path, file, root)
    elif not stat.S_ISREG(kind.st_mode):
        yield _problem(path, "HEP008", "this is not an ordinary file", "knowledge is read from ordinary files alone")
    elif problem := misplaced(path):
        yield problem
    elif kind.st_size > LARGEST:
        yield _too_large(path)
    else:
        yield _content(path, file)


def _inside(path: str, folder: Path, root: Path) -> Iterator[SourceFile | Problem]:
    top, _, inner = path.partition("/")
    if inner in _FOLDERS[top]:
        yield from _walk(path, folder, root)
    elif path.endswith(".yaml"):
        yield _problem(path, "HEP009", "this is a folder, and should be a file")
    else:
        yield _unread_folder(path)


def _unread_folder(path: str) -> Problem:
    top, _, inner = path.partition("/")
    known = [each for each in _FOLDERS[top] if each]
    hint = nearest(inner, known) or f"this version reads {', '.join(f'`{each}`' for each in known)}"
    return _problem(path, "HEP009", f"no folder of `{top}` is called `{inner}`", hint)


def _content(path: str, file: Path) -> SourceFile | Problem:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        return _problem(path, "HEP001", f"cannot be read: {_reason(failure)}")
    if len(content) > LARGEST:
        return _too_large(path)
    return SourceFile(path, content)


def _too_large(path: str) -> Problem:
    return _problem(
        path,
        "HEP007",
        f"the file is larger than {LARGEST // 1024} KiB",
        "is this the right file? one of knowledge has a few KiB",
    )


def _problem(path: str, code: str, what: str, hint: str | None = None) -> Problem:
    return Problem(Span(path), code, what, hint)


def _reason(failure: OSError | RuntimeError) -> str:
    """Why a file could not be read. A loop of links has a name of its own in every version of Python."""
    if not isinstance(failure, OSError) or failure.errno == errno.ELOOP:
        return "a loop of links"
    return (failure.strerror or "the system does not say why").lower()
