"""A region of patients in words: who they are, and the deficits that nothing is offered for."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.gaps import SEVERAL, Among, Between, Fact, Region
from hep_engine.model.vocabulary import Vocabulary
from hep_engine.model.wording import lower_first, phrase
from hep_engine.model.words import DIRECTION_DEFICITS, spoken

__all__ = ["for_what", "one_of", "who"]

_WAY = "directional_preference"
_WAYS = {"extension": "extension", "flexion": "flexion", "lateral": "side-gliding"}
_FIELDS = {"phase": "phase", "approach": "treatment approach", "irritability": "irritability", "sex": "sex"}


def who(region: Region, vocabulary: Vocabulary) -> str:
    """Who the patients are, the deficits and groups of facts aside."""
    told = [_number(each, vocabulary) for each in region.between]
    told += [_field(each) for each in region.among if each.field != _WAY]
    told += [_way(each) for each in region.among if each.field == _WAY]
    told += [_fact(group[0], vocabulary) for group in region.facts if len(group) == 1]
    return "; ".join(told) or "any patient"


def one_of(region: Region, vocabulary: Vocabulary) -> Iterator[str]:
    """Each group of facts of which one is enough."""
    for group in region.facts:
        if len(group) > 1:
            yield "; ".join(_fact(each, vocabulary) for each in group)


def for_what(region: Region) -> str:
    """The deficits that nothing is offered for, a preferred direction among them."""
    if region.deficits is None:
        return "any deficit"
    ways = {deficit: way for way, deficit in DIRECTION_DEFICITS.items()}
    named = [f"a preference for {_WAYS[ways[each]]}" if each in ways else spoken(each) for each in region.deficits]
    return ", ".join(named) or "the preferred direction"


def _number(each: Between, vocabulary: Vocabulary) -> str:
    name = {"pain_score": "pain", "age": "age"}.get(each.number)
    name = name or vocabulary.measures[each.number].label
    if each.low is None:
        return f"{name} not told"
    span = f"{each.low}" if each.low == each.high else f"{each.low}-{each.high}"
    return f"{name} {span}{' or not told' if each.or_not_told else ''}"


def _field(each: Among) -> str:
    words = [*map(spoken, each.words), *(["not told"] if each.or_not_told else [])]
    return f"{_FIELDS[each.field]} {phrase(words, 'or')}"


def _way(each: Among) -> str:
    """What must be so of the preferred direction."""
    words = [_WAYS[word] for word in each.words if word in _WAYS]
    # Which of several contradict each other is no matter to a reader.
    words += ["several at once"] if any(SEVERAL in word for word in each.words) else []
    words += ["none when tested"] if "none" in each.words else []
    words += ["not told"] if each.or_not_told else []
    return f"preferred direction {phrase(words, 'or')}"


def _fact(fact: Fact, vocabulary: Vocabulary) -> str:
    match fact.says:
        case "not_at_home":
            return f"no {spoken(fact.id)} at home"
        case "deficit":
            return f"with {spoken(fact.id)}"
    label = lower_first(vocabulary.label("findings", fact.id))
    lifted = {"cleared": " (cleared)", "not_cleared": " not cleared"}.get(fact.says, "")
    return f"{label}{lifted}"
