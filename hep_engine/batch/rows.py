"""Profiles as they stand in a table: which columns there are, and what one row says in a profile's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from hep_engine.errors import FieldMistake, ProfileError
from hep_engine.knowledge.profile_file import profile_from
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.profile import PatientProfile
from hep_engine.steps.admit import admitted

__all__ = ["KEY", "LISTS", "MEASURE", "WHOLE", "WORDS", "Rows", "Told", "check_columns"]

KEY = "patient"
"""The column that says whose row it is."""

MEASURE = "measure_"
"""How the name of a column of one measure begins."""

_FIELDS = tuple(PatientProfile.model_fields)
_NEEDED = (KEY, "pain_score", "phase")
LISTS = ("deficits", "findings", "ruled_out", "cleared", "equipment", "avoid")
WORDS = ("phase", "sex", "irritability", "directional_preference")
WHOLE = ("pain_score", "age")
"""The columns by what they hold; the measures hold scores."""

Told = dict[str, Any]
"""The fields of a profile, as told."""


def check_columns(names: Sequence[str], knowledge: KnowledgeBase) -> None:
    """Refuse a table with a column nobody knows, which could hide what was told, or without one that is needed.

    Raises `ProfileError` with every mistake.
    """
    known = {KEY, *_FIELDS, *(f"{MEASURE}{name}" for name in knowledge.vocabulary.measures)}
    shown = [(printable(name), name) for name in names]
    mistakes = [
        FieldMistake(said, "is no field of a profile", nearest(said, known))
        for said, name in shown
        if name not in known
    ]
    mistakes += [FieldMistake(each, "is missing from the table") for each in _NEEDED if each not in names]
    twice = sorted({said for number, (said, name) in enumerate(shown) if name in names[:number]})
    mistakes += [FieldMistake(each, "stands in the table twice") for each in twice]
    if "measures" in names and any(name.startswith(MEASURE) for name in names):
        mistakes.append(FieldMistake("measures", "are given in a column of their own as well", "give them one way"))
    if mistakes:
        raise ProfileError(mistakes)


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table."""

    batch: pa.RecordBatch
    odd: Mapping[int, Told | ProfileError] = field(default_factory=dict)
    """What a row says, or why it cannot be read, where that does not fit the columns."""
    first: int = 0
    """The number of the first row in the whole table."""

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def column(self, name: str) -> pa.Array | None:
        """A column, or `None` where the table has no such column."""
        at = self.batch.schema.get_field_index(name)
        return None if at < 0 else self.batch.column(at)

    def keys(self) -> tuple[pa.Array, list[int]]:
        """Whose row each is, as text can hold it, and the rows of which the bytes are no text."""
        keys = self.column(KEY)
        assert keys is not None
        try:
            keys.validate(full=True)
        except pa.ArrowInvalid:
            kind = keys.type
            plain = keys.dictionary_decode() if pa.types.is_dictionary(kind) else keys
            told = plain.cast(pa.large_binary()).to_pylist()
            read = [None if each is None else each.decode("utf-8", "replace") for each in told]
            strange = [row for row, each in enumerate(read) if each is not None and each.encode() != told[row]]
            return pa.array(read, pa.string()).cast(kind), strange
        return keys, []

    def profile(self, row: int, knowledge: KnowledgeBase) -> PatientProfile:
        """The profile in one row, admitted. Raises `ProfileError` with every mistake."""
        told = self.odd.get(row)
        if isinstance(told, ProfileError):
            raise told
        return admitted(profile_from(self.told(row) if told is None else told), knowledge)

    def told(self, row: int) -> Told:
        """The fields of one row; what is null was not told. Raises `ProfileError` for bytes that are no text."""
        values, mistakes = {}, []
        for at, name in enumerate(self.batch.schema.names):
            try:
                values[name] = self.batch.column(at)[row].as_py()
            except UnicodeDecodeError:
                mistakes.append(FieldMistake(name, "is no text: its bytes are not UTF-8"))
        if mistakes:
            raise ProfileError(mistakes)
        told = {name: _whole(name, values[name]) for name in _FIELDS if values.get(name) is not None}
        alone = {name.removeprefix(MEASURE): each for name, each in values.items() if name.startswith(MEASURE)}
        measures = told.get("measures", alone)
        if isinstance(measures, list):
            measures = _once(measures)
        elif isinstance(measures, dict):
            measures = {name: each for name, each in measures.items() if each is not None}
        return {**told, "measures": measures}


def _whole(name: str, value: Any) -> Any:
    """A whole number as such: a column of decimals is how some libraries hold whole numbers with gaps."""
    return int(value) if name in WHOLE and isinstance(value, float) and value.is_integer() else value


def _once(entries: list[Any]) -> Any:
    """A map as a mapping. A score that stands in it twice is refused, as one of the two would be lost."""
    if not all(isinstance(each, tuple) and len(each) == 2 for each in entries):
        return entries
    names = [name for name, _ in entries]
    twice = sorted({printable(name) for number, name in enumerate(names) if name in names[:number]})
    if twice:
        raise ProfileError([FieldMistake("measures", f"`{name}` stands in the profile twice") for name in twice])
    return dict(entries)
