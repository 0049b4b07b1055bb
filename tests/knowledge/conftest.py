"""The shipped knowledge in memory, and a way to break a copy of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hep_engine import Engine
from hep_engine.errors import KnowledgeError, Problem
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.rehearsal import rehearse

ROOT = Path(__file__).parent.parent.parent

Files = dict[str, bytes]
Told = Callable[[Mapping[str, bytes | str | None]], tuple[Problem, ...]]


def shipped_files() -> Files:
    """Every knowledge file of the repository, by path."""
    found = [path for top in ("rules", "catalog") for path in sorted((ROOT / top).rglob("*.yaml"))]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}


def told_of(files: Mapping[str, bytes], *, rehearsed: bool = False) -> tuple[Problem, ...]:
    """Every problem of these files; none if they load. Rehearsed: their rules are tried on their examples, too."""
    try:
        knowledge = assemble(SourceFile(path, content) for path, content in files.items())
    except KnowledgeError as failure:
        return failure.problems
    engine = Engine(knowledge, cross_check="off")
    return tuple(rehearse(knowledge, engine.book, engine.questions())) if rehearsed else ()


@pytest.fixture
def files() -> Files:
    """The shipped knowledge as `{path: bytes}`, to be changed at will."""
    return shipped_files()


@pytest.fixture
def told(files: Files) -> Told:
    """The problems of the shipped knowledge with some files put in its place; `None` takes a file away."""

    def problems(changes: Mapping[str, bytes | str | None]) -> tuple[Problem, ...]:
        for path, content in changes.items():
            if content is None:
                del files[path]
            else:
                files[path] = content.encode() if isinstance(content, str) else content
        return told_of(files)

    return problems
