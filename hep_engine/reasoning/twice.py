"""Decided twice: the plain reading of a rulebook, confirmed by a second one, or no answer at all."""

from __future__ import annotations

from hep_engine.errors import DisagreementError
from hep_engine.model.facts import Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning import durable, plain

__all__ = ["Twice"]


class Twice:
    """A rulebook read by plain and, where *confirming*, by durable-rules as well."""

    def __init__(self, book: Rulebook, *, confirming: bool) -> None:
        self.book = book
        self._second = durable.DurableReading(book) if confirming else None

    @property
    def checked_by(self) -> tuple[str, ...]:
        """The readings that decide together."""
        return ("plain", "durable") if self._second else ("plain",)

    def read(self, told: Told) -> Reading:
        """Every verdict of the rulebook.

        Raises `DisagreementError` when the two readings differ, or when the second engine fails.
        """
        reading = plain.read(self.book, told)
        if self._second is not None:
            second = self._second.read(told)
            if reading != second:
                differences = tuple(reading.differences(second))
                raise DisagreementError("two readings of the rules differ, so nothing is recommended", differences)
        return reading
