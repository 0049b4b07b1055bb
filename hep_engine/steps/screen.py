"""Screen: may this patient exercise at home? Which gates fire, which are still open, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import AskFirst, Asks, asks
from hep_engine.model.result import Disposition, Referral, Status
from hep_engine.model.rule import Rule
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import UNKNOWN, YES
from hep_engine.model.words import Level
from hep_engine.reasoning.ask import Opener
from hep_engine.reasoning.plain import read

__all__ = ["screen"]


def screen(knowledge: KnowledgeBase, book: Rulebook, opener: Opener, facts: Facts) -> tuple[Status, Disposition]:
    """Withheld if a blocking gate fired, provisional while one is open, otherwise ready; with every reason."""
    fired = [(rule, level) for rule, level in knowledge.gates if facts.rules[rule.id] is YES]
    level = _highest(each for _, each in fired)
    higher = knowledge.gates_above[level]
    raising = [(rule, each) for rule, each in higher if facts.rules[rule.id] is UNKNOWN]
    settled = not any(each.blocks for _, each in raising)
    disposition = Disposition(
        level=level,
        settled=settled,
        could_be=_highest([level, *(each for _, each in raising)]),
        reasons=tuple(_referral(rule, each, knowledge) for rule, each in fired),
        ask_first=_ordered(_open_questions(higher, book, opener, facts), knowledge),
    )
    if level.blocks:
        return "withheld", disposition
    if settled:
        return "ready", disposition
    return ("withheld" if knowledge.policy.unscreened.value == "withhold" else "provisional"), disposition


def _highest(levels: Iterable[Level]) -> Level:
    return max([Level.NONE, *levels], key=lambda level: level.severity)


def _referral(rule: Rule, level: Level, knowledge: KnowledgeBase) -> Referral:
    at = knowledge.at("rule", rule.id, "when")
    return Referral(rule.id, level, rule.because, rule.for_patient, rule.sources, at)


def _open_questions(
    gates: Sequence[tuple[Rule, Level]], book: Rulebook, opener: Opener, facts: Facts
) -> dict[Asks, list[tuple[Rule, Level]]]:
    """What to ask to settle these gates, with the gates each question could settle, the most severe first.

    A yes can imply a finding that was ruled out, and so open a gate that looked closed. Such findings are held open
    here until no question can turn another one, so that one round of answers is enough; they are not asked again.
    """
    answered = facts.told.ruled_out
    while True:
        found: dict[Asks, list[tuple[Rule, Level]]] = {}
        for rule, level in gates:
            if facts.rules[rule.id] is UNKNOWN:
                for question in {asks(clause) for clause in opener.still_open(rule.when, facts)}:
                    if question.kind != "finding" or question.id not in answered:
                        found.setdefault(question, []).append((rule, level))
        turned = opener.could_turn(found.keys(), facts) if found else None
        if not turned:
            return found
        told = facts.told._replace(ruled_out=facts.told.ruled_out - turned)
        reading = read(book, told)
        facts = Facts(told, reading.findings, reading.approach, reading.rules, reading.needs)


def _ordered(found: dict[Asks, list[tuple[Rule, Level]]], knowledge: KnowledgeBase) -> tuple[AskFirst, ...]:
    """The questions, whatever could be most severe first, kept together by group."""
    ordered = sorted(found, key=lambda each: (-found[each][0][1].severity, each.group(knowledge), each.kind, each.id))
    return tuple(
        AskFirst(
            kind=question.kind,
            id=question.id,
            question=question.text(knowledge),
            blocking=found[question][0][1].blocks,
            could_mean=tuple(rule.id for rule, _ in found[question]),
        )
        for question in ordered
    )
