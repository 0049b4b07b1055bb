"""Reading a folder of knowledge: which files there are, and their text, within limits."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hep_engine.errors import Problem, Span
from hep_engine.model.nearest import printable

__all__ = ["LARGEST", "SourceFile", "read_folder", "shipped"]

LARGEST = 256 * 1024
"""The largest file that is read, in bytes."""

_FOLDERS = {
    "rules": {"": {"policy"}, "findings": None, "gates": None, "restrictions": None, "ranking": None},
    "catalog": {"": {"sources"}, "exercises": None, "vocabulary": None},
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
    if not root.is_dir():
        yield _problem(name, "HEP001", "there is no such folder", f"looked for it at {printable(root)}")
        return
    yield from _walk(name, root, root.resolve())


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
        if file.is_symlink() and (file.is_dir() or not file.resolve().is_relative_to(root)):
            yield _problem(path, "HEP008", "a link that leads out of its folder is not followed")
            return
        kind = file.stat()
    except (OSError, RuntimeError) as failure:
        yield _problem(path, "HEP001", f"cannot be read: {_reason(failure)}")
        return
    if stat.S_ISDIR(kind.st_mode):
        yield from _inside(path, file, root)
    elif not stat.S_ISREG(kind.st_mode):
        yield _problem(path, "HEP008", "this is not an ordinary file")
    elif kind.st_size > LARGEST:
        yield _problem(path, "HEP007", f"the file is larger than {LARGEST // 1024} KiB")
    else:
        yield _content(path, file)


def _inside(path: str, folder: Path, root: Path) -> Iterator[SourceFile | Problem]:
    top, _, inner = path.partition("/")
    if inner in _FOLDERS[top]:
        yield from _walk(path, folder, root)
    else:
        known = ", ".join(f"`{each}`" for each in _FOLDERS[top] if each)
        yield _problem(path, "HEP009", f"no folder of `{top}` is called `{inner}`", f"this version reads {known}")


def _content(path: str, file: Path) -> SourceFile | Problem:
    top, _, inner = path.partition("/")
    folder = inner.rpartition("/")[0]
    wanted = _FOLDERS[top][folder]
    if not path.endswith(".yaml") or (wanted is not None and SourceFile(path, b"").stem not in wanted):
        where = f"`{path.rpartition('/')[0]}`"
        return _problem(path, "HEP009", f"nothing reads this file in {where}", "knowledge files end in `.yaml`")
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        return _problem(path, "HEP001", f"cannot be read: {_reason(failure)}")
    if len(content) > LARGEST:
        return _problem(path, "HEP007", f"the file is larger than {LARGEST // 1024} KiB")
    return SourceFile(path, content)


def _problem(path: str, code: str, what: str, hint: str | None = None) -> Problem:
    return Problem(Span(path), code, what, hint)


def _reason(failure: BaseException) -> str:
    return (getattr(failure, "strerror", None) or "a loop of links").lower()
