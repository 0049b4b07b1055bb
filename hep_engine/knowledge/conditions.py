"""From what a clinician wrote under `when` to a condition: blocks of clauses, each clause one line of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from hep_engine.errors import Span
from hep_engine.knowledge.lexicon import Lexicon
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.condition import (
    All,
    AnyOf,
    AtLeast,
    Clause,
    Compares,
    Condition,
    FactKind,
    Has,
    Is,
    NoneOf,
    Operator,
)
from hep_engine.model.nearest import nearest
from hep_engine.model.record import tidy
from hep_engine.model.truth import Truth
from hep_engine.model.vocabulary import Measure
from hep_engine.model.words import FIELD_WORDS

__all__ = ["ConditionReader"]

_BLOCK: dict[str, type[All | AnyOf | NoneOf]] = {"all": All, "any": AnyOf, "none": NoneOf}
_BLOCKS = ("all", "any", "none", "at_least", "of")
_FORMS = "write `has fever_or_rigors`, `deficit balance`, `phase is acute` or `pain_score >= 6`, one a line"
_LISTS = {"has": "findings", "cleared": "findings", "deficit": "deficits"}
_COMPARISON = re.compile(r"(\S+) *(>=|<=|=|>|<) *(\S+)")
_OPERATORS: dict[str, Operator] = {each: each for each in get_args(Operator)}
_SLIPS = {"=>": ">=", "≥": ">=", "=<": "<=", "≤": "<=", "==": "="}
_DEEPEST = 2
_WEEKLY = "a follow-up rule compares the numbers of a week: `pain_during <= 2`, one a line"


@dataclass(slots=True)
class ConditionReader:
    """Reads the conditions of one page, reporting every mistake on it."""

    page: Page
    lexicon: Lexicon
    measures: dict[str, Measure]
    weekly: bool = False
    """Whether it reads a follow-up rule, which asks about the numbers of a week and nothing else."""

    def read(self, node: Node) -> Condition | None:
        """The condition at *node*, or `None` with a problem reported."""
        if not isinstance(node.value, dict):
            what = "a condition starts with `all`, `any`, `none` or `at_least`"
            self.page.report(node.at, "HEP014", what, _FORMS)
            return None
        return self._block(node, node.value, depth=1, negative=False)

    def _block(self, node: Node, entries: dict[str, Node], *, depth: int, negative: bool) -> Condition | None:
        if depth > _DEEPEST:
            self.page.report(
                node.at, "HEP014", "blocks are nested at most two levels deep", "make it a rule of its own"
            )
            return None
        for key in entries:
            if key not in _BLOCKS:
                what = f"no block is called `{key}`"
                self.page.report(node.keys[key], "HEP014", what, nearest(key, _BLOCKS) or _FORMS)
                return None
        match sorted(entries):
            case [("all" | "any" | "none") as kind]:
                items = self._items(entries[kind], depth=depth, negative=negative != (kind == "none"))
                return _BLOCK[kind](items) if items else None
            case ["at_least", "of"]:
                items = self._items(entries["of"], depth=depth, negative=negative)
                need = self._need(entries["at_least"], len(items)) if items else None
                return AtLeast(need, items) if items and need else None
        what = "a block is `all`, `any` or `none` with a list, or `at_least: n` with `of:` and a list"
        hint = "to have both, put one into the list of the other" if len(entries) > 1 else None
        self.page.report(node.at, "HEP014", what, hint)
        return None

    def _items(self, node: Node, *, depth: int, negative: bool) -> tuple[Condition, ...] | None:
        if not isinstance(node.value, list) or not node.value:
            what = "an empty list says nothing" if node.value == [] else "a list of clauses is needed here"
            self.page.report(node.at, "HEP014", what, _FORMS)
            return None
        items: dict[Condition, int] = {}
        sound = True
        for each in node.value:
            item = self._item(each, depth=depth, negative=negative)
            if item is None:
                sound = False
            elif item in items:
                said = f"`{item}`" if isinstance(item, Clause) else "this block"
                hint = f"the first one is on line {items[item]}"
                self.page.report(each.at, "HEP016", f"{said} stands here twice", hint)
                sound = False
            else:
                items[item] = each.at.line
        return tuple(items) if sound else None

    def _item(self, node: Node, *, depth: int, negative: bool) -> Condition | None:
        match node.value:
            case dict(entries):
                return self._block(node, entries, depth=depth + 1, negative=negative)
            case str(text):
                return self._clause(node, text, negative=negative)
        self.page.report(node.at, "HEP014", "a clause or a block is needed here", _FORMS)
        return None

    def _need(self, node: Node, length: int) -> int | None:
        if isinstance(node.value, str) and re.fullmatch(r"[0-9]{1,3}", node.value) and 1 <= int(node.value) <= length:
            return int(node.value)
        what = f"`at_least` is a whole number from 1 to {length}, the length of the list"
        self.page.report(node.at, "HEP015", what)
        return None

    def _clause(self, node: Node, text: str, *, negative: bool) -> Clause | None:
        match [] if self.weekly else text.split():
            case [("has" | "cleared" | "deficit") as verb, word]:
                known = self.lexicon.check(self.page, self._at(node, word), _LISTS[verb], word)
                return Has(FactKind(verb), word, node.at) if known else None
            case [field, "is", *rest] if rest:
                return self._word_clause(node, field, text.split(" is ", 1)[1].strip(), negative=negative)
        comparison = _COMPARISON.fullmatch(text)
        if comparison:
            return self._comparison(node, comparison)
        hint = _WEEKLY if self.weekly else self._meant(text.split()) or _in_our_words(text)
        self.page.report(node.at, "HEP014", f"`{text}` is not a clause", hint)
        return None

    def _meant(self, words: list[str]) -> str | None:
        """The clause that was meant by words that are none, where it can be guessed."""
        verb = next((each for each in _LISTS if words and nearest(words[0].lower(), [each])), None)
        named = "_".join(words[1:] if verb else words).lower()
        kind = verb or "has"
        if not named or named not in self.lexicon.words(_LISTS[kind]):
            return None
        return f"did you mean `{kind} {named}`?"

    def _word_clause(self, node: Node, field: str, rest: str, *, negative: bool) -> Is | None:
        if field != "approach" and field not in FIELD_WORDS:
            known = (*FIELD_WORDS, "approach")
            at = self._at(node, field)
            self.page.report(at, "HEP011", f"no word of the profile is called `{field}`", nearest(field, known))
            return None
        several = re.match(r"one of\s", rest)
        words = tuple(word.strip() for word in rest[several.end() :].split(",")) if several else (rest,)
        if not all(re.fullmatch(r"[a-z0-9_]+", word) for word in words) or (several and len(words) < 2):
            what = f"after `{field} is` stands one word, or `one of` and several with commas between"
            self.page.report(node.at, "HEP014", what)
            return None
        if [word for word in words if not self._known_word(node, field, word)]:
            return None
        if len(set(words)) < len(words):
            twice = next(word for index, word in enumerate(words) if word in words[:index])
            self.page.report(node.at, "HEP016", f"`{twice}` stands here twice")
            return None
        return Is(field, words, _untold(field, negative=negative), node.at)

    def _known_word(self, node: Node, field: str, word: str) -> bool:
        if field == "approach":
            return self.lexicon.check(self.page, self._at(node, word), "treatment_approaches", word)
        if word in FIELD_WORDS[field]:
            return True
        what = f"`{word}` is not one of {', '.join(FIELD_WORDS[field])}"
        self.page.report(self._at(node, word), "HEP011", what, nearest(word, FIELD_WORDS[field]))
        return False

    def _comparison(self, node: Node, found: re.Match[str]) -> Compares | None:
        number, op, written = found[1], found[2], found[3]
        kind, own = ("follow_up", ()) if self.weekly else ("measures", ("pain_score", "age"))
        if number not in own and not self.lexicon.knows(kind, number):
            known = (*own, *self.lexicon.words(kind))
            what = f"no number is called `{number}`"
            self.page.report(self._at(node, number), "HEP011", what, nearest(number, known))
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,3})?", written):
            at = self._at(node, written)
            self.page.report(at, "HEP015", f"`{written}` is not a number with at most three decimals")
            return None
        value = tidy(Decimal(written))
        low, high = self._range(number)
        whole = number in ("pain_score", "age")
        if not low <= value <= high or (whole and value != int(value)):
            kind = "a whole number" if whole else "a number"
            at = self._at(node, written)
            self.page.report(at, "HEP015", f"`{number}` is {kind} from {low} to {high}")
            return None
        return Compares(number, _OPERATORS[op], value, node.at)

    def _range(self, number: str) -> tuple[Decimal, Decimal]:
        measure = self.measures.get(number)
        # A range that runs backwards is told where it stands, not wherever the measure is used.
        if measure and measure.min < measure.max:
            return measure.min, measure.max
        # The numbers of a week may fall: where their file is missing, no value is told to be beyond them.
        return Decimal(-(10**9) if self.weekly else 0), Decimal({"pain_score": 10, "age": 130}.get(number, 10**9))

    def _at(self, node: Node, word: str) -> Span:
        """Where *word* stands inside the clause, if the clause is written on one line."""
        line = self.page.lines[node.at.line - 1]
        found = re.compile(rf"(?<![\w]){re.escape(word)}(?![\w])").search(line, node.at.column - 1)
        if not found or node.at.end_column <= found.start() + 1:
            return node.at
        return Span(node.at.file, node.at.line, found.start() + 1, found.end() + 1)


def _untold(field: str, *, negative: bool) -> Truth:
    """What a word clause reads when the field was not told."""
    # Sex is never asked: it reads towards the rule firing, so that the lower threshold is taken.
    if field == "sex":
        return Truth.NO if negative else Truth.YES
    # A direction that was not told was not tested: it is none of those that `none` names.
    if field == "directional_preference" and negative:
        return Truth.NO
    return Truth.UNKNOWN


def _in_our_words(text: str) -> str:
    """How a line of prose is written as clauses."""
    words = text.split()
    for joint, block in (("or", "any"), ("and", "all")):
        if joint in words[1:]:
            return f"write one clause a line, in an `{block}:` block"
    if words[:1] in (["not"], ["no"]):
        return "write the clause under `none:`; in gates and restrictions ask for what is present"
    slip = next((each for each in _SLIPS if each in text), None)
    return f"write `{_SLIPS[slip]}`" if slip else _FORMS
