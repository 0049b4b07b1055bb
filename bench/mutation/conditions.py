"""Every small edit of a condition: clauses dropped, turned, replaced; comparators, numbers, words, blocks changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import get_args

from bench.mutation.mutant import Edit
from hep_engine.model.condition import (
    All,
    AnyOf,
    AtLeast,
    Block,
    Clause,
    Compares,
    Condition,
    FactKind,
    Has,
    Is,
    NoneOf,
    Operator,
    clauses,
)
from hep_engine.model.vocabulary import Vocabulary
from hep_engine.model.words import FIELD_WORDS

__all__ = ["ConditionEdits", "next_of"]


def next_of(words: Sequence[str], word: str, taken: Sequence[str] = ()) -> str | None:
    """The word that comes after *word* in the list, round its end, and is not *taken*."""
    start = words.index(word)
    return next((each for each in [*words[start + 1 :], *words[:start]] if each not in taken), None)


@dataclass(frozen=True, slots=True)
class ConditionEdits:
    """Makes the edits of conditions, in the words of one vocabulary."""

    vocabulary: Vocabulary

    def of(self, condition: Condition, path: str = "when") -> Iterator[Edit]:
        """Every edit of *condition*, the same ones in the same order each time."""
        taken = [clause.word for clause, _ in clauses(condition) if isinstance(clause, Has)]
        yield from self._edits(condition, path, taken)

    def _edits(self, condition: Condition, path: str, taken: Sequence[str]) -> Iterator[Edit]:
        if isinstance(condition, Has | Is | Compares):
            yield from self._of_clause(condition, path, taken)
            return
        yield from _of_block(condition, path)
        for number, item in enumerate(condition.items):
            at, others = f"{path}.{number}", (*condition.items[:number], *condition.items[number + 1 :])
            if others and not (isinstance(condition, AtLeast) and condition.need > len(others)):
                yield Edit(at, f"{_sort(item)} dropped", f"without {told(item)}", replace(condition, items=others))
            if isinstance(item, Has | Is | Compares) and not isinstance(condition, NoneOf):
                says = f"{told(item)} under `none`"
                yield Edit(at, "clause turned", says, _with(condition, number, NoneOf((item,))))
            if isinstance(item, NoneOf):
                yield from _out_of_none(condition, number, item, at)
            for each in self._edits(item, at, taken):
                yield replace(each, becomes=_with(condition, number, each.becomes))

    def _of_clause(self, clause: Clause, path: str, taken: Sequence[str]) -> Iterator[Edit]:
        match clause:
            case Has(kind, word):
                for other in self._other_words(kind, word, taken):
                    yield _clause_edit(path, "word replaced", clause, replace(clause, word=other))
            case Is(field, words):
                yield from self._of_words(clause, self._field_words(field), words, path)
            case Compares(number, op, value):
                for other_op in get_args(Operator):
                    if other_op != op:
                        yield _clause_edit(path, "comparator changed", clause, replace(clause, op=other_op))
                for step in (-self._step(number), self._step(number)):
                    yield _clause_edit(path, "number changed", clause, replace(clause, value=value + step))

    def _of_words(self, clause: Is, known: Sequence[str], words: Sequence[str], path: str) -> Iterator[Edit]:
        for word in words if len(words) > 1 else ():
            left = tuple(each for each in words if each != word)
            yield _clause_edit(path, "word dropped", clause, replace(clause, words=left))
        for word in known:
            if word not in words:
                yield _clause_edit(path, "word added", clause, replace(clause, words=(*words, word)))
                if len(words) == 1:
                    yield _clause_edit(path, "word replaced", clause, replace(clause, words=(word,)))

    def _other_words(self, kind: FactKind, word: str, taken: Sequence[str]) -> Iterator[str]:
        """The next finding of the same group, and the next of the whole list; of the rest, the next on its list."""
        findings = self.vocabulary.findings
        if kind is FactKind.DEFICIT:
            lists = [list(self.vocabulary.deficits)]
        elif kind is FactKind.CLEARED:
            lists = [[name for name, entry in findings.items() if entry.clearable]]
        else:
            lists = [[name for name, entry in findings.items() if entry.group == findings[word].group], list(findings)]
        yield from dict.fromkeys(other for each in lists if (other := next_of(each, word, taken)))

    def _field_words(self, field: str) -> Sequence[str]:
        return self.vocabulary.approaches if field == "approach" else FIELD_WORDS[field]

    def _step(self, number: str) -> Decimal:
        measure = self.vocabulary.measures.get(number) or self.vocabulary.follow_up.get(number)
        return measure.step if measure else Decimal(1)


def told(condition: Condition) -> str:
    """A clause as it is written; a block in short."""
    if isinstance(condition, Has | Is | Compares):
        return f"`{condition}`"
    return "the block " + ", ".join(f"`{clause}`" for clause, _ in clauses(condition))


def _sort(item: Condition) -> str:
    return "clause" if isinstance(item, Has | Is | Compares) else "block"


def _clause_edit(path: str, kind: str, clause: Clause, becomes: Clause) -> Edit:
    return Edit(path, kind, f"`{becomes}` for `{clause}`", becomes)


def _of_block(block: Block, path: str) -> Iterator[Edit]:
    kinds: dict[type[Block], tuple[type[All | AnyOf | NoneOf], ...]] = {All: (AnyOf,), AnyOf: (All,), NoneOf: (AnyOf,)}
    for other in kinds.get(type(block), ()):
        says = f"`{_name(other)}` for `{_name(type(block))}`"
        yield Edit(path, "block changed", says, other(block.items))
    if isinstance(block, AtLeast):
        for need in (block.need - 1, block.need + 1):
            if 1 <= need <= len(block.items):
                says = f"`at_least: {need}` for `at_least: {block.need}`"
                yield Edit(path, "block changed", says, replace(block, need=need))


def _name(block: type[Block]) -> str:
    return {All: "all", AnyOf: "any", NoneOf: "none"}.get(block, "at_least")


def _out_of_none(parent: Block, number: int, none: NoneOf, path: str) -> Iterator[Edit]:
    """Each item of a `none` taken out of it, and asked for beside it."""
    for place, item in enumerate(none.items):
        left = (*none.items[:place], *none.items[place + 1 :])
        beside = (*parent.items[:number], *((NoneOf(left),) if left else ()), item, *parent.items[number + 1 :])
        becomes = replace(parent, items=beside)
        yield Edit(f"{path}.{place}", "clause turned", f"{told(item)} out of `none`", becomes)


def _with(block: Block, number: int, item: Condition) -> Block:
    return replace(block, items=(*block.items[:number], item, *block.items[number + 1 :]))
