"""What needs the solver is imported when it is asked for; without it, what to install is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

__all__ = ["solver_needed"]


@contextmanager
def solver_needed(what: str) -> Iterator[None]:
    """Import inside what needs the solver; exit 2 with what to install for *what*, where it is not there."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name != "z3":
            raise
        typer.echo(f"{what} needs one more package: pip install 'hep_engine[verify]'", err=True)
        raise typer.Exit(2) from None
