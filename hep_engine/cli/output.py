"""What the commands print, and the exit codes that say what went wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from hep_engine.errors import DisagreementError, KnowledgeError, Problem, ProfileError, ReleaseError

__all__ = ["as_data", "failures", "show", "show_json", "write"]

_STYLES = {"title": "bold", "good": "bold green", "warn": "yellow", "alert": "bold red", "quiet": "dim", "": ""}


@contextmanager
def failures(*, as_json: bool) -> Iterator[None]:
    """What went wrong, on standard error (with `--json` on standard output), and the exit code that says so."""
    try:
        yield
    except KnowledgeError as wrong:
        _fail(1, str(wrong), [as_data(each) for each in wrong.problems] if as_json else None)
    except ProfileError as wrong:
        fields = [{"field": each.field, "what": each.what, "hint": each.hint} for each in wrong.mistakes]
        _fail(2, f"the profile is wrong\n{wrong}", fields if as_json else None)
    except ReleaseError as wrong:
        reasons = [{"field": each.field, "what": each.what, "hint": each.hint} for each in wrong.reasons]
        _fail(4, str(wrong), reasons if as_json else None)
    except DisagreementError as wrong:
        _fail(3, str(wrong), {"what": wrong.what, "differences": wrong.differences} if as_json else None)


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON can hold it."""
    at = problem.at
    place = {"file": at.file, "line": at.line, "column": at.column}
    return {**place, "code": problem.code, "what": problem.what, "hint": problem.hint}


def _fail(code: int, text: str, data: Any) -> None:
    if data is None:
        typer.echo(text, err=True)
    else:
        show_json({"error": data})
    raise typer.Exit(code)


def show(content: Any, no_color: bool = False) -> None:
    """A page, styled, or data as JSON."""
    if isinstance(content, dict | list):
        show_json(content)
    else:
        console = Console(color_system=None if no_color else "auto", highlight=False, soft_wrap=True)
        for line in content:
            console.print(
                Text(line.text.encode(console.encoding, "replace").decode(console.encoding), _STYLES[line.style])
            )


def show_json(data: Any) -> None:
    """JSON, in plain letters where the terminal has no others."""
    typer.echo(json.dumps(data, ensure_ascii="utf" not in (sys.stdout.encoding or "").lower(), indent=2))


def write(file: Path, content: str | bytes) -> None:
    """Write a file, its folder made where there is none; exit 2 where that cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as failure:
        reason = (failure.strerror or "it cannot be opened").lower()
        typer.echo(f"cannot write `{file}`: {reason}", err=True)
        raise typer.Exit(2) from None
