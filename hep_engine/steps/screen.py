"""Screen: may this patient exercise at home? Which gates fire, which are still open, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable

from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import AskFirst, Asks, asks
from hep_engine.model.result import Disposition, Referral, Status
from hep_engine.model.rule import Refer, Rule
from hep_engine.model.truth import Truth
from hep_engine.model.words import Level
from hep_engine.reasoning.ask import Opener

__all__ = ["screen"]


def screen(knowledge: KnowledgeBase, opener: Opener, facts: Facts) -> tuple[Status, Disposition]:
    """Withheld if a blocking gate fired, provisional while one is open, otherwise ready; with every reason."""
    gates = [(rule, rule.then.level) for rule in knowledge.acting("gates") if isinstance(rule.then, Refer)]
    fired = [(rule, level) for rule, level in gates if facts.rules[rule.id] is Truth.YES]
    still_open = [(rule, level) for rule, level in gates if facts.rules[rule.id] is Truth.UNKNOWN]
    level = _highest(each for _, each in fired)
    raising = [(rule, each) for rule, each in still_open if each.severity > level.severity]
    settled = not any(each.blocks for _, each in raising)
    disposition = Disposition(
        level=level,
        settled=settled,
        could_be=_highest([level, *(each for _, each in raising)]),
        reasons=tuple(_referral(rule, each, knowledge) for rule, each in sorted(fired, key=_most_severe_first)),
        ask_first=_questions(raising, knowledge, opener, facts),
    )
    if level.blocks:
        return "withheld", disposition
    if settled:
        return "ready", disposition
    return ("withheld" if knowledge.policy.unscreened.value == "withhold" else "provisional"), disposition


def _highest(levels: Iterable[Level]) -> Level:
    return max([Level.NONE, *levels], key=lambda level: level.severity)


def _most_severe_first(gate: tuple[Rule, Level]) -> tuple[int, str]:
    rule, level = gate
    return -level.severity, rule.id


def _referral(rule: Rule, level: Level, knowledge: KnowledgeBase) -> Referral:
    at = knowledge.at("rule", rule.id, "when")
    return Referral(rule.id, level, rule.because, rule.for_patient, rule.sources, at)


def _questions(
    gates: list[tuple[Rule, Level]], knowledge: KnowledgeBase, opener: Opener, facts: Facts
) -> tuple[AskFirst, ...]:
    """What to ask to settle these gates, whatever could be most severe first."""
    meanings: dict[Asks, list[tuple[Rule, Level]]] = {}
    for rule, level in gates:
        for question in dict.fromkeys(asks(clause) for clause in opener.still_open(rule.when, facts)):
            meanings.setdefault(question, []).append((rule, level))
    worst = {question: max(level.severity for _, level in could) for question, could in meanings.items()}
    return tuple(
        AskFirst(
            kind=question.kind,
            id=question.id,
            question=question.text(knowledge),
            blocking=any(level.blocks for _, level in meanings[question]),
            could_mean=tuple(rule.id for rule, _ in sorted(meanings[question], key=_most_severe_first)),
        )
        for question in sorted(meanings, key=lambda each: (-worst[each], each.group(knowledge), each.kind, each.id))
    )
