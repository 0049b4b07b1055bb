"""The options of the commands: what can be told of a patient, and what every command takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "Age", "AsJson", "Avoid", "Catalog", "Cleared", "Deficit", "Direction", "Equipment", "Finding", "Irritability",
    "Measure", "NoColor", "Pain", "Phase", "ProfileFile", "RuledOut", "Rules", "Screened", "Sex", "examples", "told_by",
]  # fmt: skip

_NOTHING = "none"
"""Said of equipment: asked, and there is none."""

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
Equipment = Annotated[
    Words | None, typer.Option(metavar="ID", help="What is at home, `none` for nothing; give it again for another.")
]
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


def examples(*lines: str) -> str:
    """The foot of a help page: how the command is called."""
    return "Examples:\n\n" + "\n\n".join(f"  {line}" for line in lines)


def told_by(given: dict[str, Any]) -> dict[str, Any]:
    """The profile fields among a command's options, those that were given."""
    names = {"pain": "pain_score", "deficit": "deficits", "finding": "findings", "direction": "directional_preference"}
    kept = (
        "pain", "phase", "deficit", "finding", "ruled_out", "cleared", "equipment", "age", "sex", "irritability",
        "direction", "avoid",
    )  # fmt: skip
    told = {names.get(name, name): _whole(given[name]) for name in kept if given[name] is not None}
    if given["equipment"] == [_NOTHING]:
        told["equipment"] = []
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
