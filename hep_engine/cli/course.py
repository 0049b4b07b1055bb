"""The command that simulates a course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hep_engine.audit.simulation import simulate as simulated
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
    NoColor,
    Pain,
    Phase,
    ProfileFile,
    RuledOut,
    Rules,
    Screened,
    Sex,
    told_by,
)
from hep_engine.cli.output import failures, show, write
from hep_engine.cli.patient import profile_of
from hep_engine.engine import Engine
from hep_engine.page.course import course_page
from hep_engine.page.course_picture import course_picture

__all__ = ["simulate"]


def simulate(
    profile: ProfileFile = None,
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
    weeks: Annotated[int, typer.Option(min=1, max=52, metavar="N", help="How many weekly visits.")] = 8,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, another course.")] = 1,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the course, an SVG, into this file.")] = None,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Simulate a course of weekly visits with an invented patient, to see what the follow-up rules do."""
    told = told_by(locals())
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        course = simulated(engine, profile_of(engine, profile, told, screened=screened), weeks=weeks, seed=seed)
        if out:
            write(out, course_picture(course))
        show(course.model_dump(mode="json") if as_json else course_page(course), no_color)
