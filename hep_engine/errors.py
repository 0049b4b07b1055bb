"""The errors this library raises, and nothing else.

    HepError
    ├── KnowledgeError       catalogue or rules are wrong; carries every problem found
    ├── ProfileError         the profile handed in is wrong; carries every mistake, field by field
    ├── DisagreementError    two readings of the rules differ, or an engine failed; nothing was recommended
    └── ReleaseError         something is still open, or not allowed, before a patient may see a program

A mistake is a value with a place and a way out (`Problem`, `FieldMistake`); an error is raised once, at the end,
and carries all of them. No message holds patient data beyond the field that is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "DisagreementError", "FieldMistake", "HepError", "KnowledgeError", "Problem", "ProfileError", "ReleaseError",
    "Span",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line in a file: where an author wrote something. Lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        """`file:line`, as places are given in results."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the knowledge: its place, what is wrong, how to mend it, and the code of its help page."""

    at: Span
    code: str
    what: str
    hint: str | None = None
    line_text: str | None = None

    def __str__(self) -> str:
        """Place, what, code; then the author's line with the mistake underlined, and the hint."""
        head = f"{self.at.file}:{self.at.line}:{self.at.column}: {self.what} [{self.code}]"
        rows = [head]
        if self.line_text is not None:
            number = str(self.at.line)
            gutter = " " * (len(number) + 3)
            shown, start, width = _window(self.line_text, self.at.column - 1, self.at.end_column - 1)
            rows += [f"{gutter}|", f"  {number} | {shown}", f"{gutter}| {' ' * start}{'^' * width}"]
        if self.hint:
            rows.append(f"  hint: {self.hint}")
        return "\n".join(rows)


def _window(text: str, start: int, end: int, room: int = 100) -> tuple[str, int, int]:
    """The part of a long line around a mistake, with the mistake's start and width inside it."""
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    first = 0 if start < room - 20 else start - 20
    shown = printable[first : first + room]
    start = min(start - first, len(shown))
    return shown, start, max(1, min(end - first, len(shown)) - start)


@dataclass(frozen=True, slots=True)
class FieldMistake:
    """One mistake in a profile: the field, what is wrong with it, and how to mend it."""

    field: str
    what: str
    hint: str | None = None

    def __str__(self) -> str:
        return f"{self.field}: {self.what}" + (f"\n  hint: {self.hint}" if self.hint else "")


class HepError(Exception):
    """The family: catch this to catch everything the library raises on purpose."""


class KnowledgeError(HepError):
    """The catalogue or the rules are wrong. `problems` holds every mistake, ordered by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        return "\n\n".join([*map(str, self.problems), f"{count} problem{'s' if count != 1 else ''}"])


class ProfileError(HepError):
    """The profile is wrong. `mistakes` holds every one, ordered by field."""

    def __init__(self, mistakes: Sequence[FieldMistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.mistakes))


class DisagreementError(HepError):
    """Two readings of the rules differ, or the second engine failed. Nothing was recommended.

    `differences` names each finding, rule or exercise on which they differ, with both verdicts;
    it is empty when an engine failed, and the message then says how. The text of the error names what differs and not
    the verdicts, which are the patient's.
    """

    def __init__(self, what: str, differences: Sequence[str] = ()) -> None:
        self.what = what
        self.differences = tuple(differences)
        super().__init__(what, self.differences)

    def __str__(self) -> str:
        return "\n  ".join([self.what, *(each.partition(":")[0] for each in self.differences)])


class ReleaseError(HepError):
    """Nothing was released. `reasons` holds everything that stands in the way, most serious first."""

    def __init__(self, reasons: Sequence[FieldMistake]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(self.reasons)

    def __str__(self) -> str:
        return "\n".join(["the program is not released", *map(str, self.reasons)])
