"""A clause is seen to decide when turning it alone would turn the rule."""

from __future__ import annotations

from hep_engine import Engine
from hep_engine.audit.clauses import clauses_seen
from hep_engine.audit.invariants import try_invariants
from hep_engine.audit.trial import try_all
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.knowledge.vignettes import read_vignettes
from tests.conftest import ROOT
from tests.knowledge.conftest import shipped_files

RULE = """rule: museum
status: active
when:
  {block}:
    - has leg_pain
    - pain_score >= 5
then:
  prefer: {{difficulty: [1]}}
  points: 1
because: a reason
origin: ours
sources: []
examples:
  - fires: both
    patient: {{pain_score: 5, phase: acute, findings: [leg_pain]}}
  - quiet: neither
    patient: {{pain_score: 4, phase: acute, ruled_out: [leg_pain]}}
"""


def seen(block):
    """How often each clause of a small rule decided, on its two examples alone."""
    files = shipped_files() | {"rules/ranking/museum.yaml": RULE.format(block=block).encode()}
    engine = Engine(assemble(SourceFile(name, content) for name, content in files.items()), cross_check="off")
    return [(each.held, each.did_not_hold) for each in clauses_seen(engine, ()) if each.rule == "museum"]


def test_in_all_both_clauses_decide_where_both_hold_and_neither_where_none_does():
    """
    With neither, turning one clause leaves the rule quiet.
    """
    assert seen("all") == [(1, 0), (1, 0)]


def test_in_any_both_clauses_decide_where_neither_holds_and_neither_where_both_do():
    """
    With both, turning one clause leaves the rule firing.
    """
    assert seen("any") == [(0, 1), (0, 1)]


def test_in_none_a_clause_that_holds_keeps_the_rule_quiet():
    """
    The other way round.
    """
    files = RULE.replace("fires: both", "quiet: both").replace("quiet: neither", "fires: neither")
    knowledge = shipped_files() | {"rules/ranking/museum.yaml": files.format(block="none").encode()}
    engine = Engine(assemble(SourceFile(name, content) for name, content in knowledge.items()), cross_check="off")
    assert [(each.held, each.did_not_hold) for each in clauses_seen(engine, ()) if each.rule == "museum"] == [
        (0, 1),
        (0, 1),
    ]


def test_every_clause_of_the_shipped_rules_decides_both_ways(plain_engine):
    """
    On the rules' own examples and the shipped patients.
    """
    tried = try_all(plain_engine, read_vignettes(plain_engine.knowledge, ROOT / "tests" / "patients"))
    assert [f"{each.clause} in {each.rule}" for each in tried.clauses if not each.both_ways] == []
    assert tried.passed


FALSE = """rule: museum
status: active
never:
  recommend: {position: quadruped}
  when:
    all:
      - age > 80
because: a reason
origin: ours
sources: []
examples:
  - fires: eighty-one
    patient: {pain_score: 3, phase: chronic, age: 81}
  - quiet: eighty
    patient: {pain_score: 3, phase: chronic, age: 80}
"""


def test_a_statement_that_is_false_is_told_with_a_patient():
    """
    The patient of its own example, who wants everything, is offered what must never be.
    """
    files = shipped_files() | {"rules/invariants/museum.yaml": FALSE.encode()}
    engine = Engine(assemble(SourceFile(name, content) for name, content in files.items()), cross_check="off")
    (broken,) = try_invariants(engine)
    assert (broken.rule, broken.profile.age) == ("museum", 81)
    assert engine.knowledge.exercises[broken.exercise].position == "quadruped"
    assert (broken.at.file, broken.at.line) == ("rules/invariants/museum.yaml", 4)
