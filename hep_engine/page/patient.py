"""A patient in words, and as a command that can be run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from hep_engine.model.profile import PatientProfile
from hep_engine.page.lines import WIDTH, Line

__all__ = ["command_of", "folded", "in_words"]


def in_words(profile: PatientProfile) -> str:
    """What is told of a patient and can decide, shortly; not what was ruled out, nor what is to be worked on."""
    told = [f"pain {profile.pain_score}", profile.phase]
    told += [f"age {profile.age}"] if profile.age is not None else []
    told += [profile.sex] if profile.sex else []
    told += sorted(profile.findings - profile.cleared) + [f"{each} cleared" for each in sorted(profile.cleared)]
    told += [f"irritability {profile.irritability}"] if profile.irritability else []
    told += [f"preference {profile.directional_preference}"] if profile.directional_preference else []
    told += [f"{name} {value}" for name, value in profile.measures.items()]
    return f"someone with {', '.join(told)}"


def command_of(profile: PatientProfile, *, screened: bool, command: str = "recommend") -> str:
    """The command line that shows what this patient gets; *screened* stands for all that was ruled out."""
    return shlex.join(["hep", command, *_options(profile, screened)])


def folded(command: str, indent: int) -> Iterator[Line]:
    """A command over as many lines as it needs, each but the last continued, and no option torn."""
    first, *options = command.split(" --")
    rows = [first]
    for option in options:
        if len(f"{rows[-1]} --{option}") > WIDTH - indent - 2:
            rows.append(f"  --{option}")
        else:
            rows[-1] += f" --{option}"
    for row in rows[:-1]:
        yield Line(f"{' ' * indent}{row} \\")
    yield Line(f"{' ' * indent}{rows[-1]}")


def _options(profile: PatientProfile, screened: bool) -> Iterator[str]:
    yield from ("--pain", str(profile.pain_score), "--phase", profile.phase)
    for option, value in (
        ("--age", profile.age),
        ("--sex", profile.sex),
        ("--irritability", profile.irritability),
        ("--direction", profile.directional_preference),
    ):
        if value is not None:
            yield from (option, str(value))
    for name, score in profile.measures.items():
        yield from ("--measure", f"{name}={score}")
    lists = (
        ("--deficit", profile.deficits),
        ("--finding", profile.findings),
        ("--cleared", profile.cleared),
        ("--equipment", () if profile.equipment is None else profile.equipment or ("none",)),
        ("--avoid", profile.avoid),
        ("--ruled-out", () if screened else profile.ruled_out),
    )
    for option, words in lists:
        for word in sorted(words):
            yield from (option, word)
    if screened:
        yield "--screened"
