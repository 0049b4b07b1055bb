"""Look words up whose letters end where memory ends: reading one byte too far ends the process.

Run by `test_lookup.py`, in a process of its own.
"""

from __future__ import annotations

import ctypes
import mmap
from itertools import pairwise
from random import Random

import numpy as np
import pyarrow as pa

from hep_engine.batch.lookup import Known

TRIES = 1500
PAGE = mmap.PAGESIZE


def edge():
    """The address where memory that may be read ends, with two pages before it, and what holds them."""
    pages = mmap.mmap(-1, 3 * PAGE)
    end = ctypes.addressof(ctypes.c_char.from_buffer(pages)) + 2 * PAGE
    forbid = ctypes.CDLL(None).mprotect
    forbid.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    assert forbid(end, PAGE, 0) == 0
    return end, pages


def main():
    """Words as they should be, with an end that lies, or cut short: read as they stand, or refused."""
    random, (end, _pages), read = Random(1), edge(), 0
    for number in range(TRIES):
        words = [f"w{'x' * random.randint(0, 40)}{each}" for each in range(random.randint(1, 30))]
        text = (words * random.randint(1, 4))[: random.randint(1, 90)]
        ends = np.cumsum([0, *map(len, text)]).astype(np.int32)
        letters = "".join(text).encode()
        if number % 3 == 1:
            ends[random.randrange(len(ends))] = random.choice([-5, len(letters) + 70, 2**31 - 1, -(2**31)])
        elif number % 3 == 2:  # only the last end says how long the text is
            letters = letters[: random.randint(0, len(letters))]
            ends[-1] = len(letters)
        ctypes.memmove(end - len(letters), letters, len(letters))
        places = {word.encode(): place for place, word in enumerate(words)}
        try:
            there = pa.foreign_buffer(end - len(letters), len(letters))
            column = pa.Array.from_buffers(pa.string(), len(text), [None, pa.py_buffer(ends), there])
            found = Known(words, 64).places(column).tolist()
        except pa.ArrowInvalid:
            continue
        if letters:
            assert found == [places.get(letters[begin:until], -1) for begin, until in pairwise(ends.tolist())]
            read += 1
    assert read > TRIES // 4, read


if __name__ == "__main__":
    main()
