"""The commands about the knowledge: its mistakes, its trials, what it covers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hep_engine.audit.coverage import Coverage, cover
from hep_engine.audit.trial import Tried, try_all
from hep_engine.cli.options import AsJson, Catalog, NoColor, Rules
from hep_engine.cli.output import as_data, failures, show, show_json, write
from hep_engine.cli.proving import broken
from hep_engine.engine import Engine
from hep_engine.errors import KnowledgeError
from hep_engine.knowledge.vignettes import read_vignettes
from hep_engine.page.catalogue import catalogue_drawings, catalogue_pages
from hep_engine.page.coverage import coverage_page
from hep_engine.page.knowledge import knowledge_page
from hep_engine.page.picture import coverage_picture
from hep_engine.page.trial import trial_page

__all__ = ["catalogue", "check", "coverage", "trial"]

Patients = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A folder of patients; without it the one that came along.")
]


def check(as_json: AsJson = False, no_color: NoColor = False, rules: Rules = None, catalog: Catalog = None) -> None:
    """Check catalogue and rules: every mistake, with its place, a hint and the code of its help page."""
    with failures(as_json=False):
        try:
            engine = Engine.load(rules, catalog, cross_check="off")
            if problems := tuple(broken(engine)):
                raise KnowledgeError(problems)
        except KnowledgeError as wrong:
            if not as_json:
                raise
            show_json([as_data(each) for each in wrong.problems])
            raise typer.Exit(1) from None
        show([] if as_json else knowledge_page(engine.knowledge), no_color)


def trial(
    patients: Patients = None,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Try rules on their examples and on patients, every clause both ways, and statements about all patients."""
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        tried = try_all(engine, read_vignettes(engine.knowledge, patients))
        show(_trial(tried) if as_json else trial_page(tried), no_color)
        if not tried.passed:
            raise typer.Exit(1)


def coverage(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the picture, an SVG, into this file.")] = None,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Count the exercises for each deficit, phase and pain, and name the gaps."""
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog, cross_check="off")
        found = cover(engine)
        if out:
            write(out, coverage_picture(found, engine.knowledge))
        show(_counts(found) if as_json else coverage_page(found, engine.knowledge), no_color)


def catalogue(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the pages go; it is made if it is not there.")],
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Write the catalogue as Markdown: an index, a page and a drawing an exercise, the picture of coverage."""
    with failures(as_json=False):
        engine = Engine.load(rules, catalog, cross_check="off")
        pages = dict(catalogue_pages(engine.knowledge))
        for name, text in pages.items():
            write(folder / name, text)
        drawings = dict(catalogue_drawings(engine.knowledge))
        for name, drawing in drawings.items():
            write(folder / "drawings" / name, drawing)
        write(folder / "coverage.svg", coverage_picture(cover(engine), engine.knowledge))
        typer.echo(f"{len(pages)} pages, {len(drawings)} drawings and a picture in {folder}")


def _trial(tried: Tried) -> dict[str, Any]:
    return {
        "passed": tried.passed,
        "rules": tried.rules,
        "examples": tried.examples,
        "patients": [
            {
                "patient": each.vignette.id,
                "misses": [{"at": str(miss.at), "what": miss.what, "why": list(miss.why)} for miss in each.misses],
            }
            for each in tried.vignettes
        ],
        "invariants": tried.invariants,
        "broken": [
            {
                "rule": each.rule,
                "exercise": each.exercise,
                "patient": each.profile.model_dump(mode="json", exclude_defaults=True),
                "at": str(each.at),
            }
            for each in tried.broken
        ],
        "clauses": [
            {
                "rule": each.rule,
                "clause": str(each.clause),
                "at": str(each.clause.at),
                "held": each.held,
                "did_not_hold": each.did_not_hold,
            }
            for each in tried.clauses
        ],
    }


def _counts(found: Coverage) -> dict[str, Any]:
    cells = [
        {"deficit": deficit, "phase": phase, "pain": pain, "exercises": count}
        for (deficit, phase, pain), count in found.counts.items()
    ]
    return {"cells": cells, "gaps": [{"deficit": deficit, "phase": phase} for deficit, phase in found.gaps()]}
