"""What happened since the program began, as a calling app tells it: week by week, session by session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from hep_engine.model.exercise import Dose
from hep_engine.model.profile import whole_pain
from hep_engine.model.program import Planned
from hep_engine.model.record import Range

__all__ = ["Prescribed", "Session", "Visit"]

Word = Annotated[str, StringConstraints(max_length=64, strict=True)]
Pain = Annotated[int, BeforeValidator(whole_pain), Field(ge=0, le=10)]
Count = Annotated[int, Field(strict=True, ge=0, le=1000)]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Prescribed(_Told):
    """An exercise as it was prescribed for a week."""

    exercise: Word
    sets: Count
    reps: tuple[Count, Count]
    """The range of repetitions in a set."""
    hold_seconds: Count
    days_per_week: Annotated[int, Field(strict=True, ge=1, le=7)]
    times_per_day: Annotated[int, Field(strict=True, ge=1, le=12)]
    minutes: Count | None = None
    effort: Count | None = None
    eased: bool = False
    """Whether a review left it below the dose of the treatment approach."""

    @classmethod
    def of(cls, planned: Planned) -> Prescribed:
        """What a plan prescribes."""
        dose = planned.dose
        kept = ("sets", "hold_seconds", "days_per_week", "times_per_day", "minutes", "effort")
        told = {name: getattr(dose, name) for name in kept}
        return cls(exercise=planned.exercise, reps=tuple(dose.reps), eased=planned.eased, **told)

    @property
    def dose(self) -> Dose:
        """The dose as the catalogue writes one."""
        kept = self.model_dump(exclude={"exercise", "reps", "eased"})
        return Dose.model_construct(reps=Range(*self.reps), **kept)


class Session(_Told):
    """One exercise, done once. What was not noted is left out, and is then not known."""

    exercise: Word
    pain_before: Pain
    """NPRS before it."""
    pain_during: Pain
    """The worst during it, or straight after."""
    pain_next_morning: Pain | None = None
    """NPRS on the next morning."""
    reps_in_last_set: Count | None = None
    """Clean repetitions, or holds, in the last set."""
    clean: bool | None = None
    """Whether it was done without the faults that its page warns of."""
    symptoms_spread: bool | None = None
    """Whether pain, tingling or numbness went further down the leg."""


class Visit(_Told):
    """One week: what was prescribed, how the patient was when it was, and every session done in it."""

    week: Annotated[int, Field(strict=True, ge=1, le=520)]
    """The number of the week, the first being 1."""
    pain_score: Pain
    """NPRS at the visit that began the week."""
    approach: Word
    """The treatment approach of that week's program."""
    program: Annotated[tuple[Prescribed, ...], Field(max_length=20)]
    sessions: Annotated[tuple[Session, ...], Field(max_length=500)] = ()

    def done(self, exercise: str) -> tuple[Session, ...]:
        """The sessions of one exercise, in the order in which they were told."""
        return tuple(each for each in self.sessions if each.exercise == exercise)

    def prescribed(self, exercise: str) -> Prescribed | None:
        """How the exercise was prescribed, if it was."""
        return next((each for each in self.program if each.exercise == exercise), None)

    @classmethod
    def begun(
        cls, week: int, pain_score: int, approach: str, plan: Iterable[Planned], sessions: Iterable[Session] = ()
    ) -> Visit:
        """The week that began with this plan."""
        program = tuple(Prescribed.of(each) for each in plan)
        return cls(week=week, pain_score=pain_score, approach=approach, program=program, sessions=tuple(sessions))
