"""
The mutants of the shipped knowledge: one for everything that decides, and none of a safety rule goes unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from bench.mutants import shipped_judge
from bench.mutation.generate import mutants
from bench.mutation.judge import Judge
from bench.mutation.mutant import SAFETY, ClosedList
from bench.mutation.report import page
from hep_engine.model.condition import Compares, Condition, Has, Is
from hep_engine.model.exercise import Exercise
from hep_engine.model.policy import Policy
from hep_engine.model.rule import FOLDERS, Advise, Rule

SAMPLE, SEED = 40, 5
DECIDING = [folder for folder in FOLDERS if folder != "invariants"]


def clauses_at(condition: Condition, path: str = "when") -> Iterator[tuple[str, Condition]]:
    """Every clause with the way to it."""
    if isinstance(condition, Has | Is | Compares):
        yield path, condition
        return
    for number, item in enumerate(condition.items):
        yield from clauses_at(item, f"{path}.{number}")


@pytest.fixture(scope="module")
def made(shipped):
    """Every mutant by id."""
    return {each.id: each for each in mutants(shipped)}


@pytest.fixture(scope="module")
def judge() -> Judge:
    """A judge with every patient and every list."""
    return shipped_judge()[0]


@pytest.fixture(scope="module")
def lone_judge(shipped) -> Judge:
    """A judge that has the loader and the proofs alone."""
    return Judge(shipped, (), lambda _: iter(()))


def kinds_at(made, start: str) -> list[str]:
    """The kinds of edit of one part of the knowledge."""
    return [each.kind for name, each in made.items() if name.startswith(f"{start}/")]


def test_the_same_mutants_come_in_the_same_order(shipped, made):
    """
    Each with an id of its own and a description.
    """
    again = list(mutants(shipped))
    assert [each.id for each in again] == list(made)
    assert again == list(made.values())
    assert all(each.says.strip() for each in again)


def test_every_mutant_is_an_edit(shipped, made):
    """
    None says what the knowledge says already.
    """
    for each in made.values():
        match each.becomes:
            case Rule(id=name):
                assert each.becomes != shipped.rules[name], each.id
            case Exercise(id=name):
                assert each.becomes != shipped.exercises[name], each.id
            case ClosedList(name, entries):
                assert entries != getattr(shipped.vocabulary, name), each.id
            case Policy():
                assert each.becomes != shipped.policy, each.id


def test_every_clause_has_its_mutants(shipped, made):
    """
    A finding is replaced, a word dropped, added or replaced, a comparison turned four ways and moved to both sides.
    """
    for folder in DECIDING:
        for rule in shipped.acting(folder):
            for path, clause in clauses_at(rule.when):
                kinds = kinds_at(made, f"{folder}/{rule.id}/{path}")
                if isinstance(clause, Compares):
                    assert kinds.count("comparator changed") == 4
                    assert kinds.count("number changed") == 2
                else:
                    assert {"word replaced", "word dropped", "word added"} & set(kinds), (rule.id, path)


def test_every_rule_has_its_conclusion_edited(shipped, made):
    """
    Softened or hardened, and made a draft; advice is a text, and texts are not edited.
    """
    for folder in DECIDING:
        for rule in shipped.acting(folder):
            assert kinds_at(made, f"{folder}/{rule.id}/then") or isinstance(rule.then, Advise)
            assert kinds_at(made, f"{folder}/{rule.id}/status") == ["rule made a draft"]


def test_every_contraindication_and_implication_has_its_drop(shipped, made):
    """
    A contraindication is softened to a precaution, too, and every exercise gets one more.
    """
    for exercise in shipped.exercises.values():
        for finding in exercise.contraindications:
            kinds = kinds_at(made, f"contraindications/{exercise.id}/{finding}")
            assert sorted(kinds) == ["contraindication dropped", "contraindication softened"]
        added = [
            name for name in made if name.startswith(f"contraindications/{exercise.id}/") and name.endswith("added")
        ]
        assert len(added) == 1
    for name, finding in shipped.vocabulary.findings.items():
        assert kinds_at(made, f"vocabulary/{name}/implies").count("implication dropped") == len(finding.implies)


@pytest.mark.parametrize("part", range(4))
def test_no_mutant_of_a_safety_rule_goes_unnoticed(judge, made, part):
    """
    A sample of them; `make mutants` tries all.
    """
    names = Random(SEED).sample([name for name, each in made.items() if each.area in SAFETY], SAMPLE)
    for name in names[part::4]:
        verdict = judge.judge(made[name])
        assert verdict.killer != "survivor", f"{verdict.id}: {verdict.by}"


@pytest.mark.parametrize(
    ("name", "killer", "by"),
    [
        ("gates/rf_ces/when.0/clause_dropped", "check", "HEP022"),
        (
            "contraindications/wall_sit/knee_pain_loaded/contraindication_softened",
            "proof",
            "never_listed_with_painful_knees",
        ),
        ("restrictions/dr_stop/when/block_changed", "equivalent", ""),
        ("restrictions/caution_pregnancy_after_20_weeks/status/rule_made_a_draft", "survivor", "caution_pregnancy"),
        ("precautions/clamshell/vertigo_positional/precaution_dropped", "check", "HEP035"),
        ("policy/policy/weights.focus/weight_changed", "survivor", "policy"),
        ("follow_up/fu_two_for_two/then/step_changed", "survivor", "fu_two_for_two"),
    ],
)
def test_what_notices_a_mutant_is_told(lone_judge, made, name, killer, by):
    """
    Without patients and lists, what only they notice is told as a survivor, with what is different.
    """
    verdict = lone_judge.judge(made[name])
    assert (verdict.killer, by in verdict.by) == (killer, True), verdict.by


def test_the_page_counts_every_mutant_and_names_every_survivor(lone_judge, made):
    """
    In a table, and below it by name.
    """
    names = ("policy/policy/weights.focus/weight_changed", "restrictions/dr_stop/when/block_changed")
    told = page(lone_judge.judge(made[name]) for name in names)
    assert "| policy | 1 | 0 | 0 | 0 | 0 | 1 |" in told
    assert "| **all** | 2 | 0 | 0 | 0 | 1 | 1 |" in told
    assert "* weight changed: policy `9` points for `10`" in told
