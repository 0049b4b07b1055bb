"""
Every rule proves itself: its examples fire and stay quiet as they say, and every clause is seen both ways.
"""

from __future__ import annotations

import pytest

from hep_engine import Engine
from hep_engine.knowledge.load import load_knowledge
from hep_engine.model.condition import clauses
from hep_engine.model.facts import Facts
from hep_engine.model.rule import Infer, TakeApproach
from hep_engine.model.rulebook import follow_up_book
from hep_engine.model.truth import Truth
from hep_engine.reasoning import plain
from hep_engine.rehearsal import settled_example

KNOWLEDGE = load_knowledge()
EXAMPLES = [(rule.id, number) for rule in KNOWLEDGE.rules.values() for number in range(len(rule.examples))]


def _facts(engine: Engine, example) -> Facts:
    return settled_example(example, engine.knowledge, engine.book, engine.questions())


@pytest.mark.parametrize(("rule_id", "number"), EXAMPLES)
def test_an_example_does_what_it_says(engine, rule_id, number):
    """
    Fires means yes; quiet means anything else, and no engine differs.
    """
    rule = engine.knowledge.rules[rule_id]
    example = rule.examples[number]
    facts = _facts(engine, example)
    assert (plain.judge(rule.when, facts) is Truth.YES) == (example.expect == "fires")
    match rule.then:
        case Infer(finding) if example.expect == "fires":
            assert facts.findings[finding] is Truth.YES
        case TakeApproach(approach) if example.expect == "fires":
            caution = engine.knowledge.vocabulary.approaches
            assert caution.index(facts.approach or "") <= caution.index(approach)
    if example.patient is None:
        book = follow_up_book(engine.knowledge)
        assert plain.read(book, facts.told).rules[rule_id] is plain.judge(rule.when, facts)
    else:
        engine.recommend(example.patient)


def test_every_clause_of_every_rule_is_seen_both_ways(engine):
    """
    Over a rule's own examples each clause is yes in one and not yes in another, so that no clause is decoration.
    """
    for rule in engine.knowledge.rules.values():
        all_facts = [_facts(engine, example) for example in rule.examples]
        for clause, _ in clauses(rule.when):
            seen = {plain.judge(clause, facts) for facts in all_facts}
            assert Truth.YES in seen, f"{rule.id}: {clause}"
            assert seen & {Truth.NO, Truth.UNKNOWN}, f"{rule.id}: {clause}"
