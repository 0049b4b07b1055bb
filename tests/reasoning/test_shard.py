"""A shard: what durable-rules makes of part of a flat fact is what the tests say, and all of it fits."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import DisagreementError
from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, FactKind, Has, NoneOf
from hep_engine.model.facts import Told
from hep_engine.model.rulebook import Rulebook
from hep_engine.reasoning import durable, plain
from hep_engine.reasoning.durable import DurableReading
from hep_engine.reasoning.rails import MOST_TESTS, Literal
from hep_engine.reasoning.ruleset import MOST_RULES, field_hash
from hep_engine.reasoning.shard import FlatFact, Shard
from tests.reasoning.conftest import needs_durable

TOKENS = ("a", "b", "c", "d", "e")
LITERALS = [
    *(Literal(test, kind, token) for test in ("in", "not_in") for kind in "prs" for token in TOKENS),
    *(Literal("$neq", "w_phase", word) for word in ("acute", "chronic", "_")),
    *(Literal(test, f"{end}_odi", value) for test in ("$lt", "$gte") for end in ("lo", "hi") for value in (0, 2500)),
]
CONJUNCTIONS = st.lists(st.sampled_from(LITERALS), max_size=5).map(tuple)
SETS = st.sets(st.sampled_from([*TOKENS, "of_no_rule"]))
MOST_FIELDS = 252
"""One more, and durable-rules refuses the fact."""


@needs_durable
@given(
    st.lists(CONJUNCTIONS, max_size=MOST_RULES, unique=True),
    st.builds(
        FlatFact,
        SETS,
        SETS,
        st.sampled_from([{}, {"w_phase": "acute"}, {"w_phase": "chronic"}]),
        st.sampled_from([{}, {"lo_odi": 2500, "hi_odi": 2500}, {"lo_odi": 0, "hi_odi": 0}]),
        SETS,
    ),
)
def test_a_conjunction_counts_where_each_of_its_tests_passes(conjunctions, fact):
    """
    Whatever tests rules share, whatever is missing or not told: each counts for each of its symbols, once.
    """
    shard = Shard(durable.durable_rules_engine, [([f"{at}", "any"], each) for at, each in enumerate(conjunctions)])
    holding = [at for at, each in enumerate(conjunctions) if all(_passes(literal, fact) for literal in each)]
    assert sorted(shard.counted(fact)) == sorted([*map(str, holding), *["any"] * len(holding)])


def _passes(literal, fact):
    match literal.field[0]:
        case "w":
            return fact.words.get(literal.field, "_") != literal.value
        case "l" | "h":
            far = 10**15 if literal.field.startswith("hi_") else -(10**15)
            value = fact.numbers.get(literal.field, far)
            return value < literal.value if literal.test == "$lt" else value >= literal.value
    held = {"p": fact.present, "r": fact.ruled_out, "s": fact.held}[literal.field]
    return (literal.value in held) == (literal.test == "in")


def _written(book):
    reading = DurableReading(book, engine=object())
    return [json.loads(shard.ruleset._written) for shards in reading._rounds for shard in shards]


def _asked(written):
    """The fields a ruleset asks about."""
    for rule in written.values():
        tests = rule["all"][0]["m"]
        for test in tests.get("$and", [tests]):
            (name, value), *_ = test.items()
            yield next(iter(value)) if isinstance(value, dict) else name


def test_a_measure_that_the_engine_takes_for_a_token_is_refused():
    """
    The short name of a token and the bound of a measure can have one hash as well: then nothing is compiled.
    """
    name, short = "eiaxhga", "p14"
    assert field_hash(f"lo_{name}") == field_hash(short)
    findings = tuple(f"finding_{number:02d}" for number in range(15))
    condition = All((Compares(name, ">=", 3), *(Has(FactKind.FINDING, each) for each in findings)))
    with pytest.raises(DisagreementError, match="rename a measure"):
        DurableReading(_book(told=findings, rules=(("rule", condition),)), engine=object())
    fewer = All(condition.items[:15])  # of which the last is p13
    DurableReading(_book(told=findings, rules=(("rule", fewer),)), engine=object())


@pytest.mark.parametrize("count", [MOST_TESTS, MOST_TESTS + 1, 3 * MOST_TESTS])
def test_no_two_symbols_have_one_name(count):
    """
    What is cut into pieces, and what the pieces are pieces of, are told apart.
    """
    symbols = DurableReading(_long(count), engine=object())._rails.symbols
    assert len({each.name for each in symbols}) == len(symbols)


def test_no_conjunction_is_compiled_twice(shipped):
    """
    What several conditions ask for, or both rails of one, is asked once and counts for all of them.
    """
    reading = DurableReading(Rulebook.of(shipped), engine=object())
    items = {item for symbol in reading._rails.symbols for item in symbol.items}
    compiled = sum(len(shard._symbols) for shards in reading._rounds for shard in shards)
    assert compiled == len(items) < sum(len(symbol.items) for symbol in reading._rails.symbols)


@pytest.mark.parametrize("count", [MOST_TESTS, MOST_TESTS + 1, 3 * MOST_TESTS, MOST_TESTS**2 + 1])
def test_conditions_of_any_length_fit(count):
    """
    However much an exercise asks, no ruleset asks about more fields than a fact may have.
    """
    for written in _written(_long(count)):
        assert len(written) <= MOST_RULES + 1
        assert len({*_asked(written)}) < MOST_FIELDS


@needs_durable
@pytest.mark.parametrize("count", [MOST_TESTS + 1, 3 * MOST_TESTS])
def test_long_conditions_mean_the_same(count):
    """
    Plain and durable agree on conditions that are compiled in pieces, whichever clause fails.
    """
    book, random = _long(count), Random(count)
    reading = DurableReading(book)
    names = [f"finding_{number}" for number in range(count)]
    for told, ruled_out in (
        ([], names),
        ([], names[:-1]),
        (names[-1:], names[:-1]),
        (names[:1], names[1:]),
        (names, []),
        (random.sample(names, 3), []),
        (names[:MOST_TESTS], names[MOST_TESTS:]),
        (names[:-1], names[-1:]),
        (names[1:], names[:1]),
        ([], []),
    ):
        patient = Told.of_numbers({"odi": 3})._replace(findings=frozenset(told), ruled_out=frozenset(ruled_out))
        assert reading.read(patient) == plain.read(book, patient)


def _long(count):
    """Rules that ask about *count* findings: for none, any, half, and a number beside."""
    clauses = tuple(Has(FactKind.FINDING, f"finding_{number}") for number in range(count))
    rules = {
        "none": NoneOf(clauses),
        "any": AnyOf(clauses),
        "half": AtLeast(count // 2, clauses),
        "not_all": NoneOf((AtLeast(count, clauses),)),
        "beside": NoneOf((*clauses, Compares("odi", ">", 4))),
        "nested": All((AnyOf((All(clauses), Compares("odi", ">", 4))), clauses[0])),
        "again": All(
            (AnyOf((All(clauses), AtLeast(2, (All(clauses[1:]), All(clauses[:-1]), clauses[5])))), clauses[2])
        ),
    }
    told = tuple(f"finding_{number}" for number in range(count))
    return _book(told=told, rules=tuple(rules.items()))


def _book(**parts):
    nothing = Rulebook((), ("gentle",), (), (), (), (), {"approach": ("gentle",)}, {}, (), {})
    return replace(nothing, **parts)
