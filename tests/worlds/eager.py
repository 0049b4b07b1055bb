"""The whole answer made at once, by the plain reading alone: what a late answer has to equal, field by field.

It is how a recommendation was made before the index took over, kept here in full: the sift, the scores, the order and
the sentences are its own. Only screening, composing and the wording of single requirements are the library's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hep_engine import Engine, PatientProfile, Recommendations
from hep_engine.model.condition import FactKind, Has, clauses
from hep_engine.model.exercise import Claim, Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.question import Confirm, asks
from hep_engine.model.requirement import Requirement
from hep_engine.model.result import Caution, Excluded, Part, Reason, Recommendation
from hep_engine.model.rule import Caution as Advice
from hep_engine.model.rule import Prefer
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.seal import sealed
from hep_engine.model.truth import Truth
from hep_engine.model.wording import SUPPORT, claim_sentence, lower_first
from hep_engine.model.words import spoken
from hep_engine.reasoning import plain
from hep_engine.reasoning.ask import Opener
from hep_engine.steps.admit import admit
from hep_engine.steps.find import find
from hep_engine.steps.inputs import Reads
from hep_engine.steps.limit import limit
from hep_engine.steps.program import compose, needs_of
from hep_engine.steps.screen import screen
from hep_engine.steps.sift import withhold

__all__ = ["recommend_at_once"]


def recommend_at_once(engine: Engine, profile: PatientProfile) -> Recommendations:
    """What `engine.recommend` says of *profile*, but for who checked it."""
    knowledge, book = engine.knowledge, engine.book
    opener, told = Opener(book), admit(profile, engine.knowledge)
    reading = plain.read(book, told)
    facts = Facts(told, reading.findings, reading.approach, reading.rules, reading.needs)
    status, disposition = screen(knowledge, book, opener, facts)
    if status == "withheld":
        ranked, excluded = (), withhold(knowledge, disposition)
    else:
        fits, excluded = _sift(knowledge, book, opener, facts)
        scored = [_Ranked(each, tuple(_parts(each, facts, knowledge))) for each in fits]
        ranked = tuple(sorted(scored, key=lambda each: (-each.score, each.fit.exercise.id)))
    offered = tuple(_explain(number, each, facts, knowledge) for number, each in enumerate(ranked, start=1))
    program = None
    if status == "ready":
        limits, confirm = limit(knowledge, opener, facts)
        program = compose(offered, told.deficits, limits, confirm, knowledge)
    result = engine.recommend(profile)
    return sealed(
        Recommendations(
            status=status,
            disposition=disposition,
            findings=find(knowledge, book, facts),
            approach=facts.approach or "",
            recommendations=offered,
            program=program,
            excluded=excluded,
            safety_net=knowledge.policy.safety_net.value,
            release_needs=needs_of(program, offered) if program else (),
            inputs=Reads.of(knowledge).inputs(profile),
            knowledge=result.knowledge,
            checked_by=result.checked_by,
        )
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    exercise: Exercise
    matched: tuple[str, ...]
    cautions: tuple[Caution, ...]
    confirm: tuple[Confirm, ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    fit: _Fit
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)


def _sift(
    knowledge: KnowledgeBase, book: Rulebook, opener: Opener, facts: Facts
) -> tuple[tuple[_Fit, ...], tuple[Excluded, ...]]:
    fits: list[_Fit] = []
    excluded: list[Excluded] = []
    for name, exercise in knowledge.exercises.items():
        judged = [(part, plain.judge(part.needs, facts)) for part in book.requirements[name]]
        still_open = [part for part, truth in judged if truth is Truth.UNKNOWN]
        reasons = [part.unmet(facts) for part, truth in judged if truth is Truth.NO]
        if knowledge.policy.unknown_contraindication.value == "exclude":
            reasons += [Reason("not_ruled_out", f"not known yet ({part.asked})", part.at) for part in still_open]
        if reasons:
            excluded.append(Excluded(name, tuple(reasons)))
        else:
            matched = tuple(each for each in exercise.indications if each in facts.told.deficits)
            confirm = _confirm(still_open, knowledge, opener, facts)
            fits.append(_Fit(exercise, matched, tuple(_cautions(exercise, facts, knowledge)), confirm))
    return tuple(fits), tuple(excluded)


def _confirm(
    still_open: list[Requirement], knowledge: KnowledgeBase, opener: Opener, facts: Facts
) -> tuple[Confirm, ...]:
    questions = dict.fromkeys(asks(clause) for part in still_open for clause in opener.still_open(part.needs, facts))
    return tuple(Confirm(each.kind, each.id, each.text(knowledge)) for each in questions)


def _cautions(exercise: Exercise, facts: Facts, knowledge: KnowledgeBase) -> Iterator[Caution]:
    applying = [each for each in exercise.precautions if facts.has(FactKind.FINDING, each) is Truth.YES]
    for finding in applying:
        at = knowledge.at("exercise", exercise.id, "precautions", finding)
        yield Caution(finding, None, exercise.precautions[finding], at)
    for rule in knowledge.acting("restrictions"):
        advice = rule.then
        if isinstance(advice, Advice) and facts.rules[rule.id] is Truth.YES and advice.selector.matches(exercise):
            asked = {clause.word for clause, _ in clauses(rule.when) if isinstance(clause, Has)}
            if not asked or not asked.issubset(applying):
                yield Caution(None, rule.id, advice.text, knowledge.at("rule", rule.id, "then"))


def _parts(fit: _Fit, facts: Facts, knowledge: KnowledgeBase) -> Iterator[Part]:
    weights, exercise = knowledge.policy.weights, fit.exercise
    matched, total = len(fit.matched), len(exercise.indications)
    yield Part("indications", weights.matched_indication.points * matched, f"{matched} of the deficits told")
    focus = weights.focus.points * matched // total
    yield Part("focus", focus, f"{matched} of the {total} it is for")
    pain = int(facts.told.numbers["pain_score"])
    room = min(exercise.pain_level.high - pain, 3)
    yield Part("pain_room", weights.pain_room.points * room, f"pain {pain} leaves room in {exercise.pain_level}")
    easier = 5 - exercise.difficulty
    yield Part("gentle_start", weights.gentle_start.points * easier, f"difficulty {exercise.difficulty} of 5")
    directness = exercise.evidence.directness
    yield Part("evidence", getattr(weights, f"directness_{directness}").points, spoken(directness))
    precautions = [each.finding for each in fit.cautions if each.finding]
    if precautions:
        said = f"precaution for {', '.join(map(spoken, precautions))}"
        yield Part("precautions", weights.precaution.points * len(precautions), said)
    for rule in knowledge.acting("ranking"):
        wish = rule.then
        if isinstance(wish, Prefer) and facts.rules[rule.id] is Truth.YES and wish.selector.matches(exercise):
            yield Part(rule.id, wish.points, rule.because)


def _explain(rank: int, ranked: _Ranked, facts: Facts, knowledge: KnowledgeBase) -> Recommendation:
    fit = ranked.fit
    exercise = fit.exercise
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


def _sentences(fit: _Fit, facts: Facts, knowledge: KnowledgeBase) -> Iterator[str]:
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


def _claim(fit: _Fit) -> Claim | None:
    def closeness(claim: Claim) -> tuple[bool, int]:
        return not {*claim.indications}.isdisjoint(fit.matched), -len(claim.indications)

    return max(fit.exercise.clinical_rationale, key=closeness, default=None)
