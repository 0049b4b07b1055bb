"""Looking words up: which of the known words each word of a column is, straight from the bytes Arrow holds.

A registry repeats the same words millions of times, mostly in the same order: a list of what was ruled out is nearly
the same for everybody. So the words that followed last time are tried first, several together; only where another one
comes is it looked up in a table. Either way every byte of every word is compared.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled, within
from hep_engine.batch.processor import AT_ONCE, alike, apart, byte, copied, eight, first, ones

__all__ = ["Known"]

Bytes = NDArray[np.uint8]
Codes = NDArray[np.int32]
Words = NDArray[np.uint64]

_NOT_THERE = "a column of words says that they stand where it holds none"
_ONE, _EVERY = np.uint64(1), ~np.uint64(0)
_PIECE, _WIDE = np.uint64(8), np.uint64(64)
"""So many bytes are compared together."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Known:
    """The words that are known, each with its place."""

    def __init__(self, words: Iterable[str], longest: int) -> None:
        """Know *words*; one of more than *longest* letters, which no profile can hold, keeps its place, never found."""
        self.words = tuple(words)
        """The words, in the order of their places."""
        held = [word.encode() if len(word) <= longest else b"" for word in self.words]
        self._ends = np.cumsum([0, *map(len, held)], dtype=np.uint64)
        self._bytes = np.frombuffer(b"".join(held) + bytes(int(_WIDE)), np.uint8)
        size = 1 << max(3, (4 * len(held)).bit_length())
        self._slots = np.full(size, -1, np.int32)
        _filled(self._bytes, self._ends, self._slots)

    def places(self, text: pa.Array) -> Codes:
        """The place of each word of *text* among the known ones; -1 for any other, and for null.

        Raises `ArrowInvalid` for a column that says its words stand where it holds none: whoever made it did not check.
        """
        if pa.types.is_dictionary(text.type):
            own = np.append(self.places(_plain(text.dictionary)), np.int32(-1))
            indices = text.indices.fill_null(len(own) - 1) if text.indices.null_count else text.indices
            at = np.asarray(indices)
            if len(at) and not 0 <= int(at.min()) <= int(at.max()) < len(own):
                raise pa.ArrowInvalid(_NOT_THERE)
            return own.take(at)
        text = _plain(text)
        _, offsets, letters = text.buffers()
        if letters is None or not letters.size:
            return np.full(len(text), -1, np.int32)  # nothing but null and empty words
        found = np.empty(len(text), np.int32)
        ends = np.frombuffer(offsets, np.int32)[text.offset : text.offset + len(text) + 1]
        if not _places(np.frombuffer(letters, np.uint8), ends, self._bytes, self._ends, self._slots, found):
            raise pa.ArrowInvalid(_NOT_THERE)
        if text.null_count:
            found[~np.asarray(text.is_valid().to_numpy(zero_copy_only=False), np.bool_)] = -1
        return found


def _plain(text: pa.Array) -> pa.Array:
    """Text of one kind: of any other kind of text that Arrow knows, a copy."""
    return text if text.type == pa.string() else text.cast(pa.string())


@within
def _stirred(mixed: np.uint64, piece: np.uint64) -> np.uint64:
    """One more piece of a word mixed in."""
    product = (mixed ^ piece) * _FACTOR
    return product ^ (product >> np.uint64(29))


@within
def _slot(word: np.uint64, size: np.uint64, last: np.uint64) -> np.uint64:
    """Where to look for the *word* at an address, from 0 to the *last* slot."""
    mixed, at = size, np.uint64(0)
    if size < _PIECE:
        while at < size:
            mixed = _stirred(mixed, byte(word + at))
            at += _ONE
    else:
        while at + _PIECE < size:
            mixed = _stirred(mixed, eight(word + at))
            at += _PIECE
        mixed = _stirred(mixed, eight(word + size - _PIECE))
    # The highest bits, because a product's lowest ones know nothing of the last letters of a piece.
    return np.uint64(mixed >> (np.uint64(64) - ones(last)))


@within
def _same(word: np.uint64, other: np.uint64, size: np.uint64, end: np.uint64) -> bool:
    """Whether so many bytes at two addresses are the same; *end* is where the bytes of the *word* end at the latest.

    So many bytes more than are read of the *word* there are of the *other*.
    """
    if size < _WIDE and word + _WIDE <= end:  # mostly: all at once, and what is beyond the word does not count
        return bool(alike(word, other) | (_EVERY << size) == _EVERY)
    at = np.uint64(0)
    while at + _WIDE <= size and alike(word + at, other + at) == _EVERY:
        at += _WIDE
    while at + _PIECE <= size and eight(word + at) == eight(other + at):
        at += _PIECE
    while at < size and byte(word + at) == byte(other + at):
        at += _ONE
    return bool(at == size)


@compiled
def _filled(known: Bytes, ends: Words, slots: Codes) -> None:
    """Put every word that is not empty into the slot its bytes lead to, or the next free one."""
    last, words = np.uint64(len(slots) - 1), np.uint64(known.ctypes.data)
    for word in range(len(ends) - 1):
        size = ends[word + 1] - ends[word]
        if size:
            slot = _slot(words + ends[word], size, last)
            while slots[slot & last] >= 0:
                slot += _ONE
            slots[slot & last] = word


@compiled
def _places(letters: Bytes, bounds: Codes, known: Bytes, ends: Words, slots: Codes, found: Codes) -> bool:
    """The place of each word between its bounds; `False` as soon as bounds lie outside the letters.

    It is that of the word which followed where the word before was last looked up, or one of those in the table from
    the slot its bytes lead to.
    """
    text, words = np.uint64(letters.ctypes.data), np.uint64(known.ctypes.data)
    end, last, count = text + np.uint64(len(letters)), np.uint64(len(slots) - 1), len(found)
    after = np.full(len(ends), count, np.int64)  # of each known word, what came after it; at first nothing
    expected, number, as_expected = count, 0, False
    while number < count:
        if as_expected and expected + AT_ONCE <= number and number + AT_ONCE <= count:
            # Several together, as far as they are as long as those that are expected.
            here, there = bounds[number], bounds[expected]
            several = int(np.int64(first(~apart(bounds, number + 1, expected + 1, np.int32(here - there)))))
            until = bounds[number + several]
            if (
                several
                and 0 <= here <= until <= len(letters)
                and _same(text + np.uint64(here), text + np.uint64(there), np.uint64(until - here), end)
            ):
                copied(found, number, expected)  # those beyond are written again
                number += several
                expected += several
                if several == AT_ONCE:
                    continue
        if not 0 <= bounds[number] <= bounds[number + 1] <= len(letters):
            return False
        begin, size = text + np.uint64(bounds[number]), np.uint64(bounds[number + 1] - bounds[number])
        as_expected = (
            expected < number
            and np.uint64(bounds[expected + 1] - bounds[expected]) == size
            and _same(begin, text + np.uint64(bounds[expected]), size, end)
        )
        place = np.int32(-1)
        if as_expected:
            place = found[expected]
            expected += 1
        elif size:
            slot = _slot(begin, size, last)
            place = slots[slot & last]
            while place >= 0:
                start = ends[place]
                if ends[place + 1] - start == size and _same(begin, words + start, size, end):
                    expected = after[place]
                    after[place] = number + 1
                    break
                slot += _ONE
                place = slots[slot & last]
        found[number] = place
        number += 1
    return True
