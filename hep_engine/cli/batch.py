"""The command that answers a whole file of profiles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from hep_engine.cli.options import AsJson, Catalog, NoColor, Rules
from hep_engine.cli.output import failures, show, write
from hep_engine.engine import Engine
from hep_engine.page.registry import registry_page
from hep_engine.page.registry_picture import registry_picture

__all__ = ["THRIFT", "batch"]

THRIFT = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Says to Arrow, before it is first used, to give back memory: its own pool keeps some eighty megabytes of each run."""
_EXTRA = ("numpy", "numba", "llvmlite", "pyarrow")


def batch(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Profiles: a .parquet, .csv or .jsonl file.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where the answers go: .parquet, .csv or .jsonl.")],
    top: Annotated[int, typer.Option(min=1, metavar="N", help="The most exercises for one patient.")] = 10,
    codes: Annotated[
        bool, typer.Option("--codes", help="Add every exercise left out, with the codes it is left out for.")
    ] = False,
    provisional: Annotated[
        bool, typer.Option("--provisional", help="Show exercises while questions are open, for a clinician's eyes.")
    ] = False,
    sample: Annotated[int, typer.Option(min=0, metavar="N", help="Read one row in N a second time; 0: none.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Another number, another sample.")] = 1,
    chunk: Annotated[int, typer.Option(min=64, metavar="N", help="So many rows go through together.")] = 2048,
    threads: Annotated[int | None, typer.Option(min=1, metavar="N", help="Without it as many as cores.")] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the summary, an SVG, into this file.")
    ] = None,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Recommend for every patient of a file, and sum up. A run that was broken off is taken up again."""
    os.environ.setdefault(*THRIFT)
    try:
        from hep_engine.batch.files import ENDINGS, Unreadable
        from hep_engine.batch.run import run
        from hep_engine.batch.table import Wanted
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRA:
            raise
        typer.echo("a table needs more packages: pip install 'hep_engine[batch]'", err=True)
        raise typer.Exit(2) from None
    for name, file in (("IN", source), ("OUT", out)):
        if file.suffix not in ENDINGS:
            raise typer.BadParameter(f"ends in {', '.join(ENDINGS)}", param_hint=name)
    if source.exists() and out.exists() and source.samefile(out):
        raise typer.BadParameter("is the file that is read", param_hint="OUT")
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        wanted = Wanted(top, codes, provisional, sample, seed)
        try:
            with _watched() as watch:
                tally = run(engine, source, out, wanted, chunk=chunk, threads=threads, watch=watch)
        except Unreadable as wrong:
            typer.echo(str(wrong), err=True)
            raise typer.Exit(2) from None
        except OSError as failure:
            reason = (failure.strerror or "it cannot be opened").lower()
            typer.echo(f"cannot use `{failure.filename}`: {reason}", err=True)
            raise typer.Exit(2) from None
        if picture:
            write(picture, registry_picture(tally, engine.knowledge))
        show(
            {**tally.model_dump(mode="json"), "written": str(out)}
            if as_json
            else registry_page(tally, engine.knowledge, str(out)),
            no_color,
        )


class _Rate(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """How fast it goes now."""
        return Text(f"{task.speed:,.0f} a second" if task.speed else "", "dim")


@contextmanager
def _watched() -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left on standard error, where somebody is watching."""
    console = Console(stderr=True)
    columns = (TextColumn("patients"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("patients", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=max(done, total))
