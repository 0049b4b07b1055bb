"""Every small edit of a conclusion: levels, caps and points a step up and down, selectors narrower and wider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from bench.mutation.conditions import next_of
from bench.mutation.mutant import Edit
from hep_engine.model.exercise import Spine
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import (
    CapDifficulty,
    CapDose,
    CapProgram,
    Caution,
    Conclusion,
    Exclude,
    Infer,
    Prefer,
    Refer,
    Rule,
    ScreenAgain,
    Selector,
    TakeApproach,
    TakeStep,
)
from hep_engine.model.words import Level

__all__ = ["ConclusionEdits"]

_STEPS = ("progress", "hold", "regress", "swap", "stop")
"""From the boldest to the most cautious."""


@dataclass(frozen=True, slots=True)
class ConclusionEdits:
    """Makes the edits of conclusions, in the words of one knowledge base."""

    knowledge: KnowledgeBase

    def of(self, rule: Rule) -> Iterator[Edit]:
        """Every edit of what the rule concludes, and the rule made a draft, so that it concludes nothing."""
        for kind, says, then in self._of(rule.then):
            yield Edit("then", kind, says, replace(rule, then=then))
        yield Edit("status", "rule made a draft", "as a draft", replace(rule, status="draft"))

    def _of(self, then: Conclusion) -> Iterator[tuple[str, str, Conclusion]]:
        match then:
            case Infer(finding):
                derived = [name for name, entry in self.knowledge.vocabulary.findings.items() if entry.derived]
                yield _said("finding replaced", finding, next_of(derived, finding), Infer)
            case TakeApproach(approach):
                for other in self.knowledge.vocabulary.approaches:
                    if other != approach:
                        yield _said("approach replaced", approach, other, TakeApproach)
            case Refer(level):
                for other in _beside(tuple(Level)[1:], level):
                    yield _said("level changed", level, other, Refer)
            case TakeStep(step):
                for other in _beside(_STEPS, step):
                    yield _said("step changed", step, other, TakeStep)
            case ScreenAgain():
                yield "step changed", "`step: regress` for `screen: again`", TakeStep("regress")
            case CapDifficulty(most) | CapProgram(_, most):
                for other in (most - 1, most + 1):
                    yield "cap changed", f"`{other}` for `{most}`", replace(then, most=other)
            case CapDose(_, most, selector):
                for other in (most - 1, most + 1):
                    yield "cap changed", f"`{other}` for `{most}`", replace(then, most=other)
                for kind, says, each in self._selectors(selector) if selector else ():
                    yield kind, says, replace(then, selector=each)
            case Prefer(selector, points):
                for other in (points - 1, points + 1, -points):
                    yield "points changed", f"`{other}` for `{points}`", replace(then, points=other)
                for kind, says, each in self._selectors(selector):
                    yield kind, says, replace(then, selector=each)
            case Exclude(selector) | Caution(_, selector):
                for kind, says, each in self._selectors(selector):
                    yield kind, says, replace(then, selector=each)

    def _selectors(self, selector: Selector) -> Iterator[tuple[str, str, Selector]]:
        """Narrower and wider by one word or one key."""
        for number, (key, words) in enumerate(selector.wants):
            others = (*selector.wants[:number], *selector.wants[number + 1 :])

            def becoming(words: tuple[str, ...], key: str = key, number: int = number) -> Selector:
                wants = selector.wants
                return Selector((*wants[:number], (key, words), *wants[number + 1 :]))

            for word in words if len(words) > 1 else ():
                left = tuple(each for each in words if each != word)
                yield "selector narrowed", f"`{key}` without `{word}`", becoming(left)
            for word in self._more(key, words):
                yield "selector widened", f"`{key}` also `{word}`", becoming((*words, word))
            if others:
                yield "selector widened", f"any `{key}`", Selector(others)
        told = {key for key, _ in selector.wants}
        for key, words in (("spine.range", ("mid", "end")), ("per_side", ("true", "false"))):
            for word in words if key not in told else ():
                says = f"only `{key}: {word}`"
                yield "selector narrowed", says, Selector((*selector.wants, (key, (word,))))

    def _more(self, key: str, words: Sequence[str]) -> Sequence[str]:
        """The words that are not wanted yet: all of them where the list is short, else the next one."""
        vocabulary = self.knowledge.vocabulary
        long: dict[str, Sequence[str]] = {
            "id": tuple(self.knowledge.exercises),
            "indications": tuple(vocabulary.deficits),
            "equipment": tuple(vocabulary.equipment),
            "weight_through": tuple(vocabulary.body_parts),
        }
        if key in long:
            more = next_of(long[key], words[-1], words)
            return (more,) if more else ()
        short: dict[str, Sequence[str]] = {
            "category": tuple(vocabulary.categories),
            "position": tuple(vocabulary.positions),
            "difficulty": tuple(map(str, range(1, 6))),
            "per_side": ("true", "false"),
        }
        known = short.get(key) or get_args(Spine.model_fields[key.removeprefix("spine.")].annotation)
        return [each for each in known if each not in words]


def _beside(order: Sequence[str], word: str) -> Iterator[str]:
    """The words next to this one, before and after it."""
    place = order.index(word)
    yield from order[max(place - 1, 0) : place]
    yield from order[place + 1 : place + 2]


def _said(kind: str, before: str, after: str | None, of: type) -> tuple[str, str, Conclusion]:
    return kind, f"`{after}` for `{before}`", of(after)
