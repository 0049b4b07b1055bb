"""Reading a rule file: its shape, its condition, its conclusion, and the patients that prove it."""

from __future__ import annotations

from typing import Any, Literal

from hep_engine.knowledge.conclusions import ConclusionReader
from hep_engine.knowledge.conditions import ConditionReader
from hep_engine.knowledge.draft import Draft
from hep_engine.knowledge.naming import is_named_as_its_file
from hep_engine.knowledge.selectors import SelectorReader
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.told_patient import read_patient, read_week
from hep_engine.knowledge.yaml_page import Node, Page
from hep_engine.model.condition import Condition
from hep_engine.model.exercise import Review
from hep_engine.model.record import Id, Ids, Origin, Record, Status, Text
from hep_engine.model.rule import Conclusion, Example, Never, Rule

__all__ = ["read_rule"]


class RuleKeys(Record):
    """The keys that every rule file has; what it says is read with the vocabulary at hand."""

    rule: Id
    status: Status
    because: Text
    for_patient: Text | None = None
    origin: Origin
    sources: Ids
    not_for: Text | None = None
    examples: tuple[Any, ...]
    replaced_by: Id | None = None
    reviewed: Review | None = None
    review_by: Text | None = None


class RuleFile(RuleKeys):
    """A rule: when a condition holds, a conclusion."""

    when: Any
    then: Any


class InvariantFile(RuleKeys):
    """A statement: what is never recommended."""

    never: Any


class Statement(Record):
    """What stands under `never`."""

    recommend: Any
    when: Any


def read_rule(page: Page, draft: Draft) -> None:
    """Read one rule into the draft, or report everything that is wrong with it."""
    root, folder = page.root, page.file.folder.removeprefix("rules/")
    if root is None:
        return
    before = len(page.problems)
    shape = fill(InvariantFile if folder == "invariants" else RuleFile, root, page)
    is_named_as_its_file(page, "rule")
    if not isinstance(root.value, dict):
        return
    when, then = _statement(root, page, draft) if folder == "invariants" else _deciding(folder, root, page, draft)
    told = "week" if folder == "follow_up" else "patient"
    examples = _examples(root.value["examples"], told, page, draft) if "examples" in root.value else ()
    if "sources" in root.value:
        draft.lexicon.check_items(page, root.value["sources"], "sources")
    if shape is None or when is None or then is None or len(page.problems) > before:
        return
    if shape.rule in draft.rules:
        other = draft.places["rule", shape.rule]
        page.report(
            root.find(("rule",)).at,
            "HEP016",
            f"another rule is called `{shape.rule}`",
            f"it stands in {other.file}; an id is used once",
        )
        return
    kept = {"status", "because", "for_patient", "origin", "sources", "not_for", "replaced_by", "reviewed", "review_by"}
    fields = {name: getattr(shape, name) for name in kept}
    draft.rules[shape.rule] = Rule(shape.rule, folder, when=when, then=then, examples=examples, **fields)
    draft.remember(("rule", shape.rule), root)
    for number, node in enumerate(_items(root.find(("examples",)))):
        draft.places["rule", shape.rule, "examples", str(number)] = node.at


def _deciding(folder: str, root: Node, page: Page, draft: Draft) -> tuple[Condition | None, Conclusion | None]:
    """The condition under `when` and the conclusion under `then`."""
    condition, conclusion = _given("when", root, page), _given("then", root, page)
    weekly = folder == "follow_up"
    numbers = draft.entries["follow_up" if weekly else "measures"]
    when = ConditionReader(page, draft.lexicon, numbers, weekly=weekly).read(condition) if condition else None
    return when, ConclusionReader(page, draft.lexicon, folder).read(conclusion) if conclusion else None


def _statement(root: Node, page: Page, draft: Draft) -> tuple[Condition | None, Conclusion | None]:
    """The condition and the selector under `never`."""
    never = _given("never", root, page)
    if never is None or fill(Statement, never, page) is None:
        return None, None
    condition, wanted = _given("when", never, page), _given("recommend", never, page)
    when = ConditionReader(page, draft.lexicon, draft.entries["measures"]).read(condition) if condition else None
    selector = SelectorReader(page, draft.lexicon).read(wanted) if wanted else None
    return when, Never(selector) if selector else None


def _given(key: str, root: Node, page: Page) -> Node | None:
    """What is written under *key*; a key that is missing is told already, one without a value is told here."""
    node = root.value.get(key) if isinstance(root.value, dict) else None
    if node is not None and node.value is None:
        page.report(root.keys[key], "HEP013", f"`{key}` has no value")
        return None
    return node


def _items(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else []


def _examples(node: Node, told: str, page: Page, draft: Draft) -> tuple[Example, ...]:
    """The examples, each with a patient or, for a follow-up rule, with a week."""
    found = [_example(each, told, page, draft) for each in _items(node)]
    return tuple(each for each in found if each is not None)


def _example(node: Node, told: str, page: Page, draft: Draft) -> Example | None:
    what_is_told = "a profile" if told == "patient" else "its numbers"
    forms = f"write `fires: …` or `quiet: …`, and `{told}:` with {what_is_told}"
    if not isinstance(node.value, dict):
        page.report(node.at, "HEP013", "an example is a mapping", forms)
        return None
    for key in node.value:
        if key not in ("fires", "quiet", told):
            page.report(node.keys[key], "HEP010", f"no key is called `{key}` here", forms)
    expected = [key for key in ("fires", "quiet") if key in node.value]
    if len(expected) != 1 or told not in node.value:
        page.report(node.at, "HEP012", f"an example has `fires` or `quiet`, and a `{told}`", forms)
        return None
    what, given = node.value[expected[0]], node.value[told]
    if not isinstance(what.value, str) or not isinstance(given.value, dict):
        at = given.at if isinstance(what.value, str) else what.at
        page.report(at, "HEP013", f"an example says in words who the patient is, and gives {what_is_told}", forms)
        return None
    expect: Literal["fires", "quiet"] = "fires" if expected == ["fires"] else "quiet"
    if told == "week":
        week = read_week(given, page, draft.entries["follow_up"], draft.lexicon)
        return Example(expect, what.value, None, week=week) if week is not None else None
    patient = read_patient(given, page, draft.lexicon)
    return Example(expect, what.value, *patient) if patient else None
