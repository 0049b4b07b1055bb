"""Edits of a knowledge base, made at random from a seed: some that change nothing, some that may."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hep_engine import KnowledgeBase
from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, Condition, Has, Is, NoneOf
from hep_engine.model.record import Range
from hep_engine.model.rule import Refer
from hep_engine.model.table import Table
from hep_engine.model.words import Level

__all__ = ["edited", "with_rule", "written_otherwise"]


def written_otherwise(knowledge: KnowledgeBase, seed: int) -> KnowledgeBase:
    """The same knowledge in other words and another order: lists shuffled, blocks and comparisons written otherwise."""
    random = Random(seed)
    rules = {
        name: replace(rule, when=_otherwise(rule.when, random), because=f"{rule.because} Indeed.")
        for name, rule in knowledge.rules.items()
    }
    sets = ("phases", "indications", "contraindications", "equipment", "weight_through", "progresses_to")
    exercises = {
        name: each.model_copy(
            update={
                **{field: _shuffled(getattr(each, field), random) for field in sets},
                "precautions": Table({finding: f"{text} Please." for finding, text in each.precautions.items()}),
                "purpose": f"{each.purpose}, again",
            }
        )
        for name, each in knowledge.exercises.items()
    }
    return replace(knowledge, rules=Table(rules), exercises=Table(exercises))


def _otherwise(condition: Condition, random: Random) -> Condition:
    match condition:
        case All(items):
            items = _all_otherwise(items, random)
            return AtLeast(len(items), items) if random.random() < 0.5 else All(items)
        case AnyOf(items):
            items = _all_otherwise(items, random)
            return AtLeast(1, items) if random.random() < 0.5 else AnyOf(items)
        case NoneOf(items):
            return NoneOf(_all_otherwise(items, random))
        case AtLeast(need, items):
            return AtLeast(need, _all_otherwise(items, random))
        case Is(field, words, untold):
            return Is(field, words[::-1], untold)
        case Compares(number, ">", value) if value == int(value) and number != "psfs":
            return Compares(number, ">=", value + 1)
        case Compares(number, "<=", value) if value == int(value) and number != "psfs":
            return Compares(number, "<", value + 1)
    return All((condition,)) if random.random() < 0.2 else condition


def _all_otherwise(items: tuple[Condition, ...], random: Random) -> tuple[Condition, ...]:
    return _shuffled(tuple(_otherwise(each, random) for each in items), random)


def _shuffled(items: tuple, random: Random) -> tuple:
    return tuple(random.sample(items, len(items)))


def edited(knowledge: KnowledgeBase, seed: int) -> KnowledgeBase:
    """One edit that may change something: of an exercise, or of a rule's condition or level."""
    random = Random(seed)
    if random.random() < 0.5:
        return _with_exercise(knowledge, random)
    acting = [rule for rule in knowledge.rules.values() if rule.active]
    if not acting:
        return _with_exercise(knowledge, random)
    rule = random.choice(acting)
    if isinstance(rule.then, Refer) and random.random() < 0.5:
        level = random.choice([each for each in Level if each not in (Level.NONE, rule.then.level)])
        return with_rule(knowledge, rule.id, then=Refer(level))
    if random.random() < 0.2:
        return with_rule(knowledge, rule.id, status="draft")
    return with_rule(knowledge, rule.id, when=_slip(rule.when, random))


def with_rule(knowledge: KnowledgeBase, name: str, **changed: object) -> KnowledgeBase:
    """The knowledge with one rule changed."""
    return replace(knowledge, rules=Table({**knowledge.rules, name: replace(knowledge.rules[name], **changed)}))


def _with_exercise(knowledge: KnowledgeBase, random: Random) -> KnowledgeBase:
    exercise = random.choice(list(knowledge.exercises.values()))
    low, high = exercise.pain_level
    against = exercise.contraindications
    changes: list[dict[str, object]] = [
        {"pain_level": Range(min(low + 1, high), high)},
        {"pain_level": Range(low, max(low, high - 1))},
        {"contraindications": against[1:]},
        {"contraindications": tuple({*against, random.choice(list(knowledge.vocabulary.findings))})},
        {"phases": exercise.phases[1:]},
        {"status": "retired"},
        {"difficulty": min(5, exercise.difficulty + 1)},
    ]
    changed = exercise.model_copy(update=random.choice(changes))
    return replace(knowledge, exercises=Table({**knowledge.exercises, exercise.id: changed}))


def _slip(condition: Condition, random: Random) -> Condition:
    """One number off, one item gone, or one block for another."""
    match condition:
        case Compares(number, op, value):
            return Compares(number, op, max(Decimal(0), value + random.choice((-1, 1))))
        case Has() | Is():
            return condition
        case AtLeast(need, items) if need > 1 and random.random() < 0.5:
            return AtLeast(need - 1, items)
        case block:
            number = random.randrange(len(block.items))
            if len(block.items) > 1 and random.random() < 0.5 and not isinstance(block, AtLeast):
                return replace(block, items=block.items[:number] + block.items[number + 1 :])
            slipped = _slip(block.items[number], random)
            return replace(block, items=(*block.items[:number], slipped, *block.items[number + 1 :]))
