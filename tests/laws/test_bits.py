"""
Sets held as the bits of whole numbers say what sets of places say: unions, sums, and the order of the sums.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from hep_engine.reasoning.bitsets import Union, bits_of, union, wide
from hep_engine.reasoning.sums import add_number, columns_of, from_the_top

PLACES = 70

places = st.integers(0, PLACES - 1)
sets = st.frozensets(places, max_size=PLACES).map(lambda chosen: wide(chosen, PLACES))
wide_sets = st.one_of(sets, st.integers(0, 2**PLACES - 1))


@given(st.frozensets(places))
def test_a_set_of_places_is_a_whole_number_and_back(chosen):
    """
    Making a set and going through it are each other's reverse.
    """
    assert [*bits_of(wide(chosen, PLACES))] == sorted(chosen)


@given(st.dictionaries(places, wide_sets, max_size=40), st.one_of(sets, wide_sets, st.just(2**PLACES - 1)))
def test_a_union_is_that_of_the_bits_one_by_one(by_place, bits):
    """
    Whether few bits are set or many, and whether any of them stands for something.
    """
    found = Union({1 << place: held for place, held in by_place.items()})(bits)
    assert found == union(by_place.get(place, 0) for place in bits_of(bits))


@given(
    st.dictionaries(places, st.integers(0, 300), max_size=40),
    st.lists(st.tuples(wide_sets, st.integers(0, 300)), max_size=6),
    wide_sets,
)
def test_columns_add_up_and_are_read_from_the_top(numbers, raised, among):
    """
    The sum of every place, and those with the same sum together, the highest first.
    """
    columns = columns_of((number, 1 << place) for place, number in numbers.items())
    sums = [numbers.get(place, 0) for place in range(PLACES)]
    for bits, more in raised:
        add_number(columns, bits, more)
        for place in bits_of(bits):
            sums[place] += more
    shown = [*from_the_top(columns, among)]
    assert [number for number, _ in shown] == sorted({sums[place] for place in bits_of(among)}, reverse=True)
    assert all({sums[place] for place in bits_of(bits)} == {number} for number, bits in shown)
    assert reduce(or_, (bits for _, bits in shown), 0) == among
