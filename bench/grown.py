"""Catalogues of any size: the shipped exercises again and again, each copy a little different, by a seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hep_engine import KnowledgeBase
from hep_engine.model.exercise import Exercise
from hep_engine.model.record import Range
from hep_engine.model.table import Table

__all__ = ["grown"]


def grown(knowledge: KnowledgeBase, count: int, seed: int = 1) -> KnowledgeBase:
    """The same knowledge with *count* exercises.

    A copy keeps what it must never be given with, so that every statement holds, and may have more of it. It may be
    for less pain, for fewer phases, easier, and for one thing more. It leads to the copies of what its first form leads
    to, so that chains are as long as they were. Copies stand where the first form stands.
    """
    random = Random(seed)
    shipped = list(knowledge.exercises.values())
    exercises: dict[str, Exercise] = {}
    places = dict(knowledge.places)
    deficits = sorted({each for exercise in shipped for each in exercise.indications})
    findings = sorted({each for exercise in shipped for each in exercise.contraindications})
    written: dict[str, list[str]] = {each.id: [] for each in shipped}
    for path in knowledge.places:
        kind, _, rest = path.partition("/")
        if kind == "exercise" and "/" in rest:
            written[rest.partition("/")[0]].append(path)
    for number in range(count):
        first = shipped[number % len(shipped)]
        turn = number // len(shipped)
        name = f"{first.id}_{turn}" if turn else first.id
        exercises[name] = _copy(first, name, turn, random, deficits, findings) if turn else first
        for path in written[first.id] if turn else ():
            places[path.replace(first.id, name, 1)] = knowledge.places[path]
        places[f"exercise/{name}"] = knowledge.places[f"exercise/{first.id}"]
    known = set(exercises)
    kept = {
        name: each.model_copy(update={"progresses_to": tuple(later for later in each.progresses_to if later in known)})
        for name, each in exercises.items()
    }
    return replace(knowledge, exercises=Table(kept), places=Table(places), content=f"grown {count} {seed}")


def _copy(first: Exercise, name: str, turn: int, random: Random, deficits: list[str], findings: list[str]) -> Exercise:
    low, high = first.pain_level
    against = list(first.contraindications)
    against += [each for each in random.sample(findings, 1) if each not in (*against, *first.precautions)]
    return first.model_copy(
        update={
            "id": name,
            "name": f"{first.name}, form {turn}",
            "pain_level": Range(low, max(low, high - random.choice((0, 0, 1)))),
            "phases": tuple(each for each in first.phases if random.random() < 0.9) or first.phases,
            "indications": tuple(dict.fromkeys((*first.indications, random.choice(deficits)))),
            "contraindications": tuple(against),
            "difficulty": max(1, first.difficulty - random.choice((0, 0, 1))),
            "progresses_to": tuple(f"{each}_{turn}" for each in first.progresses_to),
        }
    )
