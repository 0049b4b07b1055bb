"""The command about whom the knowledge leaves without an exercise, and what in it makes no difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from hep_engine.cli.options import AsJson, Catalog, NoColor, Rules
from hep_engine.cli.output import failures, show
from hep_engine.engine import Engine
from hep_engine.model.gaps import Gaps
from hep_engine.page.gaps import gaps_page

__all__ = ["gaps"]


def gaps(
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Look for at most so many regions.")] = 40,
    seconds: Annotated[float, typer.Option(min=1, metavar="S", help="Look for regions for about so long.")] = 60,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Find the patients nobody serves, exercises no patient can tell apart, and rules that change nothing."""
    find = _solver_needed()
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        found = find(engine, limit=limit, seconds=seconds, note=lambda said: typer.echo(f"{said} …", err=True))
        show(found.model_dump(mode="json") if as_json else gaps_page(found, engine.knowledge), no_color)


def _solver_needed() -> Callable[..., Gaps]:
    """The search, which needs the solver; exit 2 and how to get it, where it is not installed."""
    try:
        from hep_engine.verify.gaps import find_gaps
    except ModuleNotFoundError as missing:
        if missing.name != "z3":
            raise
        typer.echo("this command needs one more package: pip install 'hep_engine[verify]'", err=True)
        raise typer.Exit(2) from None
    return find_gaps
