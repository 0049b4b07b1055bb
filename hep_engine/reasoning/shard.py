"""A shard: one ruleset of a round, shown only the part of a patient's flat fact that it asks about.

Each token it asks about is a field of its own with a short name, 1 or 0: a field is found by its hash, and rules that
begin with the same tests share them. A token the patient has not is shown where a rule asks for its absence, because a
field that is missing passes no test at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hep_engine.errors import DisagreementError
from hep_engine.model.truth import Truth
from hep_engine.reasoning.rails import FAR, UNTOLD, Called, Conjunction, Literal
from hep_engine.reasoning.ruleset import Ruleset, field_hash

__all__ = ["FlatFact", "Shard"]

_NO, _UNKNOWN, _YES = Truth
_SETS = ("p", "r", "s")  # present, ruled out, symbols that hold
_NOTHING = '"zz_none":0'


@dataclass(slots=True)
class FlatFact:
    """One patient as durable-rules sees them; it grows from round to round."""

    present: set[str]
    ruled_out: set[str]
    words: dict[str, str]
    numbers: Mapping[str, int]
    held: set[str] = field(default_factory=set)

    def verdict(self, called: Called) -> Truth:
        """Yes on the sure rail, no off the loose one; a yes that is not even possible is an engine fault."""
        sure, possible = called
        if possible in self.held:
            return _YES if sure in self.held else _UNKNOWN
        if sure in self.held:
            raise DisagreementError(f"the second reading failed: {sure[1:]} came out both yes and no")
        return _NO

    def enter(self, name: str, truth: Truth) -> None:
        """Make a settled finding or rule part of the fact."""
        if truth is Truth.YES:
            self.present.add(name)
        elif truth is Truth.NO:
            self.ruled_out.add(name)


class Shard:
    """Some conjunctions, each counting for some symbols, compiled as one ruleset on *engine*."""

    def __init__(self, engine: Any, items: Sequence[tuple[Sequence[str], Conjunction]]) -> None:
        self._symbols = [names for names, _ in items]
        tests = {literal for _, literals in items for literal in literals}
        tokens = sorted({(each.field, str(each.value)) for each in tests if each.field in _SETS})
        self._codes = {token: f"{token[0]}{number}" for number, token in enumerate(tokens)}
        self._words = sorted({each.field for each in tests if each.field.startswith("w_")})
        self._numbers = sorted({each.field for each in tests if each.field.startswith(("lo_", "hi_"))})
        lacking = {(each.field, str(each.value)) for each in tests if each.test == "not_in"}
        self._has = [
            {word: f'"{self._codes[kind, word]}":1' for kind, word in tokens if kind == each} for each in _SETS
        ]
        self._lacks = [
            {word: f'"{self._codes[kind, word]}":0' for kind, word in sorted(lacking) if kind == each} for each in _SETS
        ]
        self._refuse_collisions()
        self.ruleset = Ruleset(
            engine,
            {str(index): [self._written(literal) for literal in literals] for index, (_, literals) in enumerate(items)},
        )

    def counted(self, fact: FlatFact) -> Iterable[str]:
        """The symbols of every conjunction that holds, once for each."""
        shown: list[str] = []
        sets = (fact.present, fact.ruled_out, fact.held)
        for held, has, lacks in zip(sets, self._has, self._lacks, strict=True):
            shown += [written for word, written in has.items() if word in held]
            shown += [written for word, written in lacks.items() if word not in held]
        shown += [f'"{name}":"{fact.words.get(name, UNTOLD)}"' for name in self._words]
        shown += [f'"{name}":{fact.numbers.get(name, _untold(name))}' for name in self._numbers]
        return [name for fired in self.ruleset.fired(",".join(shown) or _NOTHING) for name in self._symbols[int(fired)]]

    def _written(self, literal: Literal) -> dict[str, Any]:
        """The test as durable-rules reads it."""
        if literal.field in _SETS:
            return {self._codes[literal.field, str(literal.value)]: int(literal.test == "in")}
        return {literal.test: {literal.field: literal.value}}

    def _refuse_collisions(self) -> None:
        """The engine knows a field by a 32-bit hash: two names with one hash would be one field."""
        names = {*self._codes.values(), "sid", "id", "zz_end", "zz_none", *self._words, *self._numbers}
        if len({field_hash(name) for name in names}) < len(names):
            raise DisagreementError("two field names of the rules are the same to durable-rules; rename a measure")


def _untold(name: str) -> int:
    """The bound of a number that was not told: every value is between the two."""
    return FAR if name.startswith("hi_") else -FAR
