"""Decided twice: the index reading of a rulebook, confirmed by a second one, or no answer at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from hep_engine.errors import DisagreementError
from hep_engine.model.facts import Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning import plain
from hep_engine.reasoning.durable import DurableReading
from hep_engine.reasoning.index import Bits, IndexReading

__all__ = ["Second", "Twice"]

Second = Literal["durable", "plain"]


class Twice:
    """A rulebook read by the index and, where a *second* reading is wanted, by that as well."""

    def __init__(self, book: Rulebook, second: Second | None, order: Sequence[str] | None = None) -> None:
        """Compile *book* for both; the exercises have their bits in *order*."""
        self.book = book
        self.index = IndexReading(book, order)
        self._second = second
        self._durable = DurableReading(book) if second == "durable" else None

    @property
    def checked_by(self) -> tuple[str, ...]:
        """The readings that decide together."""
        return ("index", self._second) if self._second else ("index",)

    def decide(self, told: Told) -> Bits:
        """Every verdict of the rulebook, as bits of the index.

        Raises `DisagreementError` when the two readings differ, or when the second engine fails.
        """
        bits = self.index.bits(told)
        if self._second is not None:
            reading = self.index.reading(bits)
            second = self._durable.read(told) if self._durable else plain.read(self.book, told)
            if reading != second:
                differences = tuple(reading.differences(second))
                raise DisagreementError("two readings of the rules differ, so nothing is recommended", differences)
        return bits

    def read(self, told: Told) -> Reading:
        """Every verdict of the rulebook, by name. Raises as `decide` does."""
        return self.index.reading(self.decide(told))
