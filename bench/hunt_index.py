"""The hunt: plain and index on one generated case after another, until time is up, on every core.

    python -m bench.hunt_index [minutes] [first seed] [processes]

A case is a patient and a rulebook. Half of the rulebooks are those of generated knowledge that the loader accepts, half
are trees that nobody could write (`tests/worlds/odd_books.py`); each gets many patients. Every verdict is compared:
approach, findings, rules and exercises. Ends at the first difference, with the seed that makes it again, and exit 1.
Of so many processes each takes its turn of the seeds.
"""

from __future__ import annotations

import operator
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from multiprocessing import get_context
from random import Random
from time import perf_counter
from typing import NamedTuple

from hep_engine import KnowledgeBase
from hep_engine.model.facts import Told
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.words import FIELD_WORDS
from hep_engine.reasoning import plain
from hep_engine.reasoning.index import IndexReading
from tests.worlds.knowledge import make_knowledge
from tests.worlds.odd_books import odd_book, odd_told

__all__ = ["main"]

EACH = 2_000
"""Patients for each rulebook."""


class Hunted(NamedTuple):
    """What was compared, by how many seeds."""

    seeds: int
    cases: int
    verdicts: int
    differences: list[str]

    def __str__(self) -> str:
        """How much it was."""
        return f"{self.seeds:,} seeds, {self.cases:,} cases, {self.verdicts:,} verdicts"


def main(minutes: float = 5.0, first_seed: int = 0, processes: int = os.cpu_count() or 1) -> int:
    """Hunt for so many *minutes*, from *first_seed* up, in so many *processes*; the exit code."""
    hunts = [(minutes, first_seed + number, processes) for number in range(processes)]
    started, all_of_it = perf_counter(), Hunted(0, 0, 0, [])
    with get_context("spawn").Pool(processes) as pool:
        for found in pool.imap_unordered(_hunted, hunts):
            if found.differences:
                print("\n".join(found.differences))
                return 1
            all_of_it = Hunted(*map(operator.add, all_of_it, found))
    seconds = perf_counter() - started
    print(f"from seed {first_seed}: {all_of_it}, {all_of_it.cases / seconds:,.0f} cases a second, no difference")
    return 0


def _hunted(hunt: tuple[float, int, int]) -> Hunted:
    """One process's part of the hunt."""
    minutes, first_seed, step = hunt
    started, seed, cases, verdicts = perf_counter(), first_seed, 0, 0
    said = started
    while (now := perf_counter()) - started < 60 * minutes:
        for book, tellings in _worlds(seed):
            index = IndexReading(book)
            for told in tellings:
                read, expected = index.read(told), plain.read(book, told)
                if read != expected:
                    return Hunted(0, cases, verdicts, [f"seed {seed}: {told}", *read.differences(expected)])
                cases += 1
                verdicts += 1 + len(read.findings) + len(read.rules) + len(read.exercises)
        seed += step
        if now - said > 30:
            said = now
            print(
                f"seeds {first_seed} to {seed - step}: {cases:,} cases, {cases / (now - started):,.0f} a second",
                flush=True,
            )
    return Hunted((seed - first_seed) // step, cases, verdicts, [])


def _worlds(seed: int) -> Iterator[tuple[Rulebook, Iterator[Told]]]:
    random = Random(seed)
    knowledge = make_knowledge(seed, random.randint(1, 12), random.randint(1, 12), random.randint(0, 12))
    yield Rulebook.of(knowledge), _many(lambda: _told(knowledge, random))
    yield odd_book(random), _many(lambda: odd_told(random))


def _many(make: Callable[[], Told]) -> Iterator[Told]:
    return (make() for _ in range(EACH))


def _told(knowledge: KnowledgeBase, random: Random) -> Told:
    """A patient in the words of *knowledge*: asked about everything, about some, or about nothing."""
    vocabulary = knowledge.vocabulary
    findings = _some(random, vocabulary.tellable, random.choice((0, 0.1, 0.3)))
    asked = _some(random, vocabulary.tellable, random.choice((0, 0.5, 1)))
    words = {name: random.choice((*known, None)) for name, known in FIELD_WORDS.items()}
    words["phase"] = words["phase"] or "acute"
    numbers = {
        name: each.min + each.step * random.randint(0, int((each.max - each.min) / each.step))
        for name, each in vocabulary.measures.items()
        if random.random() < 0.5
    }
    numbers["pain_score"] = Decimal(random.randint(0, 10))
    if random.random() < 0.7:
        numbers["age"] = Decimal(random.randint(0, 110))
    return Told(
        findings=findings,
        ruled_out=asked - findings,
        cleared=_some(random, {each for each in findings if vocabulary.findings[each].clearable}, 0.5),
        deficits=_some(random, vocabulary.deficits, 0.4),
        equipment=_some(random, vocabulary.equipment, 0.5) if random.random() < 0.7 else None,
        avoided=_some(random, knowledge.exercises, 0.1),
        words={name: word for name, word in words.items() if word is not None},
        numbers=numbers,
    )


def _some(random: Random, words: Iterable[str], share: float) -> frozenset[str]:
    return frozenset(word for word in sorted(words) if random.random() < share)


if __name__ == "__main__":
    sys.exit(main(*(kind(given) for kind, given in zip((float, int, int), sys.argv[1:], strict=False))))
