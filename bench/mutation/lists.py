"""Every small edit of what findings mean, of the order of approaches, and of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from bench.mutation.conditions import next_of
from bench.mutation.mutant import ClosedList, Edit
from hep_engine.model.policy import Policy
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Vocabulary
from hep_engine.model.words import Level

__all__ = ["policy_edits", "vocabulary_edits"]

_LEVELS = tuple(Level)


def vocabulary_edits(vocabulary: Vocabulary) -> Iterator[Edit]:
    """Findings that imply more or less, marks turned, and approaches that change places in the order of caution."""
    findings = vocabulary.findings
    for name, entry in findings.items():

        def edit(kind: str, says: str, name: str = name, **changes: object) -> Edit:
            changed = Table({**findings, name: findings[name].model_copy(update=changes)})
            return Edit(f"{name}.{next(iter(changes))}", kind, says, ClosedList("findings", changed))

        for word in entry.implies:
            left = tuple(each for each in entry.implies if each != word)
            yield edit("implication dropped", f"does not imply `{word}`", implies=left)
        if entry.implies and (more := next_of(tuple(findings), name, entry.implies)):
            yield edit("implication added", f"also implies `{more}`", implies=(*entry.implies, more))
        for mark in ("true", "context", None):
            if mark != entry.screening:
                says = f"`screening: {mark}` for `{entry.screening}`" if mark else "without `screening`"
                yield edit("screening changed", says, screening=mark)
        yield edit("derived turned", f"`derived: {str(not entry.derived).lower()}`", derived=not entry.derived)
        yield edit(
            "clearable turned", f"`clearable: {str(not entry.clearable).lower()}`", clearable=not entry.clearable
        )
    known = vocabulary.treatment_approaches
    for one, other in pairwise(vocabulary.approaches):
        swapped = Table(
            {
                **known,
                one: known[one].model_copy(update={"caution": known[other].caution}),
                other: known[other].model_copy(update={"caution": known[one].caution}),
            }
        )
        says = f"`{other}` more cautious than `{one}`"
        yield Edit(f"{one}.caution", "order changed", says, ClosedList("treatment_approaches", swapped))


def policy_edits(policy: Policy) -> Iterator[Edit]:
    """The other choice, a number one step up and down, a standing gate or a line of the safety net gone."""

    def edit(path: str, kind: str, says: str, **changes: object) -> Edit:
        return Edit(path, kind, says, policy.model_copy(update=changes))

    def choice(name: str, value: object) -> Edit:
        chosen: Any = getattr(policy, name)
        says = f"`{value}` for `{chosen.value}`"
        return edit(name, "choice changed", says, **{name: chosen.model_copy(update={"value": value})})

    yield choice("unscreened", "withhold" if policy.unscreened.value == "provisional" else "provisional")
    yield choice(
        "unknown_contraindication", "exclude" if policy.unknown_contraindication.value == "confirm" else "confirm"
    )
    for name in ("program_size", "program_least", "program_minutes"):
        for step in (-1, 1):
            yield choice(name, getattr(policy, name).value + step)
    for name in type(policy.weights).model_fields:
        weight = getattr(policy.weights, name)
        for points in (weight.points - 1, weight.points + 1):
            changed = policy.weights.model_copy(update={name: weight.model_copy(update={"points": points})})
            says = f"`{points}` points for `{weight.points}`"
            yield edit(f"weights.{name}", "weight changed", says, weights=changed)
    for name, level in policy.standing_gates.items():
        left = Table({each: least for each, least in policy.standing_gates.items() if each != name})
        yield edit(f"standing_gates.{name}", "standing gate dropped", f"without `{name}`", standing_gates=left)
        for other in (_LEVELS[level.severity - 1], *_LEVELS[level.severity + 1 : level.severity + 2]):
            changed_gates = Table({**policy.standing_gates, name: other})
            says = f"`{other}` for `{level}`"
            yield edit(f"standing_gates.{name}", "standing gate changed", says, standing_gates=changed_gates)
    for number, line in enumerate(policy.safety_net.value):
        fewer = tuple(each for each in policy.safety_net.value if each != line)
        net = policy.safety_net.model_copy(update={"value": fewer})
        yield edit(f"safety_net.{number}", "safety net shortened", f"without line {number + 1}", safety_net=net)
