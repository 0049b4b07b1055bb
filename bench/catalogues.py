"""Large catalogues: the shipped exercises again and again, each copy a little different, from a seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.record import Range
from hep_engine.model.table import Table

__all__ = ["widened"]


def widened(knowledge: KnowledgeBase, count: int, seed: int = 1) -> KnowledgeBase:
    """The same knowledge with *count* exercises. Copies keep what is forbidden and add to it, so statements hold.

    The fingerprints stay those of the original: this is for measuring, not for patients.
    """
    random = Random(seed)
    originals = list(knowledge.exercises.values())
    made = {each.id: each for each in originals[:count]}
    for number in range(count - len(made)):
        copy = _varied(originals[number % len(originals)], number, random, knowledge)
        made[copy.id] = copy
    places = {name: at for name, at in knowledge.places.items() if not name.startswith("exercise/")}
    places |= {f"exercise/{name}": knowledge.places[f"exercise/{name.split('__')[0]}"] for name in made}
    return replace(knowledge, exercises=Table(made), places=Table(places))


def _varied(exercise: Exercise, number: int, random: Random, knowledge: KnowledgeBase) -> Exercise:
    low, high = exercise.pain_level
    deficits = [each for each in knowledge.vocabulary.deficits if not each.startswith("dp_")]
    findings = sorted(knowledge.vocabulary.tellable - {*exercise.contraindications, *exercise.precautions})
    return exercise.model_copy(
        update={
            "id": f"{exercise.id}__{number}",
            "pain_level": Range(low, random.randint(low, high)),
            "phases": tuple(each for each in exercise.phases if random.random() < 0.9) or exercise.phases,
            "indications": tuple(
                dict.fromkeys((*exercise.indications, *random.sample(deficits, random.randint(0, 2))))
            ),
            "contraindications": (*exercise.contraindications, *random.sample(findings, random.randint(0, 2))),
            "progresses_to": (),
        }
    )
