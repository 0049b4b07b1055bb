"""The command that releases a program and prints its handout: what is open is confirmed id by id, never all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hep_engine.adapters.handout import Paper, html, pdf
from hep_engine.cli.options import (
    Age,
    AsJson,
    Avoid,
    Catalog,
    Cleared,
    Deficit,
    Direction,
    Equipment,
    Finding,
    Irritability,
    Measure,
    Pain,
    Phase,
    ProfileFile,
    RuledOut,
    Rules,
    Screened,
    Sex,
    told_by,
)
from hep_engine.cli.output import failures, show_json, write
from hep_engine.cli.patient import profile_of
from hep_engine.engine import Engine
from hep_engine.model.release import Override, Released

__all__ = ["handout"]

Confirm = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID", help="What you made sure of; without it you are told what to confirm. Again for another."
    ),
]
By = Annotated[str, typer.Option(metavar="ROLE", help="Who releases, by role: physiotherapist.")]
Drop = Annotated[list[str] | None, typer.Option(metavar="EXERCISE=REASON", help="Take an exercise out, for a reason.")]
Add = Annotated[list[str] | None, typer.Option(metavar="EXERCISE=REASON", help="Add one that is recommended.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Where the handout goes; it is made if it is not there.")]


def handout(
    by: By,
    out: Out,
    profile: ProfileFile = None,
    confirm: Confirm = None,
    drop: Drop = None,
    add: Add = None,
    pain: Pain = None,
    phase: Phase = None,
    deficit: Deficit = None,
    finding: Finding = None,
    ruled_out: RuledOut = None,
    cleared: Cleared = None,
    equipment: Equipment = None,
    age: Age = None,
    sex: Sex = None,
    irritability: Irritability = None,
    direction: Direction = None,
    measure: Measure = None,
    avoid: Avoid = None,
    screened: Screened = False,
    paper: Annotated[str, typer.Option(metavar="SIZE", help="a4 or letter.")] = "a4",
    large: Annotated[bool, typer.Option("--large", help="Large print: 20 points rather than 14.")] = False,
    html_only: Annotated[bool, typer.Option("--html-only", help="Write the web page alone.")] = False,
    as_json: AsJson = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Release the program for one patient, and write the handout: a web page and a PDF."""
    told = told_by(locals())
    overrides = [*_changes("drop", drop), *_changes("add", add)]
    size = _paper(paper)
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        result = engine.recommend(profile_of(engine, profile, told, screened=screened))
        released = engine.release(result, confirmed=confirm or (), by=by, overrides=overrides)
        try:
            made: dict[str, str | bytes] = {"handout.html": html(released, engine.knowledge, paper=size, large=large)}
            if not html_only:
                made["handout.pdf"] = pdf(released, engine.knowledge, paper=size, large=large)
        except ImportError as missing:
            typer.echo(str(missing), err=True)
            raise typer.Exit(2) from None
        for name, content in made.items():
            write(out / name, content)
        _say(released, [str(out / name) for name in made], as_json=as_json)


def _changes(change: str, written: list[str] | None) -> list[Override]:
    """`EXERCISE=REASON`, as often as it was given."""
    made = []
    for each in written or ():
        exercise, _, reason = each.partition("=")
        if not exercise or not reason or max(len(exercise), len(reason)) > 64:
            raise typer.BadParameter("write EXERCISE=REASON, as `clamshell=too_hard`", param_hint=f"--{change}")
        made.append(Override.model_validate({"change": change, "exercise": exercise, "reason": reason}))
    return made


def _paper(written: str) -> Paper:
    if written == "a4":
        return "a4"
    if written == "letter":
        return "letter"
    raise typer.BadParameter("a4 or letter", param_hint="--paper")


def _say(released: Released, files: list[str], *, as_json: bool) -> None:
    names = [each.planned.exercise for each in released.exercises]
    if as_json:
        changes = [each.text for each in released.overrides]
        told = {"written": files, "exercises": names, "confirmed": list(released.confirmed), "by": released.by}
        show_json({**told, "changes": changes, "beyond": list(released.beyond)})
        return
    for file in files:
        typer.echo(f"written: {file}")
    typer.echo(f"exercises: {', '.join(names)}")
    typer.echo(f"released by: {released.by}")
    typer.echo(f"confirmed: {', '.join(released.confirmed) or 'nothing was open'}")
    for over in released.overrides:
        typer.echo(f"changed: {over.text}")
    for each in released.beyond:
        typer.echo(f"beyond a limit: {each}")
