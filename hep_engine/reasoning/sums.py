"""Sums for a whole catalogue at once: an abacus of bit sets, one for each power of two.

Each exercise is a bit, and the bit stands in the column of a power of two where that is part of the exercise's number.
So a few wide *and*s and *xor*s add numbers for thousands of exercises, and those with the highest number are found by
going down the columns, without looking at any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["add_number", "columns_of", "from_the_top"]


def columns_of(sets: Iterable[tuple[int, int]]) -> list[int]:
    """The columns of numbers of zero and more, each given with the bit set that has it; no bit may have two numbers."""
    columns: list[int] = []
    for number, bits in sets:
        add_number(columns, bits, number)
    return columns


def add_number(columns: list[int], bits: int, number: int) -> None:
    """Add a *number* of zero or more to those of *bits*, in place."""
    columns.extend([0] * (number.bit_length() - len(columns)))
    first = 0
    while number:
        if number & 1:
            carry, place = bits, first
            while carry:
                if place == len(columns):
                    columns.append(0)
                before = columns[place]
                columns[place] = before ^ carry
                carry &= before
                place += 1
        number >>= 1
        first += 1


def from_the_top(columns: Sequence[int], among: int) -> Iterator[tuple[int, int]]:
    """Of *among*, the highest number and the bits that have it, then the next; found as they are asked for."""
    waiting = [(len(columns), among, 0)] if among else []
    while waiting:
        above, bits, number = waiting.pop()
        for place in range(above - 1, -1, -1):
            high = bits & columns[place]
            if high:
                if high != bits:
                    waiting.append((place, bits ^ high, number))
                bits = high
                number |= 1 << place
        yield number, bits
