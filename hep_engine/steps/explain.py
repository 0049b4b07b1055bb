"""Explain: why this exercise, in two to four sentences that are true of this patient; why not; what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.exercise import Claim
from hep_engine.model.explanation import Explained
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.result import Recommendation
from hep_engine.model.rule import Refer
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.sifted import Eligible, Ranked
from hep_engine.model.truth import Truth, negated
from hep_engine.model.wording import SUPPORT, claim_sentence, lower_first
from hep_engine.model.words import spoken
from hep_engine.reasoning.plain import judge

__all__ = ["explain", "explain_conditions"]


def explain(rank: int, ranked: Ranked, facts: Facts, knowledge: KnowledgeBase) -> Recommendation:
    """The recommendation of one ranked exercise, with its rationale."""
    fit = ranked.eligible
    exercise = fit.exercise
    assert facts.approach is not None
    return Recommendation(
        rank=rank,
        exercise=exercise.id,
        name=exercise.name,
        score=ranked.score,
        parts=ranked.parts,
        matched_indications=fit.matched,
        rationale=" ".join(_sentences(fit, facts, knowledge)),
        dose=exercise.dose[facts.approach],
        per_side=exercise.per_side,
        cautions=fit.cautions,
        confirm=fit.confirm,
        sources=exercise.evidence.sources,
        at=knowledge.at("exercise", exercise.id),
    )


def _sentences(fit: Eligible, facts: Facts, knowledge: KnowledgeBase) -> Iterator[str]:
    """What it is for, how it fits today, what it does, and how well that is supported."""
    exercise, vocabulary = fit.exercise, knowledge.vocabulary
    name = lower_first(exercise.name)
    deficits = "; and ".join(lower_first(vocabulary.label("deficits", each)) for each in fit.matched)
    yield f"For {deficits}: {lower_first(exercise.purpose.rstrip('.'))}."
    pain, level = facts.number("pain_score"), exercise.pain_level
    offered = f"{exercise.name} may be offered at pain {level} in the {facts.word('phase')} phase"
    today = f"pain is {pain} now" + (", the top of that range" if pain == level.high else "")
    yield f"{offered}; {today}, and the dose is the one for the {spoken(facts.approach or '')} approach."
    claim = _claim(fit)
    if claim:
        yield claim_sentence(claim)
    support = f"The support for {name} comes from {SUPPORT[exercise.evidence.directness]}"
    concerns = [lower_first(vocabulary.label("findings", each.finding)) for each in fit.cautions if each.finding]
    if concerns:
        support += f"; it is offered with a change, because of: {'; '.join(concerns)}"
    yield f"{support}."


def _claim(fit: Eligible) -> Claim | None:
    """The point of the clinical rationale that speaks most closely to what was found: to that, and to little else."""

    def closeness(claim: Claim) -> tuple[bool, int]:
        return not {*claim.indications}.isdisjoint(fit.matched), -len(claim.indications)

    return max(fit.exercise.clinical_rationale, key=closeness, default=None)


def explain_conditions(
    exercise_id: str, book: Rulebook, facts: Facts, knowledge: KnowledgeBase
) -> tuple[Explained, ...]:
    """Every condition the exercise needs, first the gates that hold or could hold, then its own in reading order."""
    gates = [(rule, facts.rules[rule.id]) for rule in knowledge.acting("gates")]
    shown = [
        Explained(
            "withheld",
            f"gate {rule.id} does not hold",
            negated(truth),
            rule.because,
            knowledge.at("rule", rule.id, "when"),
        )
        for rule, truth in gates
        if truth is not Truth.NO and isinstance(rule.then, Refer) and rule.then.level.blocks
    ]
    for part in book.requirements[exercise_id]:
        truth = judge(part.needs, facts)
        text = {Truth.NO: part.unmet(facts).text, Truth.YES: part.told(facts), Truth.UNKNOWN: "not known"}[truth]
        shown.append(Explained(part.code, part.asked, truth, text, part.at))
    return tuple(shown)
