"""A shard: one ruleset of a round, shown only the part of a patient's flat fact that it asks about.

What is shown is written in short codes of the shard's own, so that the engine parses little and compares little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hep_engine.errors import DisagreementError
from hep_engine.model.truth import Truth
from hep_engine.reasoning.rails import FAR, UNTOLD, Literal
from hep_engine.reasoning.ruleset import Ruleset, field_hash

__all__ = ["FlatFact", "Shard"]

_LISTS = ("p", "r", "s")  # present, ruled out, symbols that hold
_NOTHING = '"zz_none":0'


@dataclass(slots=True)
class FlatFact:
    """One patient as durable-rules sees them; it grows from round to round."""

    present: set[str]
    ruled_out: set[str]
    words: dict[str, str]
    numbers: Mapping[str, int]
    held: set[str] = field(default_factory=set)

    def verdict(self, name: str) -> Truth:
        """Yes on the sure rail, no off the loose one; a yes that is not even possible is an engine fault."""
        sure, possible = f"+{name}" in self.held, f"?{name}" in self.held
        if sure and not possible:
            raise DisagreementError(f"the second reading failed: {name} came out both yes and no")
        return Truth.YES if sure else Truth.UNKNOWN if possible else Truth.NO

    def enter(self, name: str, truth: Truth) -> None:
        """Make a settled finding or rule part of the fact."""
        if truth is Truth.YES:
            self.present.add(name)
        elif truth is Truth.NO:
            self.ruled_out.add(name)


class Shard:
    """Up to 47 conjunctions, each counting for a symbol, compiled as one ruleset on *engine*."""

    def __init__(self, engine: Any, items: Sequence[tuple[str, tuple[Literal, ...]]]) -> None:
        self._symbols = [name for name, _ in items]
        tests = [literal for _, literals in items for literal in literals]
        self._codes = {
            each: {
                word: str(code) for code, word in enumerate(sorted({str(t.value) for t in tests if t.field == each}))
            }
            for each in _LISTS
            if any(t.field == each for t in tests)
        }
        self._words = sorted({t.field for t in tests if t.field.startswith("w_")})
        self._numbers = sorted({t.field for t in tests if t.field.startswith(("lo_", "hi_"))})
        self._refuse_collisions()
        self.ruleset = Ruleset(
            engine,
            {str(index): [self._written(literal) for literal in literals] for index, (_, literals) in enumerate(items)},
        )

    def counted(self, fact: FlatFact) -> Iterable[str]:
        """The symbol of every conjunction that holds, once for each."""
        lists = {"p": fact.present, "r": fact.ruled_out, "s": fact.held}
        shown = []
        for name, codes in self._codes.items():
            held = [code for word, code in codes.items() if word in lists[name]]
            written = '","'.join(held) or UNTOLD
            shown.append(f'"{name}":["{written}"]')
        shown += [f'"{name}":"{fact.words.get(name, UNTOLD)}"' for name in self._words]
        shown += [f'"{name}":{fact.numbers.get(name, _untold(name))}' for name in self._numbers]
        return [self._symbols[int(name)] for name in self.ruleset.fired(",".join(shown) or _NOTHING)]

    def _written(self, literal: Literal) -> dict[str, Any]:
        codes = self._codes.get(literal.field)
        return literal.written(codes[str(literal.value)] if codes else None)

    def _refuse_collisions(self) -> None:
        """The engine knows a field by a 32-bit hash: two names with one hash would be one field."""
        names = {*_LISTS, "sid", "id", "zz_end", "zz_none", *self._words, *self._numbers}
        if len({field_hash(name) for name in names}) < len(names):
            raise DisagreementError("two field names of the rules are the same to durable-rules; rename a measure")


def _untold(name: str) -> int:
    """The bound of a number that was not told: every value is between the two."""
    return FAR if name.startswith("hi_") else -FAR
