"""The command that says what an edit changes, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from hep_engine.audit.edit import changes_for, words_of_both
from hep_engine.cli.knowledge import Patients
from hep_engine.cli.options import AsJson, NoColor
from hep_engine.cli.output import failures, show
from hep_engine.cli.solver import solver_needed
from hep_engine.engine import Engine
from hep_engine.errors import DisagreementError, KnowledgeError
from hep_engine.knowledge.difference import written_differently
from hep_engine.knowledge.vignettes import read_vignettes
from hep_engine.model.comparison import Comparison
from hep_engine.page.comparison import comparison_page

__all__ = ["diff"]


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A folder that holds `rules` and `catalog`, as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, edited.")],
    all_patients: Annotated[
        bool, typer.Option("--all-patients", help="Compare every patient there could be, and prove what is the same.")
    ] = False,
    patients: Patients = None,
    seconds: Annotated[float, typer.Option(min=0.1, metavar="S", help="The most time for one question.")] = 10,
    as_json: AsJson = False,
    no_color: NoColor = False,
) -> None:
    """Show what an edit changes: in the records, for the patients of files, and for all patients."""
    compare = _with_solver() if all_patients else None
    with failures(as_json=as_json):
        before, after = _engine(old, as_json=as_json), _engine(new, as_json=as_json)
        if compare:
            found = compare(before, after, seconds=seconds)
        else:
            found = written_differently(before.knowledge, after.knowledge)
        vignettes = read_vignettes(words_of_both(before.knowledge, after.knowledge), patients)
        found = replace(found, patients=changes_for(vignettes, before, after), tried=len(vignettes))
        if found.for_all and found.for_all.verdict == "nothing" and found.patients:
            what = "it was proved that nothing changes, and yet the engines show a change"
            raise DisagreementError(what, [each.patient for each in found.patients])
        data = {"changes": found.changes, **found.model_dump(mode="json")} if as_json else None
        show(data or comparison_page(found, str(old), str(new)), no_color)
        if found.for_all and any(each.relation == "differs" for each in found.for_all.changes):
            raise typer.Exit(3)
        if found.changes != "nothing":
            raise typer.Exit(1)


def _engine(folder: Path, *, as_json: bool) -> Engine:
    missing = [name for name in ("rules", "catalog") if not (folder / name).is_dir()]
    if missing:
        what = f"`{folder}` holds no `{'` and no `'.join(missing)}`; give a folder that holds both"
        typer.echo(what, err=True)
        raise typer.Exit(2)
    with _named(folder, as_json=as_json):
        return Engine.load(folder / "rules", folder / "catalog")


@contextmanager
def _named(folder: Path, *, as_json: bool) -> Iterator[None]:
    """Problems are told by their path below the folder, so the folder is said first."""
    try:
        yield
    except KnowledgeError:
        if not as_json:
            typer.echo(f"the knowledge in `{folder}` has problems:", err=True)
        raise


def _with_solver() -> Callable[..., Comparison]:
    """The comparison for all patients."""
    with solver_needed("`--all-patients`"):
        from hep_engine.verify.compare import compare
    return compare
