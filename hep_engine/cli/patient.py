"""The commands about one patient: what is offered, why one exercise is or is not, and what to ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

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
from hep_engine.cli.output import failures, show
from hep_engine.engine import Engine
from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.knowledge.profile_file import profile_from, read_profile
from hep_engine.model.profile import PatientProfile
from hep_engine.page.explanation import explanation_page
from hep_engine.page.questions import questions_page
from hep_engine.page.result import result_page

__all__ = ["explain", "profile_of", "questions", "recommend"]


def recommend(
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
    top: Annotated[int | None, typer.Option(min=1, metavar="N", help="Show only the best so many.")] = None,
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Recommend home exercises for one patient, or a referral, with every reason."""
    told = told_by(locals())
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        result = engine.recommend(profile_of(engine, profile, told, screened=screened))
        shown = result.top(top) if top else result
        hidden = len(result.recommendations) - len(shown.recommendations)
        show(shown.model_dump(mode="json") if as_json else result_page(shown, hidden), no_color=no_color)


def explain(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The id of an exercise.")],
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
    as_json: AsJson = False,
    no_color: NoColor = False,
    rules: Rules = None,
    catalog: Catalog = None,
) -> None:
    """Explain one exercise for one patient: why, why not, and what would change it."""
    told = told_by(locals())
    with failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        found = engine.explain(profile_of(engine, profile, told, screened=screened), exercise)
        show(found.model_dump(mode="json") if as_json else explanation_page(found), no_color=no_color)


def questions(as_json: AsJson = False, no_color: NoColor = False, rules: Rules = None, catalog: Catalog = None) -> None:
    """List what to ask a patient today, most severe first."""
    with failures(as_json=as_json):
        asked = Engine.load(rules, catalog, cross_check="off").questions()
        show([each.model_dump(mode="json") for each in asked] if as_json else questions_page(asked), no_color)


def profile_of(engine: Engine, file: Path | None, told: dict[str, Any], *, screened: bool) -> PatientProfile:
    """The profile from a file, or from the options; both together are a mistake."""
    if file is not None and told:
        raise ProfileError([FieldMistake("profile", "give a file or options, not both")])
    if file is None and not told:
        raise ProfileError([FieldMistake("profile", "give a file, or at least `--pain` and `--phase`")])
    profile = profile_from(told) if file is None else _from_file(file)
    return profile.screened(engine.questions()) if screened else profile


def _from_file(file: Path) -> PatientProfile:
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as failure:
        reason = (failure.strerror or "it cannot be opened").lower()
        raise ProfileError([FieldMistake("profile", f"cannot read `{file}`: {reason}")]) from None
    return read_profile(content, "standard input" if str(file) == "-" else str(file))
