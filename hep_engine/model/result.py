"""The result of a recommendation: what to offer, what not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from hep_engine.model.exercise import Dose
from hep_engine.model.late import Late, Maker
from hep_engine.model.program import Program
from hep_engine.model.question import AskFirst, Confirm
from hep_engine.model.value import Value
from hep_engine.model.words import Level

__all__ = [
    "Caution",
    "Disposition",
    "Excluded",
    "ExclusionCode",
    "FoundFinding",
    "Inputs",
    "Knowledge",
    "Part",
    "Reason",
    "Recommendation",
    "Recommendations",
    "Referral",
    "Status",
]

ExclusionCode = Literal[
    "pain_below_range",
    "pain_above_range",
    "phase_not_listed",
    "not_for_approach",
    "no_matching_indication",
    "contraindicated",
    "equipment_missing",
    "restricted",
    "too_difficult",
    "not_ruled_out",
    "avoided",
    "not_active",
    "withheld",
]

Status = Literal["ready", "provisional", "withheld"]


@dataclass(frozen=True, slots=True)
class Referral(Value):
    """A gate that fired, and what it says to clinician and patient."""

    rule: str
    refer: Level
    text: str
    for_patient: str | None
    sources: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Disposition(Value):
    """Where this patient belongs."""

    level: Level
    """The highest that fired."""
    settled: bool
    """False while an open question could still withhold the exercises, or raise the level that withholds them."""
    could_be: Level
    """The highest level that fired or is still open."""
    reasons: tuple[Referral, ...]
    ask_first: tuple[AskFirst, ...]


@dataclass(frozen=True, slots=True)
class FoundFinding(Value):
    """A finding nobody told, and what it was concluded from."""

    finding: str
    rule: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Part(Value):
    """One summand of a score."""

    factor: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Caution(Value):
    """A change or an advice that applies to this patient."""

    finding: str | None
    """The precaution it answers; `None` for the advice of a rule."""
    rule: str | None
    """The rule whose advice it is; `None` for a precaution."""
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Recommendation(Late):
    """One eligible exercise, with its reasons."""

    rank: int
    exercise: str
    name: str
    score: int
    parts: tuple[Part, ...]
    matched_indications: tuple[str, ...]
    rationale: str
    dose: Dose
    per_side: bool
    """Whether the dose is for each side."""
    cautions: tuple[Caution, ...]
    confirm: tuple[Confirm, ...]
    sources: tuple[str, ...]
    at: str

    @classmethod
    def ranked(cls, maker: Maker, rank: int, exercise: str, score: int) -> Recommendation:
        """Give a recommendation that is known so far; *maker* makes the other parts when they are read."""
        value = cls.late(maker)
        _set_rank(value, rank)
        _set_exercise(value, exercise)
        _set_score(value, score)
        return value


_set_rank, _set_exercise, _set_score = (Recommendation.__dict__[part].__set__ for part in ("rank", "exercise", "score"))


@dataclass(frozen=True, slots=True)
class Reason(Value):
    """Why an exercise was left out, and the line it rests on."""

    code: ExclusionCode
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Excluded(Value):
    """An exercise that was left out, with every reason that holds."""

    exercise: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Inputs(Value):
    """Which of the patient's facts the knowledge read, and which it would have read had they been told."""

    used: tuple[str, ...]
    not_told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge(Value):
    """Which knowledge and which library decided."""

    version: str
    decision: str
    content: str
    signed_off: bool
    """Whether a named clinician signed just this content."""
    signed_by: str | None
    """Name, role and day, while the signature holds."""
    library: str


@dataclass(frozen=True, slots=True)
class Recommendations(Late):
    """The whole answer for one patient. Every exercise is in exactly one of `recommendations` and `excluded`."""

    status: Status
    disposition: Disposition
    findings: tuple[FoundFinding, ...]
    approach: str
    recommendations: tuple[Recommendation, ...]
    program: Program | None
    """`None` unless the status is `ready`."""
    excluded: tuple[Excluded, ...]
    safety_net: tuple[str, ...]
    release_needs: tuple[str, ...]
    inputs: Inputs
    knowledge: Knowledge
    checked_by: tuple[str, ...]
    seal: str = ""
    """A digest of what release rests on; see `hep_engine.model.seal`."""
    _late_parts = ("recommendations",)

    def top(self, count: int) -> Recommendations:
        """Show only the best *count* recommendations: a view, the result itself is whole."""
        most = count if count > 0 else 0
        view = Recommendations.late(_View(self, most))
        _show_recommendations(view, _best(self, most))
        return view


_show_recommendations = Recommendations.__dict__["recommendations"].__set__


class _View(NamedTuple):
    """A result that shows only the best of another."""

    whole: Recommendations
    most: int

    def made(self, view: Recommendations, part: str) -> object:
        return getattr(self.whole, part)

    def best(self, count: int) -> tuple[Recommendation, ...]:
        return _best(self.whole, min(count, self.most))


def _best(result: Recommendations, count: int) -> tuple[Recommendation, ...]:
    """The best *count* of a result; what makes a late one tells them without ranking the rest."""
    maker: Any = result.maker
    best: tuple[Recommendation, ...] = result.recommendations[:count] if maker is None else maker.best(count)
    return best
