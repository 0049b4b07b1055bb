"""Vignettes tried: whether what must come of a patient does, and if not, which condition decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hep_engine.audit.miss import Miss
from hep_engine.audit.programs import program_misses
from hep_engine.engine import Engine
from hep_engine.model.condition import Clause, clauses
from hep_engine.model.facts import Facts
from hep_engine.model.profile import PatientProfile
from hep_engine.model.result import Recommendations
from hep_engine.model.truth import Truth
from hep_engine.model.vignette import EVERYTHING, Vignette
from hep_engine.model.wording import phrase
from hep_engine.model.words import spoken
from hep_engine.reasoning.plain import judge

__all__ = ["asked", "try_vignette"]


def asked(vignette: Vignette, engine: Engine) -> PatientProfile:
    """The vignette's patient, asked about every finding there is, but for those it leaves unasked."""
    profile = vignette.profile
    if EVERYTHING in vignette.unasked:
        return profile
    absent = engine.knowledge.vocabulary.tellable - profile.findings - set(vignette.unasked)
    return profile.model_copy(update={"ruled_out": profile.ruled_out | absent})


def try_vignette(vignette: Vignette, engine: Engine) -> tuple[Miss, ...]:
    """Everything this patient's result misses; none if it is as expected.

    Raises `ProfileError` for a patient that contradicts itself.
    """
    profile = asked(vignette, engine)
    result = engine.recommend(profile)
    trial = _Trial(vignette, engine, result, engine.facts(profile))
    return (*trial.disposition(), *trial.offered(), *trial.details(), *program_misses(vignette, result))


@dataclass(frozen=True, slots=True)
class _Trial:
    """One vignette against one result."""

    vignette: Vignette
    engine: Engine
    result: Recommendations
    facts: Facts

    def disposition(self) -> Iterator[Miss]:
        """Status, level, gates, approach, questions and findings."""
        expect, told = self.vignette.expect, self.result.disposition
        fired = {each.rule for each in told.reasons}
        for rule in expect.reasons:
            if rule not in fired:
                yield self._miss("reasons", f"gate {rule} did not fire", self._clauses(rule, Truth.YES), rule)
        for rule in sorted(fired - set(expect.reasons)):
            yield self._miss("reasons", f"gate {rule} fired", self._clauses(rule, Truth.NO))
        plain: tuple[tuple[str, str | None, str], ...] = (
            ("status", expect.status, self.result.status),
            ("level", expect.level, told.level.value),
            ("could_be", expect.could_be, told.could_be.value),
            ("approach", expect.approach, self.result.approach),
        )
        for key, wanted, came in plain:
            if wanted is not None and wanted != came:
                yield self._miss(key, f"{spoken(key)} is {spoken(came)}, not {spoken(wanted)}")
        asks = {each.id for each in told.ask_first}
        for question in expect.asks:
            if question not in asks:
                yield self._miss("asks", f"{question} is not asked first", (), question)
        found = {each.finding for each in self.result.findings}
        for finding in expect.found:
            if finding not in found:
                yield self._miss("found", f"{finding} does not follow from what was told", (), finding)

    def offered(self) -> Iterator[Miss]:
        """What is recommended, and what must never be."""
        offered = {each.exercise for each in self.result.recommendations}
        expect = self.vignette.expect
        for exercise in expect.recommended:
            if exercise not in offered:
                yield self._miss("recommended", f"{exercise} is left out", self._reasons(exercise), exercise)
        for group in expect.recommended_any:
            if offered.isdisjoint(group):
                why = tuple(f"{each}: {reason}" for each in group for reason in self._reasons(each))
                yield self._miss("recommended_any", f"none of {phrase(group, 'or')} is recommended", why)
        for exercise in sorted(offered.intersection(expect.never)):
            why = tuple(self._conditions(exercise))
            yield self._miss("never", f"{exercise} is recommended", why, exercise)

    def details(self) -> Iterator[Miss]:
        """Codes, precautions, and what is to be confirmed."""
        expect = self.vignette.expect
        for exercise, codes in expect.left_out.items():
            came = {
                reason.code for each in self.result.excluded if each.exercise == exercise for reason in each.reasons
            }
            for code in codes:
                if code not in came:
                    what = f"{exercise} is not left out for {code}"
                    yield self._miss("left_out", what, self._reasons(exercise) or ("it is recommended",), exercise)
        given = {each.exercise: each for each in self.result.recommendations}
        for key, wanted in (("cautions", expect.cautions), ("confirms", expect.confirms)):
            for exercise, findings in wanted.items():
                if exercise not in given:
                    yield self._miss(key, f"{exercise} is left out", self._reasons(exercise), exercise)
                    continue
                named = [
                    *(each.finding or each.rule for each in given[exercise].cautions if key == "cautions"),
                    *(each.id for each in given[exercise].confirm if key == "confirms"),
                ]
                for finding in findings:
                    if finding not in named:
                        what = f"{exercise} comes without {finding} among its {key}"
                        yield self._miss(key, what, self._reasons(exercise), exercise)

    def _miss(self, key: str, what: str, why: tuple[str, ...] = (), *below: str) -> Miss:
        return Miss(self.vignette.at("expect", key, *below), what, why)

    def _reasons(self, exercise: str) -> tuple[str, ...]:
        """Why an exercise is left out; nothing where it is not."""
        return tuple(
            f"{reason.text} ({reason.at})"
            for each in self.result.excluded
            if each.exercise == exercise
            for reason in each.reasons
        )

    def _conditions(self, exercise: str) -> Iterator[str]:
        """What the exercise is like, and what it asks for, its contraindications and equipment apart."""
        chosen = self.engine.knowledge.exercises[exercise]
        spine = f"low back {chosen.spine.direction}, {chosen.spine.range} range, {spoken(chosen.spine.load)} load"
        yield f"it is done in position {spoken(chosen.position)}, {spine}, difficulty {chosen.difficulty}"
        for part in self.engine.book.requirements[exercise]:
            if part.code not in ("contraindicated", "equipment_missing", "avoided"):
                yield f"{part.asked}: {judge(part.needs, self.facts).value} ({part.at})"
        never = phrase([spoken(each) for each in chosen.contraindications]) or "nothing"
        yield f"its contraindications, none of them known present: {never}"

    def _clauses(self, rule: str, wanted: Truth) -> tuple[str, ...]:
        """The clauses of a rule that stand against what was *wanted* of it."""
        when = self.engine.knowledge.rules[rule].when
        found = [(clause, judge(clause, self.facts), negative) for clause, negative in clauses(when)]
        against = [each for each in found if (each[1] is wanted) == each[2]]
        return tuple(f"`{clause}` is {truth.value} ({_place(clause)})" for clause, truth, _ in against)


def _place(clause: Clause) -> str:
    return str(clause.at) if clause.at else "no place"
