"""Use: no source that nobody cites, no finding that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.knowledge.draft import Draft
from hep_engine.model.condition import FactKind, Has, clauses
from hep_engine.model.rule import Infer

__all__ = ["check_use"]


def check_use(draft: Draft) -> None:
    """Report what stands in the catalogue and means nothing.

    Only where nothing else is wrong: a word may be unused because the file that uses it is the mistake.
    """
    if draft.problems():
        return
    for source in sorted(draft.sources.keys() - set(_cited(draft))):
        at = draft.place("source", source)
        draft.report(at, "HEP037", f"nothing cites `{source}`", "cite it where its fact is used, or take it out")
    for finding in sorted(draft.entries["findings"].keys() - _used(draft)):
        hint = "let a rule ask for it or an exercise name it, or take it out: nobody should be asked in vain"
        draft.report(draft.place("findings", finding), "HEP038", f"nothing uses the finding `{finding}`", hint)


def _cited(draft: Draft) -> Iterator[str]:
    for exercise in draft.exercises.values():
        yield from exercise.evidence.sources
    for rule in draft.rules.values():
        yield from rule.sources
    for demand in draft.coherence.values():
        yield from demand.sources
    for finding in draft.entries["findings"].values():
        yield from finding.sources
    if draft.policy:
        for choice in draft.policy.choices.values():
            yield from choice.sources


def _used(draft: Draft) -> set[str]:
    """The findings that a rule asks for, an exercise names, or that bring about one that is used."""
    used = {
        clause.word
        for rule in draft.rules.values()
        if rule.status != "retired" and not isinstance(rule.then, Infer)
        for clause, _ in clauses(rule.when)
        if isinstance(clause, Has) and clause.kind in (FactKind.FINDING, FactKind.CLEARED)
    }
    for exercise in draft.exercises.values():
        used.update(exercise.contraindications, exercise.precautions)
    inferring = [(rule, rule.then.finding) for rule in draft.rules.values() if isinstance(rule.then, Infer)]
    size = -1
    while size < len(used):
        size = len(used)
        for rule, finding in inferring:
            if finding in used:
                used |= {clause.word for clause, _ in clauses(rule.when) if isinstance(clause, Has)}
        used |= {name for name, entry in draft.entries["findings"].items() if not used.isdisjoint(entry.implies)}
    return used
