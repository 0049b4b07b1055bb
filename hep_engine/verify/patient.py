"""Every patient at once: a profile whose fields are variables of a solver, and what the engine admits of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from hep_engine.model.condition import Compares, FactKind, Has, Is
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.truth import Truth
from hep_engine.model.words import DIRECTION_DEFICITS, FIELD_WORDS
from hep_engine.verify.rails import Rails, never, settled
from hep_engine.verify.scale import AGE, PAIN, possible_together, scales_of

__all__ = ["Patient"]


class Patient:
    """The variables of one patient in the words of a knowledge base.

    Variables of the same name are the same variable to the solver, so two knowledge bases can be asked about one
    patient. *differing* names a second patient who is the first one but for what is known and ruled out.
    """

    def __init__(self, knowledge: KnowledgeBase, differing: str = "") -> None:
        vocabulary = knowledge.vocabulary
        self.vocabulary = vocabulary
        self.scales = {"pain_score": PAIN, "age": AGE, **scales_of(vocabulary.measures)}
        tellable = sorted(vocabulary.tellable)
        clearable = [each for each in tellable if vocabulary.findings[each].clearable]
        self.given = {each: z3.Bool(f"given {each}{differing}") for each in tellable}
        self.ruled_out = {each: z3.Bool(f"ruled out {each}{differing}") for each in tellable}
        self.cleared = {each: z3.Bool(f"cleared {each}") for each in clearable}
        self.deficits = {each: z3.Bool(f"deficit {each}") for each in vocabulary.deficits}
        self.owns = {each: z3.Bool(f"at home {each}") for each in vocabulary.equipment}
        self.avoided = {each: z3.Bool(f"avoids {each}") for each in knowledge.exercises}
        self.words = {
            field: {word: z3.Bool(f"{field} is {word}") for word in words} for field, words in FIELD_WORDS.items()
        }
        self.counts = {name: z3.Int(name) for name in self.scales}
        self.told = {name: z3.Bool(f"{name} told") for name in self.scales if name != "pain_score"}
        self.equipment_told = z3.Bool("equipment told")

    def admitted(self) -> Iterator[Any]:
        """What the engine demands of a profile before it reads it."""
        for finding, given in self.given.items():
            yield z3.Not(z3.And(given, self.ruled_out[finding]))
        for finding, cleared in self.cleared.items():
            yield z3.Implies(cleared, self.given[finding])
        for owned in self.owns.values():
            yield z3.Implies(owned, self.equipment_told)
        for field, words in self.words.items():
            yield z3.AtMost(*words.values(), 1)
            if field == "phase":
                yield z3.Or(*words.values())
        for name, scale in self.scales.items():
            yield z3.And(self.counts[name] >= 0, self.counts[name] <= scale.steps)
        for part, total, right in possible_together(self.vocabulary.measures, self.counts):
            yield z3.Implies(z3.And(self.told[part], self.told[total]), right)
        for tested, word in self.words["directional_preference"].items():
            for direction, deficit in DIRECTION_DEFICITS.items():
                if deficit in self.deficits and direction != tested:
                    yield z3.Implies(word, z3.Not(self.deficits[deficit]))

    def clause(self, clause: Has | Is | Compares) -> Rails:
        """Whether a clause holds of what was told; not for findings, rules and the approach, which follow from it."""
        match clause:
            case Has(FactKind.DEFICIT, word):
                return settled(self.has_deficit(word))
            case Has(FactKind.CLEARED, word):
                return settled(self.cleared[word]) if word in self.cleared else never()
            case Has(FactKind.AVOIDED, word):
                return settled(self.avoided[word])
            case Has(FactKind.EQUIPMENT, word):
                owned = self.owns[word]
                return Rails(owned, z3.Or(owned, z3.Not(self.equipment_told)))
            case Is(field, words, untold):
                return self._is_one_of(field, words, untold)
            case Compares(number, op, value):
                so = self.scales[number].compares(self.counts[number], op, value)
                if number not in self.told:
                    return settled(so)
                return Rails(z3.And(self.told[number], so), z3.Or(z3.Not(self.told[number]), so))
        raise KeyError(f"`{clause}` is not told of a patient")

    def has_deficit(self, word: str) -> Any:
        """Whether the deficit is told, or stands for the direction that was tested."""
        told = self.deficits[word]
        tested = [self.words["directional_preference"][way] for way, each in DIRECTION_DEFICITS.items() if each == word]
        return z3.Or(told, *tested)

    def word(self, field: str, word: str) -> Any:
        """Whether the field says this word; a direction found and told as the one deficit counts."""
        told = self.words[field][word]
        if field != "directional_preference" or DIRECTION_DEFICITS.get(word) not in self.deficits:
            return told
        found = [self.deficits[each] for each in DIRECTION_DEFICITS.values() if each in self.deficits]
        alone = z3.And(self.deficits[DIRECTION_DEFICITS[word]], z3.AtMost(*found, 1))
        return z3.Or(told, z3.And(z3.Not(z3.Or(*self.words[field].values())), alone))

    def _is_one_of(self, field: str, words: tuple[str, ...], untold: Truth) -> Rails:
        so = z3.Or([self.word(field, each) for each in words])
        nothing = z3.Not(z3.Or([self.word(field, each) for each in self.words[field]]))
        yes = z3.Or(so, nothing) if untold is Truth.YES else so
        return Rails(yes, so if untold is Truth.NO else z3.Or(so, nothing))
