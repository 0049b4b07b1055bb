"""Looking words up: which of the known words each word of a column is, straight from the bytes Arrow holds.

A registry repeats the same words millions of times, mostly in the same order: a list of what was ruled out is nearly
the same for everybody. So the word that followed last time is tried first; only where it is another one is the word
looked up in a table. Either way every byte of it is compared.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hep_engine.batch.kernels import compiled, within
from hep_engine.batch.processor import eight

__all__ = ["Known"]

Bytes = NDArray[np.uint8]
Codes = NDArray[np.int32]
Words = NDArray[np.uint64]

_NOT_THERE = "a column of words says that they stand where it holds none"
_CHUNK = 8
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Known:
    """The words that are known, each with its place."""

    def __init__(self, words: Iterable[str], longest: int) -> None:
        """Know *words*; one of more than *longest* letters, which no profile can hold, keeps its place, never found."""
        self.words = tuple(words)
        """The words, in the order of their places."""
        held = [word.encode() if len(word) <= longest else b"" for word in self.words]
        self._ends = np.cumsum([0, *map(len, held)], dtype=np.uint64)
        self._bytes = np.frombuffer(b"".join(held) + bytes(_CHUNK), np.uint8)
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
        found = np.full(len(text), -1, np.int32)
        if letters is None or not letters.size:
            return found  # nothing but null and empty words
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
def _mixed(letters: Bytes, begin: np.uint64, size: np.uint64) -> np.uint64:
    """A number that differs for most words: by eight bytes, the last eight whole, or byte by byte in a short word."""
    one, piece = np.uint64(1), np.uint64(_CHUNK)
    mixed, at = size, np.uint64(0)
    if size < piece:
        while at < size:
            mixed = _stirred(mixed, np.uint64(letters[begin + at]))
            at += one
    else:
        while at + piece < size:
            mixed = _stirred(mixed, eight(letters, begin + at))
            at += piece
        mixed = _stirred(mixed, eight(letters, begin + size - piece))
    return mixed


@compiled
def _filled(known: Bytes, ends: Words, slots: Codes) -> None:
    """Put every word that is not empty into the slot its bytes lead to, or the next free one."""
    last, one = np.uint64(len(slots) - 1), np.uint64(1)
    for word in range(len(ends) - 1):
        begin, size = ends[word], ends[word + 1] - ends[word]
        if size:
            slot = _mixed(known, begin, size)
            while slots[slot & last] >= 0:
                slot += one
            slots[slot & last] = word


@compiled
def _places(letters: Bytes, bounds: Codes, known: Bytes, ends: Words, slots: Codes, found: Codes) -> bool:
    """The place of each word between its bounds; `False` as soon as bounds lie outside the letters.

    It is the word that followed last time, or, one word being left out, the one after that; or one of those in the
    table from the slot its bytes lead to.
    """
    last, one, slot, piece = np.uint64(len(slots) - 1), np.uint64(1), np.uint64(0), np.uint64(_CHUNK)
    nothing = np.uint64(len(ends) - 1)
    following = np.full(len(ends), nothing, np.uint64)
    before = nothing
    for number in range(len(found)):
        if not 0 <= bounds[number] <= bounds[number + 1] <= len(letters):
            return False
        begin, size = np.uint64(bounds[number]), np.uint64(bounds[number + 1] - bounds[number])
        if size == 0:
            continue
        word, tried = following[before], 0
        while True:
            if word < nothing and ends[word + one] - ends[word] == size:
                start, differing, at = ends[word], np.uint64(0), np.uint64(0)
                if size < piece:
                    while at < size:
                        differing |= np.uint64(letters[begin + at] ^ known[start + at])
                        at += one
                else:  # by eight bytes; the last eight again, some of them twice, where they are not a whole piece
                    while at + piece < size:
                        differing |= eight(letters, begin + at) ^ eight(known, start + at)
                        at += piece
                    differing |= eight(letters, begin + size - piece) ^ eight(known, start + size - piece)
                if differing == np.uint64(0):
                    break
            tried += 1
            if tried == 1 and word < nothing:
                word = following[word]
                continue
            if tried <= 2:
                tried, slot = 2, _mixed(letters, begin, size)
            else:
                slot += one
            word = np.uint64(slots[slot & last])
            if word >= nothing:
                break
        if word < nothing:
            if tried > 1:
                following[before] = word
            found[number] = np.int32(word)
            before = word
    return True
