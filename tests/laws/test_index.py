"""
The index reads as plain does: two ways of judging that share no code, on every generated world.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine.model.condition import All, AnyOf, AtLeast, FactKind, Has, NoneOf
from hep_engine.model.facts import Told
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning import plain
from hep_engine.reasoning.index import IndexReading
from hep_engine.steps.admit import admit
from tests.worlds.budget import tried
from tests.worlds.odd_books import odd_book, odd_told
from tests.worlds.strategies import cases

SEEDS = st.integers(0, 10**9)
UNKNOWN = Has(FactKind.FINDING, "asked_by_nobody")


@given(cases())
def test_index_never_disagrees_with_plain(case):
    """
    Approach, findings, rules and eligibility: yes, no and unknown, on knowledge the loader accepts.
    """
    book, told = Rulebook.of(case.knowledge), admit(case.profile, case.knowledge)
    assert IndexReading(book).read(told) == plain.read(book, told)


@tried(25)
@given(cases(most_exercises=300))
def test_index_agrees_on_large_catalogues(case):
    """
    Up to 300 exercises, clustered ones that share pain range and phases among them.
    """
    book, told = Rulebook.of(case.knowledge), admit(case.profile, case.knowledge)
    assert IndexReading(book).read(told) == plain.read(book, told)


@tried(250)
@given(SEEDS)
def test_index_reads_any_tree_as_plain_does(seed):
    """
    Trees deeper and odder than a clinician may write, over facts that a profile may not hold.
    """
    random = Random(seed)
    book = odd_book(random)
    index = IndexReading(book)
    for told in [odd_told(random) for _ in range(8)]:
        assert index.read(told) == plain.read(book, told)


@given(SEEDS)
def test_the_order_of_bits_means_nothing(seed):
    """
    In whatever order the exercises have their bits, each is judged the same.
    """
    random = Random(seed)
    book, told = odd_book(random), odd_told(random)
    names = [name for name, _ in book.exercises]
    random.shuffle(names)
    assert IndexReading(book, names).read(told) == IndexReading(book).read(told)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 64, 500])
def test_a_catalogue_may_have_any_size(count):
    """
    Bits at the edges of a byte are bits like others.
    """
    names = [f"exercise_{number}" for number in range(count)]
    exercises = tuple(
        (name, All((AnyOf((Has(FactKind.DEFICIT, f"deficit_{number % 3}"),)),))) for number, name in enumerate(names)
    )
    told = Told.of_numbers({})._replace(deficits=frozenset({"deficit_1"}))
    read = IndexReading(_book(exercises=exercises)).read(told).exercises
    assert [name for name, truth in read.items() if truth is Truth.YES] == names[1::3]


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        (NoneOf((NoneOf((UNKNOWN,)),)), Truth.UNKNOWN),
        (AtLeast(1, (UNKNOWN, All(()))), Truth.YES),
        (AtLeast(2, (UNKNOWN, UNKNOWN)), Truth.UNKNOWN),
        (AtLeast(2, (UNKNOWN, AnyOf(()))), Truth.NO),
        (AtLeast(0, ()), Truth.YES),
        (NoneOf(()), Truth.YES),
    ],
    ids=str,
)
def test_what_is_unknown_stays_so_however_deep(condition, truth):
    """
    One finding nobody asked about, in blocks that settle it and in blocks that do not.
    """
    book = _book(told=("asked_by_nobody",), rules=(("rule", condition),))
    assert IndexReading(book).read(Told.of_numbers({})).rules == {"rule": truth}


def _book(**parts):
    nothing = Rulebook((), ("gentle",), (), (), (), (), {"approach": ("gentle",)}, {}, (), {})
    return replace(nothing, **parts)
