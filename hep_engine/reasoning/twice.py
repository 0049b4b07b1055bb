"""Decided twice: the index reading of a rulebook, confirmed by a second one, or no answer at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from hep_engine.errors import DisagreementError
from hep_engine.model.facts import Told
from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning import durable, plain
from hep_engine.reasoning.durable import DurableReading
from hep_engine.reasoning.index import Bits, IndexReading

__all__ = ["CrossCheck", "Second", "Twice", "second_reading"]

CrossCheck = Literal["auto", "durable", "plain", "off"]
Second = Literal["durable", "plain"]


def second_reading(cross_check: CrossCheck) -> Second | None:
    """The reading beside the index that *cross_check* comes to here; `None` for `off`.

    Raises `ValueError` for another word, and `ImportError` for `durable` where durable-rules does not import.
    """
    if cross_check not in get_args(CrossCheck):
        raise ValueError(f"cross_check is one of {', '.join(get_args(CrossCheck))}")
    if cross_check == "durable" and not durable.available():
        raise ImportError("cross_check='durable' needs durable-rules, which imports on Python 3.11 and 3.12 only")
    match cross_check:
        case "off":
            return None
        case "auto":
            return "durable" if durable.available() else "plain"
    return cross_check


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
            self._confirm(bits, self._durable.read(told) if self._durable else plain.read(self.book, told))
        return bits

    def decide_each(self, patients: Sequence[Told]) -> list[Bits]:
        """The same of each of *patients*, holding little memory (`DurableReading.sweep`). Raises as `decide` does."""
        if self._durable is None:
            return [self.decide(told) for told in patients]
        decided = [self.index.bits(told) for told in patients]
        for bits, second in zip(decided, self._durable.sweep(patients), strict=True):
            self._confirm(bits, second)
        return decided

    def _confirm(self, bits: Bits, second: Reading) -> None:
        reading = self.index.reading(bits)
        if reading != second:
            differences = tuple(reading.differences(second))
            raise DisagreementError("two readings of the rules differ, so nothing is recommended", differences)

    def read(self, told: Told) -> Reading:
        """Every verdict of the rulebook, by name. Raises as `decide` does."""
        return self.index.reading(self.decide(told))
