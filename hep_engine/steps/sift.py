"""Sift: for an exercise that fits, what is still open and what to mind; for every other one each reason against it.

Which ones fit is decided already; here plain's verdicts on what an exercise asks for become words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hep_engine.model.condition import Has, clauses
from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import Confirm, asks
from hep_engine.model.requirement import Requirement
from hep_engine.model.result import Caution, Disposition, Excluded, Reason
from hep_engine.model.rule import Caution as Advice
from hep_engine.model.rule import Rule
from hep_engine.model.truth import YES
from hep_engine.reasoning.ask import Opener

__all__ = ["advising", "cautions", "left_out", "to_confirm", "withhold"]


def left_out(against: tuple[Reason, ...], still_open: Iterable[Requirement]) -> tuple[Reason, ...]:
    """Every reason against an exercise where policy asks for certainty: what is *against* it, and *still_open*."""
    return against + tuple([Reason("not_ruled_out", f"not known yet ({part.asked})", part.at) for part in still_open])


def withhold(knowledge: KnowledgeBase, disposition: Disposition) -> tuple[Excluded, ...]:
    """Every exercise excluded for the one reason that withholds them all."""
    blocking = [each for each in disposition.reasons if each.refer.blocks]
    if blocking:
        text = f"no exercise is offered: {blocking[0].refer.value.replace('_', ' ')} ({blocking[0].rule})"
        reason = Reason("withheld", text, blocking[0].at)
    else:
        at = knowledge.at("policy", "unscreened")
        reason = Reason("withheld", "no exercise is offered until the open questions are answered", at)
    return tuple(Excluded(name, (reason,)) for name in knowledge.exercises)


def to_confirm(
    still_open: Iterable[Requirement], knowledge: KnowledgeBase, opener: Opener, facts: Facts
) -> tuple[Confirm, ...]:
    """What to confirm before a patient sees the exercise, each question once."""
    questions = dict.fromkeys([asks(clause) for part in still_open for clause in opener.still_open(part.needs, facts)])
    return tuple([Confirm(each.kind, each.id, each.text(knowledge)) for each in questions])


def advising(knowledge: KnowledgeBase, facts: Facts) -> tuple[Rule, ...]:
    """The restrictions that hold and give advice."""
    return tuple(
        rule
        for rule in knowledge.acting("restrictions")
        if isinstance(rule.then, Advice) and facts.rules[rule.id] is YES
    )


def cautions(exercise: Exercise, advice: Iterable[Rule], facts: Facts, knowledge: KnowledgeBase) -> Iterator[Caution]:
    """The precautions that apply, and what the rules that give *advice* say.

    Where the exercise has its own precaution for all that a rule asks about, that more concrete change stands alone.
    """
    applying = [each for each in exercise.precautions if facts.findings[each] is YES]
    for finding in applying:
        at = knowledge.at("exercise", exercise.id, "precautions", finding)
        yield Caution(finding, None, exercise.precautions[finding], at)
    for rule in advice:
        said = rule.then
        if isinstance(said, Advice) and said.selector.matches(exercise):
            asked = {clause.word for clause, _ in clauses(rule.when) if isinstance(clause, Has)}
            if not asked or not asked.issubset(applying):
                yield Caution(None, rule.id, said.text, knowledge.at("rule", rule.id, "then"))
