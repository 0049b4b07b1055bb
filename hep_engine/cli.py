"""`hep …`: thin commands that print what the library returns.

Exit codes: 0 done, 1 the knowledge has problems, 2 the profile or the call is wrong, 3 the two readings disagree.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from hep_engine import page
from hep_engine.engine import Engine
from hep_engine.errors import DisagreementError, FieldMistake, KnowledgeError, Problem, ProfileError
from hep_engine.knowledge.profile_file import profile_from, read_profile
from hep_engine.model.profile import PatientProfile

__all__ = ["app"]

app = typer.Typer(
    help="Home exercises for low back pain, from rules that clinicians write. For clinicians; no outcome is promised.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Words = list[str]
ProfileFile = Annotated[
    Path | None, typer.Argument(metavar="PROFILE", help="A profile in YAML or JSON; `-` reads standard input.")
]
Pain = Annotated[float | None, typer.Option(metavar="0-10", help="Pain now, a whole number.")]
Phase = Annotated[str | None, typer.Option(metavar="WORD", help="acute, subacute, chronic or maintenance.")]
Deficit = Annotated[Words | None, typer.Option(metavar="ID", help="What examination found; give it again for another.")]
Finding = Annotated[Words | None, typer.Option(metavar="ID", help="Known present; give it again for another.")]
RuledOut = Annotated[Words | None, typer.Option(metavar="ID", help="Asked and absent; give it again for another.")]
Cleared = Annotated[Words | None, typer.Option(metavar="ID", help="A finding a clinician recorded clearance for.")]
Equipment = Annotated[Words | None, typer.Option(metavar="ID", help="What is at home; give it again for another.")]
Age = Annotated[float | None, typer.Option(metavar="YEARS", help="Age in whole years.")]
Sex = Annotated[str | None, typer.Option(metavar="WORD", help="female or male; used for risk thresholds alone.")]
Irritability = Annotated[str | None, typer.Option(metavar="WORD", help="low, moderate or high.")]
Direction = Annotated[
    str | None, typer.Option(metavar="WORD", help="extension, flexion, lateral, or none when tested without one.")
]
Measure = Annotated[
    Words | None, typer.Option(metavar="ID=SCORE", help="A score, as `odi=24`; give it again for another.")
]
Avoid = Annotated[Words | None, typer.Option(metavar="ID", help="An exercise that is not wanted.")]
Screened = Annotated[
    bool, typer.Option("--screened", help="All of today's questions were asked; only what is given is present.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Print without colour.")]
Rules = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A folder of rules; without it the one that came along.")
]
Catalog = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A catalogue folder; without it the one that came along.")
]

_STYLES = {"title": "bold", "good": "bold green", "warn": "yellow", "alert": "bold red", "quiet": "dim", "": ""}
_PATIENT = "hep {} --pain 3 --phase subacute --deficit hip_stabilization --age 45 --screened"


def _examples(*lines: str) -> str:
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


@app.command(epilog=_examples(_PATIENT.format("recommend"), "hep recommend examples/subacute_hip.yaml --json"))
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
    told = _told(locals())
    with _failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        result = engine.recommend(_profile(engine, profile, told, screened=screened))
        shown = result.top(top) if top else result
        hidden = len(result.recommendations) - len(shown.recommendations)
        _print(shown.model_dump(mode="json") if as_json else page.result_page(shown, hidden), no_color=no_color)


@app.command(epilog=_examples(_PATIENT.format("explain clamshell")))
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
    told = _told(locals())
    with _failures(as_json=as_json):
        engine = Engine.load(rules, catalog)
        found = engine.explain(_profile(engine, profile, told, screened=screened), exercise)
        _print(found.model_dump(mode="json") if as_json else page.explanation_page(found), no_color=no_color)


@app.command(epilog=_examples("hep questions", "hep questions --json"))
def questions(as_json: AsJson = False, no_color: NoColor = False, rules: Rules = None, catalog: Catalog = None) -> None:
    """List what to ask a patient today, most severe first."""
    with _failures(as_json=as_json):
        asked = Engine.load(rules, catalog, cross_check="off").questions()
        _print([each.model_dump(mode="json") for each in asked] if as_json else page.questions_page(asked), no_color)


@app.command(epilog=_examples("hep check", "hep check --rules my_rules --catalog my_catalog"))
def check(as_json: AsJson = False, no_color: NoColor = False, rules: Rules = None, catalog: Catalog = None) -> None:
    """Check catalogue and rules: every mistake, with its place, a hint and the code of its help page."""
    with _failures(as_json=False):
        try:
            knowledge = Engine.load(rules, catalog, cross_check="off").knowledge
        except KnowledgeError as wrong:
            if not as_json:
                raise
            _print_json([_problem(each) for each in wrong.problems])
            raise typer.Exit(1) from None
        _print([] if as_json else page.knowledge_page(knowledge), no_color)


def _told(given: dict[str, Any]) -> dict[str, Any]:
    """The profile fields among a command's options, those that were given."""
    names = {"pain": "pain_score", "deficit": "deficits", "finding": "findings", "direction": "directional_preference"}
    kept = (
        "pain", "phase", "deficit", "finding", "ruled_out", "cleared", "equipment", "age", "sex", "irritability",
        "direction", "avoid",
    )  # fmt: skip
    told = {names.get(name, name): _whole(given[name]) for name in kept if given[name] is not None}
    if given["measure"]:
        measures = [_measure(each) for each in given["measure"]]
        told["measures"] = dict(measures)
        if len(told["measures"]) < len(measures):
            raise typer.BadParameter("a measure is given twice", param_hint="--measure")
    return told


def _whole(value: Any) -> Any:
    """A whole number typed at a prompt as such; whatever else was typed is the profile's to refuse."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _measure(written: str) -> tuple[str, float | int | str]:
    name, _, value = written.partition("=")
    try:
        return name, int(value) if value.lstrip("-").isdigit() else float(value)
    except ValueError:
        return name, value


def _profile(engine: Engine, file: Path | None, told: dict[str, Any], *, screened: bool) -> PatientProfile:
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


@contextmanager
def _failures(*, as_json: bool) -> Iterator[None]:
    """What went wrong, on standard error (with `--json` on standard output), and the exit code that says so."""
    try:
        yield
    except KnowledgeError as wrong:
        _fail(1, str(wrong), [_problem(each) for each in wrong.problems] if as_json else None)
    except ProfileError as wrong:
        fields = [{"field": each.field, "what": each.what, "hint": each.hint} for each in wrong.mistakes]
        _fail(2, f"the profile is wrong\n{wrong}", fields if as_json else None)
    except DisagreementError as wrong:
        _fail(3, str(wrong), {"what": wrong.what, "differences": wrong.differences} if as_json else None)


def _problem(problem: Problem) -> dict[str, Any]:
    at = problem.at
    place = {"file": at.file, "line": at.line, "column": at.column}
    return {**place, "code": problem.code, "what": problem.what, "hint": problem.hint}


def _fail(code: int, text: str, data: Any) -> None:
    if data is None:
        typer.echo(text, err=True)
    else:
        _print_json({"error": data})
    raise typer.Exit(code)


def _print(content: Any, no_color: bool = False) -> None:
    """A page, styled, or data as JSON."""
    if isinstance(content, dict | list):
        _print_json(content)
    else:
        console = Console(color_system=None if no_color else "auto", highlight=False, soft_wrap=True)
        for line in content:
            console.print(
                Text(line.text.encode(console.encoding, "replace").decode(console.encoding), _STYLES[line.style])
            )


def _print_json(data: Any) -> None:
    """JSON, in plain letters where the terminal has no others."""
    typer.echo(json.dumps(data, ensure_ascii="utf" not in (sys.stdout.encoding or "").lower(), indent=2))
