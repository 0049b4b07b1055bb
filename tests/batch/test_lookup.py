"""
A word is found where it stands among the known ones, and nothing else is.
"""

from __future__ import annotations

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
    again = draw(st.lists(st.sampled_from(known), max_size=8)) if known else []
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
