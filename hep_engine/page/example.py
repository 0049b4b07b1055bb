"""Example patients on a page: each once, as a command to run or as a file to keep, and after that by its number."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.comparison import Witness
from hep_engine.model.profile import PatientProfile
from hep_engine.page.lines import Line, said
from hep_engine.page.patient import command_of, folded

__all__ = ["Examples"]

_MOST_RULED_OUT = 8
"""So many findings that were ruled out still stand in a command; with more it is a file."""


class Examples:
    """The examples of one page."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __bool__(self) -> bool:
        """Whether any was shown."""
        return bool(self._numbers)

    def shown(self, witness: Witness | None) -> Iterator[Line]:
        """The lines of an example."""
        if witness is None:
            return
        key = witness.model_dump_json()
        if key in self._numbers:
            yield Line(f"    Example {self._numbers[key]} shows this, too.", "quiet")
            return
        self._numbers[key] = len(self._numbers) + 1
        number = self._numbers[key]
        if witness.profile is None:
            week = ", ".join(f"{name} {value}" for name, value in (witness.week or {}).items())
            yield from said(f"Example {number}: a week with {week or 'nothing noted'}.", 4, hang=2)
        elif witness.screened:
            beside = witness.profile.model_copy(update={"ruled_out": frozenset(witness.beside)})
            yield Line(f"    Example {number}, asked about everything:")
            yield from folded(f"{command_of(beside, screened=False)} --screened", 6)
        elif len(witness.profile.ruled_out) <= _MOST_RULED_OUT:
            yield Line(f"    Example {number}, not asked about everything:")
            yield from folded(command_of(witness.profile, screened=False), 6)
        else:
            yield Line(f"    Example {number}, not asked about everything; as a file:")
            yield from _file(witness.profile)


def _file(profile: PatientProfile) -> Iterator[Line]:
    """A profile in YAML."""
    for name, value in profile.model_dump(mode="json", exclude_defaults=True).items():
        if isinstance(value, list):
            written = f"{name}: [{', '.join(value)}]"
        elif isinstance(value, dict):
            written = f"{name}: {{{', '.join(f'{key}: {each}' for key, each in value.items())}}}"
        else:
            written = f"{name}: {value}"
        yield from said(written, 6, hang=2)
