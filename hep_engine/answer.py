"""The answer to one patient: decided at once, and put into words part by part as somebody reads it.

The status, which exercises fit, and how many points each has are bits of the index, confirmed by the second reading
before anything is answered. Whatever tells why (reasons, questions, cautions, what is left out and what is still open)
is made of plain's verdicts, which have to be the same (`reasoning/shown.py`); so reading a part can raise
`DisagreementError`, and then that part is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from hep_engine.errors import DisagreementError
from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.late import keep
from hep_engine.model.profile import PatientProfile
from hep_engine.model.program import Program
from hep_engine.model.question import Confirm
from hep_engine.model.result import (
    Caution,
    Disposition,
    Excluded,
    Knowledge,
    Part,
    Recommendation,
    Recommendations,
    Status,
)
from hep_engine.model.rule import Refer, Rule
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.seal import seal_of
from hep_engine.reasoning.ask import Opener
from hep_engine.reasoning.index import Bits, IndexReading
from hep_engine.reasoning.shown import Showing, Shown
from hep_engine.steps.explain import Rationales, Telling
from hep_engine.steps.find import find
from hep_engine.steps.inputs import Reads
from hep_engine.steps.limit import limit
from hep_engine.steps.program import compose, needs_of
from hep_engine.steps.rank import further_parts, parts_of_its_own, preferring
from hep_engine.steps.screen import screen
from hep_engine.steps.sift import advising, cautions, left_out, to_confirm, withhold
from hep_engine.steps.standing import Standing

__all__ = ["Answer", "Answers"]

MOST_PARTS = 10_000
"""Of so many exercises, counts of deficits and pain scores the parts of a score are remembered."""


class Answers:
    """Everything that is prepared once and the same for every patient."""

    def __init__(
        self, knowledge: KnowledgeBase, book: Rulebook, opener: Opener, index: IndexReading, stamp: Knowledge
    ) -> None:
        """Prepare to answer from *knowledge*; *stamp* says which it is."""
        self.knowledge = knowledge
        self.book = book
        self.opener = opener
        self.index = index
        self.stamp = stamp
        self.reads = Reads.of(knowledge)
        self.showing = Showing(book, index)
        self.standing = Standing(knowledge, index)
        self.rationales = Rationales(knowledge, index.finding_bits)
        self.own_parts = lru_cache(MOST_PARTS)(
            lambda name, matched, pain: tuple(
                parts_of_its_own(knowledge.exercises[name], matched, pain, knowledge.policy.weights)
            )
        )
        """What `parts_of_its_own` gives, by exercise, by how many deficits it matched and by pain."""
        self.lenient = knowledge.policy.unknown_contraindication.value == "confirm"
        self.unscreened: Status = "withheld" if knowledge.policy.unscreened.value == "withhold" else "provisional"
        self._blocking = sum(
            index.rule_bits[rule.id]
            for rule in knowledge.acting("gates")
            if isinstance(rule.then, Refer) and rule.then.level.blocks
        )

    def status(self, bits: Bits) -> Status:
        """Withheld if a blocking gate holds, what policy says while one is open, otherwise ready."""
        if bits.yes & self._blocking:
            return "withheld"
        return self.unscreened if bits.may & self._blocking else "ready"

    def fitting(self, bits: Bits) -> int:
        """The exercises that are offered: those that fit; or could, where policy lets a clinician confirm it."""
        return self.index.fitting(bits, for_sure=not self.lenient)


class Answer:
    """What is answered to one patient. It makes the parts of the result."""

    __slots__ = (
        *("__weakref__", "_advice", "_answers", "_bits", "_checked_by", "_profile", "_shown", "_telling", "_wishes"),
        "status",
    )

    def __init__(self, answers: Answers, profile: PatientProfile, bits: Bits, checked_by: tuple[str, ...]) -> None:
        """Answer what was decided in *bits*, of a *profile* that was admitted."""
        self._answers = answers
        self._profile = profile
        self._bits = bits
        self._checked_by = checked_by
        self._shown: Shown | None = None
        self._telling: Telling | None = None
        self._advice: tuple[Rule, ...] | None = None
        self._wishes: tuple[Rule, ...] | None = None
        self.status = answers.status(bits)

    def offers(self, exercise: str) -> bool:
        """Whether *exercise* is among the recommendations."""
        places = self._answers.index.places
        return self.status != "withheld" and bool(self._answers.fitting(self._bits) >> places[exercise] & 1)

    def best(self, count: int | None) -> tuple[Recommendation, ...]:
        """The best *count* recommendations, or all of them."""
        if self.status == "withheld":
            return ()
        answers, bits = self._answers, self._bits
        best_first = answers.standing.best_first(answers.fitting(bits), bits.told, bits.yes)
        # Not kept here: they refer to this answer, and a circle would have to wait for the garbage collector.
        ranked = enumerate(islice(best_first, count), start=1)
        return tuple([Recommendation.ranked(self, rank, name, score) for rank, (name, score) in ranked])

    def made(self, value: Any, part: str) -> object:
        """A part of the result or of one of its recommendations, as it is read for the first time."""
        return _MAKES[part](self, value)

    @property
    def shown(self) -> Shown:
        """Plain's verdicts on this patient."""
        if self._shown is None:
            self._shown = self._answers.showing.of(self._bits)
        return self._shown

    def telling(self) -> Telling:
        """What tells this patient why an exercise is offered."""
        if self._telling is None:
            bits = self._bits
            self._telling = Telling(self._answers.rationales, bits.told, bits.approach, bits.yes)
        return self._telling

    def _disposition(self) -> Disposition:
        answers = self._answers
        status, disposition = screen(answers.knowledge, answers.book, answers.opener, self.shown.facts)
        if status != self.status:
            raise DisagreementError(f"two readings of the gates differ: {self.status} or {status}")
        return disposition

    def _program(self, result: Recommendations) -> Program | None:
        if self.status != "ready":
            return None
        knowledge = self._answers.knowledge
        limits, confirm = limit(knowledge, self._answers.opener, self.shown.facts)
        return compose(result.recommendations, self._bits.told.deficits, limits, confirm, knowledge)

    def _excluded(self, result: Recommendations) -> tuple[Excluded, ...]:
        knowledge = self._answers.knowledge
        if self.status == "withheld":
            return withhold(knowledge, result.disposition)
        answers, shown = self._answers, self.shown
        offered, places = answers.fitting(self._bits), answers.index.places
        names = [name for name in knowledge.exercises if not offered >> places[name] & 1]
        if answers.lenient:
            return tuple([Excluded(name, shown.against(name)) for name in names])
        return tuple([Excluded(name, left_out(shown.against(name), shown.still_open(name))) for name in names])

    def _exercise(self, offer: Recommendation) -> Exercise:
        return self._answers.knowledge.exercises[offer.exercise]

    def _written(self, offer: Recommendation) -> Mapping[str, object]:
        """What the file of the exercise says; all of it is kept, whichever part was asked for."""
        exercise, approach = self._exercise(offer), self._bits.approach
        if approach not in exercise.dose:
            raise DisagreementError(f"{exercise.id} is offered, and has no dose for the treatment approach")
        parts = {
            "name": exercise.name,
            "dose": exercise.dose[approach],
            "per_side": exercise.per_side,
            "sources": exercise.evidence.sources,
            "at": self._answers.knowledge.at("exercise", exercise.id),
        }
        keep(offer, parts)
        return parts

    def _matched(self, offer: Recommendation) -> tuple[str, ...]:
        return self.telling().matched(self._exercise(offer).indications)

    def _rationale(self, offer: Recommendation) -> str:
        return self.telling().rationale(offer.exercise)

    def _parts(self, offer: Recommendation) -> tuple[Part, ...]:
        knowledge, facts = self._answers.knowledge, self.shown.facts
        if self._wishes is None:
            self._wishes = preferring(knowledge, facts)
        exercise = knowledge.exercises[offer.exercise]
        pain = int(facts.told.numbers["pain_score"])
        own = self._answers.own_parts(exercise.id, len(offer.matched_indications), pain)
        parts = (*own, *further_parts(exercise, offer.cautions, self._wishes, knowledge))
        if sum([part.points for part in parts]) != offer.score:
            raise DisagreementError(f"the score of {exercise.id} is not the sum of its parts")
        return parts

    def _cautions(self, offer: Recommendation) -> tuple[Caution, ...]:
        knowledge, facts = self._answers.knowledge, self.shown.facts
        if self._advice is None:
            self._advice = advising(knowledge, facts)
        return tuple(cautions(knowledge.exercises[offer.exercise], self._advice, facts, knowledge))

    def _confirm(self, offer: Recommendation) -> tuple[Confirm, ...]:
        shown = self.shown
        answers, still_open = self._answers, shown.still_open(offer.exercise)
        return to_confirm(still_open, answers.knowledge, answers.opener, shown.facts)


_MAKES: Mapping[str, Callable[[Answer, Any], object]] = {
    # Of the whole result.
    "status": lambda answer, result: answer.status,
    "disposition": lambda answer, result: answer._disposition(),
    "findings": lambda answer, result: find(answer._answers.knowledge, answer._answers.book, answer.shown.facts),
    "approach": lambda answer, result: answer._bits.approach,
    "recommendations": lambda answer, result: answer.best(None),
    "program": Answer._program,
    "excluded": Answer._excluded,
    "safety_net": lambda answer, result: answer._answers.knowledge.policy.safety_net.value,
    "release_needs": lambda answer, result: needs_of(result.program, result.recommendations) if result.program else (),
    "inputs": lambda answer, result: answer._answers.reads.inputs(answer._profile),
    "knowledge": lambda answer, result: answer._answers.stamp,
    "checked_by": lambda answer, result: answer._checked_by,
    "seal": lambda answer, result: seal_of(result),
    # Of a recommendation; none of these is called as one of the whole.
    "name": lambda answer, offer: answer._written(offer)["name"],
    "parts": Answer._parts,
    "matched_indications": Answer._matched,
    "rationale": Answer._rationale,
    "dose": lambda answer, offer: answer._written(offer)["dose"],
    "per_side": lambda answer, offer: answer._written(offer)["per_side"],
    "cautions": Answer._cautions,
    "confirm": Answer._confirm,
    "sources": lambda answer, offer: answer._written(offer)["sources"],
    "at": lambda answer, offer: answer._written(offer)["at"],
}
"""Each part of a result or of one of its recommendations, and what makes it."""
