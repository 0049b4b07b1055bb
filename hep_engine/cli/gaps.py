"""The command about whom the knowledge leaves without an exercise, and what in it makes no difference."""

from __future__ import annotations

from typing import Annotated

import typer

from hep_engine.cli.options import AsJson, Catalog, NoColor, Rules
from hep_engine.cli.output import failures, show
from hep_engine.cli.solver import solver_needed
from hep_engine.engine import Engine
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
    with solver_needed("a search for gaps"):
        from hep_engine.verify.gaps import find_gaps
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        found = find_gaps(engine, limit=limit, seconds=seconds, note=lambda said: typer.echo(f"{said} …", err=True))
        show(found.model_dump(mode="json") if as_json else gaps_page(found, engine.knowledge), no_color)
