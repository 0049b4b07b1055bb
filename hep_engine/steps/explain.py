"""Explain: why this exercise, in two to four sentences that are true of this patient; why not; what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hep_engine.model.exercise import Claim, Exercise
from hep_engine.model.explanation import Explained
from hep_engine.model.facts import Facts, Told
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import Refer
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth, negated
from hep_engine.model.wording import SUPPORT, claim_sentence, lower_first
from hep_engine.model.words import spoken
from hep_engine.reasoning.bitsets import union
from hep_engine.reasoning.plain import judge

__all__ = ["Rationales", "Telling", "explain_conditions"]


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of an exercise to every patient."""

    indications: tuple[tuple[str, str, int, str], ...]
    """Each deficit it is for, what that is called, and the point of the clinical rationale that speaks closest to it.

    A point comes with its place from the narrowest, which speaks to little else, to the widest.
    """
    purpose: str
    """What it is for, and that it may be offered."""
    top: int
    """The highest pain at which it is offered."""
    support: str
    changing: int
    """The bits of the findings with which it is offered changed."""
    changed: tuple[tuple[int, str], ...]
    """The same one by one, each with what the finding is called."""


class Rationales:
    """Writes rationales; what is the same for every patient is put into words once, when it is first needed."""

    def __init__(self, knowledge: KnowledgeBase, finding_bits: Mapping[str, int]) -> None:
        """Write from *knowledge*, for patients whose findings are bits."""
        self._knowledge = knowledge
        self._bits = finding_bits
        self._said: dict[str, _Said] = {}
        self.deficits = {word: lower_first(entry.label) for word, entry in knowledge.vocabulary.deficits.items()}
        """What each deficit is called inside a sentence."""
        self.approaches = {word: spoken(word) for word in knowledge.vocabulary.approaches}
        """What each treatment approach is called."""

    def of(self, exercise: str) -> _Said:
        """What is said of *exercise* to every patient."""
        return self._said.get(exercise) or self._put_into_words(self._knowledge.exercises[exercise])

    def _put_into_words(self, exercise: Exercise) -> _Said:
        def called(finding: str) -> str:
            return lower_first(self._knowledge.vocabulary.label("findings", finding))

        name, level = exercise.name, exercise.pain_level
        claims = sorted(exercise.clinical_rationale, key=lambda claim: len(claim.indications))
        changed = tuple((self._bits[finding], called(finding)) for finding in exercise.precautions)
        purpose = lower_first(exercise.purpose.rstrip("."))
        said = self._said[exercise.id] = _Said(
            indications=tuple((each, self.deficits[each], *_closest(each, claims)) for each in exercise.indications),
            purpose=f"{purpose}. {name} may be offered at pain {level} in the",
            top=level.high,
            support=f"The support for {lower_first(name)} comes from {SUPPORT[exercise.evidence.directness]}",
            changing=union(bits for bits, _ in changed),
            changed=changed,
        )
        return said


class Telling:
    """Tells one patient why an exercise is offered."""

    __slots__ = ("_approach", "_has", "_pain", "_rationales", "_today", "_yes")

    def __init__(self, rationales: Rationales, told: Told, approach: str, yes: int) -> None:
        """Tell a patient of whom *told* and *approach* hold; *yes* are bits of findings that hold."""
        pain = told.numbers["pain_score"]
        self._rationales = rationales
        self._has = told.deficits
        self._yes = yes
        self._pain = int(pain)
        self._today = f"{told.words['phase']} phase; pain is {pain} now"
        self._approach = f", and the dose is the one for the {rationales.approaches[approach]} approach. "

    def matched(self, indications: Iterable[str]) -> tuple[str, ...]:
        """Those of *indications* that the patient has."""
        return tuple(filter(self._has.__contains__, indications))

    def rationale(self, exercise: str) -> str:
        """What it is for, how it fits today, what it does, and how well that is supported."""
        said = self._rationales.of(exercise)
        has, closest, claim = self._has, 0, ""
        deficits: list[str] = []
        for deficit, called, place, point in said.indications:
            if deficit in has:
                if not deficits or place < closest:
                    closest, claim = place, point
                deficits.append(called)
        top = ", the top of that range" if self._pain == said.top else ""
        concern = ""
        if self._yes & said.changing:
            named = "; ".join([called for finding, called in said.changed if self._yes & finding])
            concern = f"; it is offered with a change, because of: {named}"
        found = "; and ".join(deficits)
        return f"For {found}: {said.purpose} {self._today}{top}{self._approach}{claim}{said.support}{concern}."


def _closest(deficit: str, claims: Sequence[Claim]) -> tuple[int, str]:
    """The first of *claims* that speaks to *deficit*, and its place; where none does, the first, behind all others."""
    for place, claim in enumerate(claims):
        if deficit in claim.indications:
            return place, f"{claim_sentence(claim)} "
    return len(claims), f"{claim_sentence(claims[0])} " if claims else ""


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
