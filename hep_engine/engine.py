"""The engine: load knowledge once, then recommend for one patient after another. The whole flow on one page."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from hep_engine.answer import Answer, Answers
from hep_engine.errors import DisagreementError, FieldMistake, KnowledgeError, ProfileError
from hep_engine.knowledge.load import load_knowledge
from hep_engine.knowledge.proof_file import unproven
from hep_engine.model.explanation import Explanation, Verdict
from hep_engine.model.facts import Facts
from hep_engine.model.history import Visit
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.profile import PatientProfile
from hep_engine.model.program import Kept, Program
from hep_engine.model.question import Question
from hep_engine.model.release import Override, Released
from hep_engine.model.result import Recommendations
from hep_engine.model.review import Review
from hep_engine.model.rulebook import Rulebook, follow_up_book
from hep_engine.model.seal import seal_of, sealed
from hep_engine.model.substitution import Substitution
from hep_engine.model.truth import Truth
from hep_engine.reasoning import plain
from hep_engine.reasoning.ask import Opener
from hep_engine.reasoning.twice import CrossCheck, Twice, second_reading
from hep_engine.rehearsal import rehearse
from hep_engine.stamp import stamp_of
from hep_engine.steps.admit import admit, admitted, told_of
from hep_engine.steps.admit_history import admit_history
from hep_engine.steps.advise import advise
from hep_engine.steps.course import course_of, exercise_course
from hep_engine.steps.explain import explain_conditions
from hep_engine.steps.follow import follow, settled, stopped
from hep_engine.steps.program import compose, needs_of
from hep_engine.steps.question import questions
from hep_engine.steps.release import release
from hep_engine.steps.standing import order_of
from hep_engine.steps.substitute import substitute
from hep_engine.steps.suggest import suggest

__all__ = ["CrossCheck", "Engine"]

P = TypeVar("P")


class Engine:
    """A knowledge base at work. Immutable, and safe to share between threads and across a fork."""

    def __init__(self, knowledge: KnowledgeBase, *, cross_check: CrossCheck = "auto") -> None:
        """An engine for knowledge already loaded; see `load`."""
        second = second_reading(cross_check)
        self._cross_check: CrossCheck = second or "off"
        self._knowledge = knowledge
        self._book = Rulebook.of(knowledge)
        self._opener = Opener(self._book)
        self._patient = Twice(self._book, second, order_of(knowledge))
        self._week = Twice(follow_up_book(knowledge), second)
        self._stamp = stamp_of(knowledge)
        self._answers = Answers(knowledge, self._book, self._opener, self._patient.index, self._stamp)
        self._prepared: dict[Callable[[Engine], Any], Any] = {}

    @classmethod
    def load(
        cls,
        rules: str | os.PathLike[str] | None = None,
        catalog: str | os.PathLike[str] | None = None,
        *,
        cross_check: CrossCheck = "auto",
        require_proof: str | os.PathLike[str] | None = None,
    ) -> Engine:
        """An engine on the knowledge in two folders; without a path, on the knowledge that came with the library.

        `cross_check` is the second reading of every recommendation, beside the index that decides: `durable`
        (durable-rules), `plain`, `auto` (durable where it can be imported, else plain), or `off` (none).

        `require_proof` names a record that `hep verify --record FILE` made: unless it proves every statement about
        this very knowledge, with this version of the library, nothing loads.

        Raises `KnowledgeError` with every problem in the folders, rules that fail their own examples among them.
        """
        folders = [None if each is None else Path(each) for each in (rules, catalog)]
        engine = cls(load_knowledge(*folders), cross_check=cross_check)
        if problems := tuple(rehearse(engine.knowledge, engine.book, engine.questions())):
            raise KnowledgeError(problems)
        if require_proof and (problems := tuple(unproven(Path(require_proof), engine.knowledge, engine.library))):
            raise KnowledgeError(problems)
        return engine

    @property
    def library(self) -> str:
        """The version of this library."""
        return self._stamp.library

    @property
    def cross_check(self) -> CrossCheck:
        """The second reading that `cross_check` came to: `durable`, `plain` or `off`."""
        return self._cross_check

    @property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge this engine works on."""
        return self._knowledge

    @property
    def book(self) -> Rulebook:
        """Every condition of that knowledge, as the readings judge it."""
        return self._book

    def prepared(self, make: Callable[[Engine], P]) -> P:
        """What *make* makes of this engine, once, and kept with it; threads share it, so it has to be safe for that."""
        if make not in self._prepared:
            self._prepared.setdefault(make, make(self))
        return cast("P", self._prepared[make])

    def questions(self) -> tuple[Question, ...]:
        """What to ask a patient today: everything an active gate rests on, most severe first."""
        return questions(self.knowledge, self._opener)

    def recommend(self, profile: PatientProfile) -> Recommendations:
        """Ranked home exercises for *profile*, or a referral, with a reason for every exercise given or left out.

        The result's `status` is `ready`, `provisional` while a question that could withhold them is open (its
        exercises are for a clinician's eyes), or `withheld`, with none.

        Raises `ProfileError` for a wrong profile, and `DisagreementError` when the two readings differ or one fails.
        What is decided is decided here; reasons and the program are made when they are read, of the plain reading,
        and reading them raises `DisagreementError` where that is not of one mind with the decision.
        """
        return Recommendations.late(self._answer(profile))

    def recommend_each(self, profiles: Iterable[PatientProfile]) -> list[Recommendations]:
        """What `recommend` says of each of *profiles*, decided together in little memory.

        The rulesets of durable-rules, which otherwise stay open, are opened one after another: for a thousand exercises
        that saves a hundred megabytes and takes a quarter of a second, whether for one patient or for hundreds.
        Raises as `recommend` does, and then answers nobody.
        """
        admissible = [admitted(profile, self._knowledge) for profile in profiles]
        decided = self._patient.decide_each([told_of(profile, self._knowledge) for profile in admissible])
        return [
            Recommendations.late(Answer(self._answers, profile, bits, self._patient.checked_by))
            for profile, bits in zip(admissible, decided, strict=True)
        ]

    def _answer(self, profile: PatientProfile) -> Answer:
        profile = admitted(profile, self._knowledge)
        bits = self._patient.decide(told_of(profile, self._knowledge))
        return Answer(self._answers, profile, bits, self._patient.checked_by)

    def substitute(self, result: Recommendations, exercise_id: str) -> Substitution:
        """The best program of *result* without *exercise_id*, and what is lost by it.

        The same program comes of a profile that names the exercise under `avoid`. Raises `ProfileError` when the
        exercise is not in the program, or the result was made with other knowledge.
        """
        program = result.program
        if program is None or exercise_id not in program.exercises:
            hint = nearest(printable(exercise_id), program.exercises) if program else f"the result is {result.status}"
            raise ProfileError([FieldMistake("exercise", f"`{printable(exercise_id)}` is not in the program", hint)])
        if result.knowledge.content != self.knowledge.content or result.seal != seal_of(result):
            what = "it is not as this engine made it"
            raise ProfileError([FieldMistake("result", what, "recommend again, and substitute in the whole result")])
        result.complete()
        after = self._again(result, program, without={exercise_id})
        return substitute(result, exercise_id, after, needs_of(after, result.recommendations), self.knowledge)

    def release(
        self,
        result: Recommendations,
        *,
        confirmed: Collection[str] = (),
        by: str,
        overrides: Sequence[Override] = (),
    ) -> Released:
        """The program of *result* as a patient may see it: the only door to a handout.

        *confirmed* are the ids of `release_needs` that a clinician, named by role in *by*, made sure of: a finding is
        absent, a piece of equipment is at home. *overrides* add or drop an exercise or change a dose, for a coded
        reason; what is not recommended to this patient cannot be added.

        Raises `ReleaseError` with everything that stands in the way: a result that is withheld, provisional, changed
        or of other knowledge, a question still open, an override that is not allowed.
        """
        again = self._again(result, result.program) if result.program and result.seal == seal_of(result) else None
        return release(result, again, confirmed, by, overrides, self.knowledge, self._stamp)

    def review(self, profile: PatientProfile, history: Sequence[Visit], *, asked_again: bool = False) -> Review:
        """What becomes of each exercise after the last week of *history*, and the program for the coming one.

        *profile* is the patient today. The same screening, second reading and reasons as in `recommend`; nothing is
        progressed to that is not recommended today. When pain is worse, `status` is `screen_again` until the
        questions were asked anew (*asked_again*).

        Raises `ProfileError` for a wrong profile or history, and `DisagreementError` as `recommend` does.
        """
        history = admit_history(history, self.knowledge)
        admit(profile, self.knowledge)  # the course is read of a pain score that is one
        course = self._week.read(course_of(history, profile.pain_score)).rules
        weeks = self._weeks(history, profile.pain_score)
        ask_again, advice = advise([course, *weeks.values()], self.knowledge)
        if ask_again and not asked_again:
            return Review("screen_again", (), (), self.questions(), None)
        result = self.recommend(profile)
        result.complete()
        if result.program is None:
            return Review(result.status, (), advice, (), result)
        # What was stopped in an earlier week stays out, and so does whatever it leads to.
        earlier = [
            stopped(self._weeks(history[: number + 1], later.pain_score), self.knowledge)
            for number, later in enumerate(history[1:])
        ]
        out = frozenset[str]().union(*earlier)
        followed = follow(history[-1], result, weeks, out, self.knowledge)
        program = self._again(result, result.program, without=followed.put_aside, kept=followed.kept)
        needs = needs_of(program, result.recommendations)
        result = sealed(replace(result, program=program, release_needs=needs))
        return Review(result.status, settled(followed.steps, program), advice, (), result)

    def _weeks(self, history: Sequence[Visit], pain_score: int) -> dict[str, Mapping[str, Truth]]:
        """The verdicts of the follow-up rules on each exercise of the last week."""
        return {
            each.exercise: self._week.read(exercise_course(each.exercise, history, pain_score)).rules
            for each in history[-1].program
        }

    def _again(
        self,
        result: Recommendations,
        program: Program,
        without: Collection[str] = (),
        kept: Sequence[Kept] | None = None,
    ) -> Program:
        """The program composed anew from what the result holds."""
        aside = {each.exercise for each in program.not_chosen if each.code == "put_aside"} | {*without}
        deficits = {*program.not_covered, *(deficit for each in program.plan for deficit in each.covers)}
        return compose(
            result.recommendations,
            deficits,
            program.limits,
            program.confirm,
            self.knowledge,
            put_aside=aside,
            kept=[each for each in (program.kept if kept is None else kept) if each.exercise not in aside],
        )

    def explain(self, profile: PatientProfile, exercise_id: str) -> Explanation:
        """Why *exercise_id* is recommended to *profile*, or why not, and what would make it eligible.

        Raises `ProfileError` for a wrong profile or an unknown exercise, and `DisagreementError` as `recommend` does.
        """
        if not isinstance(exercise_id, str) or exercise_id not in self.knowledge.exercises:
            what = f"no exercise is called `{printable(exercise_id)}`"
            raise ProfileError(
                [FieldMistake("exercise", what, nearest(printable(exercise_id), self.knowledge.exercises))]
            )
        exercise = self.knowledge.exercises[exercise_id]
        result = self.recommend(profile)
        result.complete()
        chosen = next((each for each in result.recommendations if each.exercise == exercise_id), None)
        verdict: Verdict = "recommended" if chosen else "withheld" if result.status == "withheld" else "excluded"
        left_out = next((each for each in result.excluded if each.exercise == exercise_id), None)
        return Explanation(
            exercise=exercise_id,
            name=exercise.name,
            verdict=verdict,
            reasons=left_out.reasons if left_out else (),
            conditions=explain_conditions(exercise_id, self._book, self.facts(profile), self.knowledge),
            would_be_eligible_if=None
            if chosen
            else suggest(profile, exercise, lambda changed: self._eligible(changed, exercise_id)),
            recommendation=chosen,
            disposition=result.disposition,
            at=self.knowledge.at("exercise", exercise_id),
            checked_by=result.checked_by,
        )

    def facts(self, profile: PatientProfile) -> Facts:
        """What the rules make of *profile*: every finding, the approach and every rule, settled as far as they go.

        Raises `ProfileError` and `DisagreementError` as `recommend` does.
        """
        told = admit(profile, self.knowledge)
        decided, reading = self._patient.read(told), plain.read(self._book, told)
        if decided != reading:
            differences = tuple(decided.differences(reading))
            raise DisagreementError("two readings of the rules differ, so nothing is concluded", differences)
        return Facts(told, reading.findings, reading.approach, reading.rules, reading.needs)

    def _eligible(self, profile: PatientProfile, exercise_id: str) -> bool:
        return self._answer(profile).offers(exercise_id)
