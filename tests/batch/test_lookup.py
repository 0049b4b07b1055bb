"""
A word is found where it stands among the known ones, and nothing else is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hep_engine.batch.lookup import Known
from tests.worlds.budget import tried

LONGEST = 12
LETTERS = st.text("abé\x00", max_size=LONGEST + 6)
"""Few letters, so that words begin and end alike, are each other's parts, and meet in the table."""


@st.composite
def asked(draw):
    """Known words, and a column of text: the known ones mostly in an order that comes again, others, and null."""
    known = draw(st.lists(LETTERS, max_size=40, unique=True))
    again = draw(st.lists(st.sampled_from(known), max_size=30)) if known else []
    piece = st.one_of(
        st.just(again), st.lists(st.one_of(LETTERS, st.none(), st.sampled_from([*known, ""])), max_size=6)
    )
    return known, [word for words in draw(st.lists(piece, max_size=8)) for word in words]


@tried(150)
@given(asked(), st.sampled_from(["plain", "large", "view", "codes"]), st.integers(0, 3))
@example((["a" * 8, "a" * 9, "b" + "a" * 8], ["a" * 8, "a" * 9, "b" + "a" * 8] * 3), "plain", 0)
def test_places(told, kind, skipped):
    """
    In every kind of text Arrow has, in a slice too; what is longer than a profile can hold, empty or null, is nowhere.
    """
    known, words = told
    kinds = {"plain": pa.string(), "large": pa.large_string(), "view": pa.string_view(), "codes": pa.string()}
    text = pa.array(words, kinds[kind])
    if kind == "codes":
        text = text.dictionary_encode()
    found = Known(known, LONGEST).places(text.slice(skipped))
    places = {word: place for place, word in enumerate(known) if 0 < len(word) <= LONGEST}
    assert found.tolist() == [places.get(word, -1) for word in words[skipped:]]


@pytest.mark.parametrize("changed", range(30))
def test_one_byte_makes_another_word(changed):
    """
    A word that differs in any one byte from the word that was expected is not taken for it.
    """
    word = "abcdefghijklmnopqrstuvwxyzabcd"
    other = word[:changed] + "_" + word[changed + 1 :]
    text = pa.array([word, word, other, word[:changed], word])
    expected = [0, 0, -1, -1, 0]
    assert Known([word], 64).places(text).tolist() == expected


@tried(150)
@given(st.integers(1, 60), st.data())
@example(20, None)
def test_ends_that_lie_are_refused(length, data):
    """
    Where one end is anything at all, words are read as it says, or refused when it points outside or backwards.
    """
    words = [f"word_{number * 7919}" for number in range(length)]
    text = pa.array(words * 3)
    _, ends, letters = text.buffers()
    lying = np.frombuffer(ends, np.int32).copy()
    near = int(lying[-1]) + 2
    at = 41 if data is None else data.draw(st.integers(0, len(lying) - 1))
    lying[at] = 2**31 - 1 if data is None else data.draw(st.integers(-near, near) | st.integers(-(2**31), 2**31 - 1))
    known = Known(words, 64)
    if any(not 0 <= begin <= end <= letters.size for begin, end in pairwise(lying.tolist())):
        with pytest.raises(pa.ArrowInvalid):  # by Arrow itself, if it is the first or the last
            known.places(pa.Array.from_buffers(pa.string(), len(text), [None, pa.py_buffer(lying), letters]))
    else:
        held = [letters.to_pybytes()[begin:end] for begin, end in pairwise(lying.tolist())]
        places = {word.encode(): place for place, word in enumerate(words)}
        column = pa.Array.from_buffers(pa.string(), len(text), [None, pa.py_buffer(lying), letters])
        assert known.places(column).tolist() == [places.get(each, -1) for each in held]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is forbidden in another way on this system")
def test_nothing_is_read_beyond_the_letters():
    """
    Where memory ends with the text, whole, lying or cut short, no byte behind it is touched.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.batch.at_the_edge"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "form", ["deficit_{}", "made_up_finding_{}", "{}", "a_{}_longer_than_one_word_of_the_processor"]
)
def test_words_alike_do_not_crowd(form):
    """
    Words that differ in a few letters, wherever these stand, are spread over the table: each is found in a few looks.
    """
    slots = Known([form.format(number) for number in range(1000)], 64)._slots
    taken = "".join("x" if slot >= 0 else " " for slot in slots)
    assert taken.count("x") == 1000
    assert max(map(len, taken.split())) <= 16
