"""Rulebooks nobody could write, and patients no profile could tell: any tree in any place, from a seed.

The loader refuses most of them. A reading must give each its meaning all the same, and so must another reading.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hep_engine.model.condition import All, AnyOf, AtLeast, Clause, Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.facts import Told
from hep_engine.model.rulebook import Inference, Rulebook
from hep_engine.model.truth import Truth

__all__ = ["odd_book", "odd_told"]

FINDINGS = tuple(f"finding_{number}" for number in range(7))
WORDS = {"phase": ("acute", "chronic"), "sex": ("female", "male"), "approach": ("gentle", "steady", "strong")}
VALUES = tuple(map(Decimal, ("0", "2.5", "3", "7")))
NUMBERS = ("pain_score", "odi")
LISTED = {FactKind.DEFICIT: "deficit", FactKind.EQUIPMENT: "thing", FactKind.CLEARED: "finding"}


def odd_book(random: Random, most_exercises: int = 10) -> Rulebook:
    """Findings that rest on earlier ones, rules, approaches and exercises, each with any condition."""
    inferences = tuple(
        Inference(
            name,
            tuple(sorted(random.sample(FINDINGS[:number], random.randint(0, 2)))),
            tuple((f"infers_{number}_{at}", _tree(random, FINDINGS[:number])) for at in range(random.randint(0, 2))),
            random.random() < 0.5,
        )
        for number, name in enumerate(FINDINGS)
        if number >= 2
    )
    rules = tuple((f"rule_{number}", _tree(random, FINDINGS)) for number in range(random.randint(0, 5)))
    exercises = tuple(
        (f"exercise_{number}", All(_needs(random, rules, number)))
        for number in range(random.randint(0, most_exercises))
    )
    numbers: dict[Condition, int] = {}
    numbered = {name: tuple(numbers.setdefault(part, len(numbers)) for part in each.items) for name, each in exercises}
    return Rulebook(
        approaches=tuple(
            (f"takes_{number}", _tree(random, (), settled=False), random.choice(WORDS["approach"]))
            for number in range(random.randint(0, 3))
        ),
        caution=WORDS["approach"],
        told=FINDINGS[:2],
        findings=inferences,
        rules=rules,
        exercises=exercises,
        words=WORDS,
        requirements={},
        needs=tuple(numbers),
        numbered=numbered,
    )


def odd_told(random: Random) -> Told:
    """Contradictions and words nobody knows among what is told; or nothing told at all."""

    def some(word: str, count: int) -> frozenset[str]:
        return frozenset(f"{word}_{number}" for number in range(count) if random.random() < 0.4)

    words = {name: random.choice((None, *WORDS[name], "other")) for name in ("phase", "sex")}
    numbers = {name: random.choice((None, *VALUES, Decimal("2.7"), Decimal(11))) for name in NUMBERS}
    return Told(
        findings=some("finding", 8),
        ruled_out=some("finding", 8),
        cleared=some("finding", 3),
        deficits=some("deficit", 4),
        equipment=some("thing", 4) if random.random() < 0.7 else None,
        avoided=some("exercise", 3),
        words={name: word for name, word in words.items() if word is not None},
        numbers={name: number for name, number in numbers.items() if number is not None},
    )


def _tree(random: Random, findings: tuple[str, ...], *, settled: bool = True, depth: int = 0) -> Condition:
    """Any tree: empty blocks, items twice, `at_least` more than there are, `none` inside `none`."""
    if random.random() < (0.1, 0.5, 0.8, 1)[depth]:
        return _clause(random, findings, settled=settled)
    items = [
        _tree(random, findings, settled=settled, depth=depth + 1) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))
    ]
    if items and random.random() < 0.1:
        items.append(random.choice(items))
    kind = random.choice((All, AnyOf, NoneOf, AtLeast))
    return AtLeast(random.randint(0, len(items) + 1), tuple(items)) if kind is AtLeast else kind(tuple(items))


def _clause(random: Random, findings: tuple[str, ...], *, settled: bool) -> Clause:
    match random.choice(("has", "has", "has", "word", "number", "listed")):
        case "has" if findings:
            return Has(FactKind.FINDING, random.choice(findings))
        case "has" | "word":
            field = random.choice(("phase", "sex", "approach") if settled else ("phase", "sex"))
            words = tuple(random.sample(WORDS[field], random.randint(1, len(WORDS[field]))))
            return Is(field, words, random.choice(tuple(Truth)))
        case "number":
            return Compares(random.choice(NUMBERS), random.choice(("<", "<=", "=", ">=", ">")), random.choice(VALUES))
        case _:
            kind = random.choice(tuple(LISTED))
            return Has(kind, f"{LISTED[kind]}_{random.randint(0, 2)}")


def _needs(random: Random, rules: tuple[tuple[str, Condition], ...], number: int) -> tuple[Condition, ...]:
    """What an exercise needs: mostly of the forms exercises have, two of one form too, and now and then any tree."""
    absent = [Has(FactKind.FINDING, each) for each in FINDINGS]
    absent += [Has(FactKind.RULE, name) for name, _ in rules]
    absent += [Has(FactKind.AVOIDED, f"exercise_{number}"), Has(FactKind.AVOIDED, "exercise_0")]
    needs: list[Condition] = []
    for _ in range(random.randint(0, 5)):
        match random.choice(("absent", "absent", "clause", "clause", "choice", "tree")):
            case "absent":
                needs.append(NoneOf((random.choice(absent),)))
            case "clause":
                needs.append(_clause(random, (), settled=True))
            case "choice":
                deficits = [f"deficit_{random.randint(0, 2)}" for _ in range(random.randint(0, 3))]
                needs.append(AnyOf(tuple(Has(FactKind.DEFICIT, each) for each in deficits)))
            case _:
                needs.append(_tree(random, FINDINGS))
    return tuple(needs)
