"""Wide bit sets in whole numbers: making one, going through one, and the union of what many bits stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Union", "bits_of", "union", "wide"]

_BIT_COSTS = 4
"""So many bytes are looked up in the time of one bit."""


def wide(places: Iterable[int], count: int) -> int:
    """The bit set of *count* bits with these places set, in time that does not grow with their product."""
    held = bytearray(count // 8 + 1)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")


def bits_of(bits: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest."""
    text = bin(bits)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


def union(sets: Iterable[int]) -> int:
    """Every bit of any of the sets."""
    found = 0
    for each in sets:
        found |= each
    return found


class Union:
    """For each bit of a number a set, and for any number the union of the sets of its bits.

    Found bit by bit where few are set, and otherwise byte by byte.
    """

    __slots__ = ("_bytes", "_every", "_sets", "_shift", "_tables")

    def __init__(self, sets: Mapping[int, int]) -> None:
        """Hold the *sets*, each by its bit; those that are empty need not be held."""
        self._sets = {bit: held for bit, held in sets.items() if held}
        self._every = every = union(self._sets)
        self._shift = max((every & -every).bit_length() - 1, 0)
        self._bytes = (every.bit_length() - self._shift + 7) // 8
        self._tables = [
            _sums([self._sets.get(1 << self._shift + 8 * number + bit, 0) for bit in range(8)])
            for number in range(self._bytes)
        ]

    def __call__(self, bits: int) -> int:
        """Everything the bits stand for; a bit that stands for nothing adds nothing."""
        bits &= self._every
        found = 0
        if bits.bit_count() * _BIT_COSTS < self._bytes:
            while bits:
                low = bits & -bits
                bits ^= low
                found |= self._sets[low]
        else:
            for table, byte in zip(self._tables, (bits >> self._shift).to_bytes(self._bytes, "little"), strict=True):
                if byte:
                    found |= table[byte]
        return found


def _sums(eight: list[int]) -> list[int]:
    """The union for each of the 256 choices among eight sets."""
    sums = [0]
    for each in eight:
        sums += [before | each for before in sums] if each else sums
    return sums
