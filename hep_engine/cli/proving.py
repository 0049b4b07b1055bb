"""The commands that ask a solver: what is proved for every patient, and which statements an edit broke."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from hep_engine.audit.invariants import try_invariants
from hep_engine.cli.options import AsJson, Catalog, NoColor, Rules
from hep_engine.cli.output import failures, show, write
from hep_engine.cli.solver import solver_needed
from hep_engine.engine import Engine
from hep_engine.errors import Problem
from hep_engine.model.proof import Decided
from hep_engine.page.proof import broken_problem, proof_page, tried_problem

__all__ = ["broken", "verify"]


def verify(
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proof record that an engine can demand to this file.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, metavar="S", help="The most time for one statement.")] = 60,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Prove for every patient that no rule can be got round, or show the smallest patient for whom one is."""
    with solver_needed("a proof"):
        from hep_engine.verify import Prover, record_of
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        prover = Prover(engine, seconds=seconds)
        decided = list(_watched(prover.prove(), prover.count))
        written = record_of(engine, decided)
        if record:
            write(record, written.model_dump_json(indent=2) + "\n")
        show(
            _as_data(decided, written.solver) if as_json else proof_page(decided, written.decision, written.solver),
            no_color,
        )
        outcomes = {each.outcome for each in decided}
        if outcomes != {"proved"}:
            raise typer.Exit(3 if "differs" in outcomes else 1)


def broken(engine: Engine) -> Iterator[Problem]:
    """Every statement of the knowledge that does not hold: for all patients with the solver, else on those tried."""
    try:
        from hep_engine.verify import broken_statements
    except ModuleNotFoundError as missing:
        if missing.name != "z3":
            raise
        yield from map(tried_problem, try_invariants(engine))
    else:
        yield from (broken_problem(each, engine.knowledge) for each in broken_statements(engine))


def _watched(decided: Iterable[Decided], count: int) -> Iterable[Decided]:
    """The same, with a bar on standard error where somebody is watching."""
    console = Console(stderr=True)
    watched: Iterable[Decided] = track(
        decided, "proving", total=count, console=console, transient=True, disable=not console.is_terminal
    )
    return watched


def _as_data(decided: list[Decided], solver: str) -> dict[str, Any]:
    proved = all(each.outcome == "proved" for each in decided)
    return {"proved": proved, "solver": solver, "statements": [each.model_dump(mode="json") for each in decided]}
