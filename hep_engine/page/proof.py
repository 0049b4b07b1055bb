"""The page of a proof: what holds for every patient, and for what does not, the patient who shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hep_engine.audit.invariants import Broken
from hep_engine.errors import Problem
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.proof import THEOREMS, Counterexample, Decided
from hep_engine.model.words import spoken
from hep_engine.page.lines import Line, Style, heading, said
from hep_engine.page.patient import command_of, folded, in_words

__all__ = ["broken_problem", "proof_page", "tried_problem"]

_STYLES: dict[str, Style] = {"proved": "good", "refuted": "alert", "undecided": "warn", "differs": "alert"}


def proof_page(decided: Sequence[Decided], decision: str, solver: str) -> Iterator[Line]:
    """What is proved, in one line a statement, then everything that is not."""
    failed = [each for each in decided if each.outcome != "proved"]
    if failed:
        yield Line(f"{len(failed)} of {len(decided)} statements are not proved", "alert")
    else:
        yield Line(f"all {len(decided)} statements are proved, for every patient", "good")
    for title, statements in (
        ("Of any knowledge", [each for each in decided if each.id in THEOREMS]),
        ("Of this knowledge (rules/invariants)", [each for each in decided if each.id not in THEOREMS]),
    ):
        yield from heading(title)
        for each in statements:
            mark = "" if each.outcome == "proved" else f"{each.outcome.upper()}: "
            said_shortly = each.says if each.id in THEOREMS else spoken(each.id)
            style = "" if each.outcome == "proved" else _STYLES[each.outcome]
            yield from said(f"- {mark}{said_shortly}", 2, style, 2)
    for each in failed:
        yield from _failed(each)
    yield Line()
    yield from said("Proved of the rules read as a formula. That the engine does the same is tested, not proved.")
    seconds = sum(each.seconds for each in decided)
    yield from said(f"{solver}, {seconds:.1f} s; decision {decision}", 0, "quiet")


def _failed(decided: Decided) -> Iterator[Line]:
    yield from heading(f"{decided.id}: {decided.outcome}" + (f" ({decided.at})" if decided.at else ""))
    yield from said(decided.says, 2)
    if decided.outcome == "undecided":
        yield from said("Not decided in the time there was. Give it more with --seconds.", 2, "warn")
    if decided.outcome == "differs":
        what = (
            "The solver found somebody, but the engine does not show it: formula and engine differ. Please report it."
        )
        yield from said(what, 2, "alert")
    for each in decided.dead:
        yield from said(f"- {each}: nobody", 2, "alert", 2)
    if decided.counterexample:
        yield from _patient(decided.counterexample)


def _patient(found: Counterexample) -> Iterator[Line]:
    yield from said(f"{found.shows}, to {in_words(found.profile)}.", 2, "alert")
    yield from said("The smallest patient who shows it:", 2)
    yield from folded(command_of(found.profile, screened=found.screened), 2)
    if found.after:
        yield from said("and, with more known:", 2)
        yield from folded(command_of(found.after, screened=False), 2)


def broken_problem(decided: Decided, knowledge: KnowledgeBase) -> Problem:
    """A statement that an edit broke, as a problem at its line; the hint is the patient who shows it."""
    at = knowledge.places[f"rule/{decided.id}/never/recommend"]
    found = decided.counterexample
    if found is None:
        what = "the formula and the engine differ on this statement"
        return Problem(at, "HEP039", what, "please report it; `hep verify` says more")
    what = f"this does not hold: {found.shows}, to {in_words(found.profile)}"
    return Problem(at, "HEP039", what, f"see it with `{command_of(found.profile, screened=found.screened)}`")


def tried_problem(broken: Broken) -> Problem:
    """The same of a patient who was tried, where there is no solver."""
    what = f"this does not hold: {broken.exercise} is recommended to {in_words(broken.profile)}"
    return Problem(broken.at, "HEP039", what, "the extra `verify` finds the smallest patient, and misses none")
