"""The engine: load knowledge once, then recommend for one patient after another. The whole flow on one page."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, get_args

from hep_engine.errors import DisagreementError, FieldMistake, KnowledgeError, ProfileError
from hep_engine.knowledge.load import load_knowledge
from hep_engine.model.explanation import Explanation, Verdict
from hep_engine.model.facts import Facts
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.profile import PatientProfile
from hep_engine.model.question import Question
from hep_engine.model.reading import Reading
from hep_engine.model.result import Knowledge, Recommendations
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.sifted import Ranked
from hep_engine.reasoning import durable, plain
from hep_engine.reasoning.ask import Opener
from hep_engine.rehearsal import rehearse
from hep_engine.steps.admit import admit
from hep_engine.steps.explain import explain, explain_conditions
from hep_engine.steps.find import find
from hep_engine.steps.inputs import Reads
from hep_engine.steps.question import questions
from hep_engine.steps.rank import rank
from hep_engine.steps.screen import screen
from hep_engine.steps.sift import sift, withhold
from hep_engine.steps.suggest import suggest

__all__ = ["CrossCheck", "Engine"]

CrossCheck = Literal["auto", "durable", "plain", "off"]


class Engine:
    """A knowledge base at work. Immutable, and safe to share between threads and across a fork."""

    def __init__(self, knowledge: KnowledgeBase, *, cross_check: CrossCheck = "auto") -> None:
        """An engine for knowledge already loaded; see `load`."""
        if cross_check not in get_args(CrossCheck):
            raise ValueError(f"cross_check is one of {', '.join(get_args(CrossCheck))}")
        if cross_check == "durable" and not durable.available():
            raise ImportError("cross_check='durable' needs durable-rules, which imports on Python 3.11 and 3.12 only")
        self._knowledge = knowledge
        self._book = Rulebook.of(knowledge)
        self._opener = Opener(self._book)
        self._reads = Reads.of(knowledge)
        confirming = cross_check == "durable" or (cross_check == "auto" and durable.available())
        self._second = durable.DurableReading(self._book) if confirming else None
        self._stamp = Knowledge(
            knowledge.policy.version, knowledge.decision, knowledge.content, signed_off=False, library=_library()
        )

    @classmethod
    def load(
        cls,
        rules: str | os.PathLike[str] | None = None,
        catalog: str | os.PathLike[str] | None = None,
        *,
        cross_check: CrossCheck = "auto",
    ) -> Engine:
        """An engine on the knowledge in two folders; without a path, on the knowledge that came with the library.

        `cross_check` is the second reading of every recommendation: `durable` (durable-rules), `auto` (the same where
        it can be imported), `plain` or `off` (the plain reading decides alone).

        Raises `KnowledgeError` with every problem in the folders, rules that fail their own examples among them.
        """
        folders = [None if each is None else Path(each) for each in (rules, catalog)]
        engine = cls(load_knowledge(*folders), cross_check=cross_check)
        if problems := tuple(rehearse(engine.knowledge, engine.book, engine.questions())):
            raise KnowledgeError(problems)
        return engine

    @property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge this engine works on."""
        return self._knowledge

    @property
    def book(self) -> Rulebook:
        """Every condition of that knowledge, as the readings judge it."""
        return self._book

    def questions(self) -> tuple[Question, ...]:
        """What to ask a patient today: everything an active gate rests on, most severe first."""
        return questions(self.knowledge, self._opener)

    def recommend(self, profile: PatientProfile) -> Recommendations:
        """Ranked home exercises for *profile*, or a referral, with a reason for every exercise given or left out.

        The result's `status` is `ready`, `provisional` while a question that could withhold them is open (its
        exercises are for a clinician's eyes), or `withheld`, with none.

        Raises `ProfileError` for a wrong profile, and `DisagreementError` when the two readings differ or one fails.
        """
        facts = self.facts(profile)
        ranked: tuple[Ranked, ...]
        status, disposition = screen(self.knowledge, self._book, self._opener, facts)
        if status == "withheld":
            ranked, excluded = (), withhold(self.knowledge, disposition)
        else:
            eligible, excluded = sift(self.knowledge, self._book, self._opener, facts)
            ranked = rank(eligible, facts, self.knowledge)
        return Recommendations(
            status=status,
            disposition=disposition,
            findings=find(self.knowledge, self._book, facts),
            approach=facts.approach or "",
            recommendations=tuple(
                explain(number, each, facts, self.knowledge) for number, each in enumerate(ranked, start=1)
            ),
            program=None,
            excluded=excluded,
            safety_net=self.knowledge.policy.safety_net.value,
            release_needs=(),
            inputs=self._reads.inputs(profile),
            knowledge=self._stamp,
            checked_by=("plain", "durable") if self._second else ("plain",),
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
        reading = plain.read(self._book, told)
        if self._second is not None:
            self._confirm(reading, self._second.read(told))
        return Facts(told, reading.findings, reading.approach, reading.rules, reading.needs)

    @staticmethod
    def _confirm(reading: Reading, second: Reading) -> None:
        if reading != second:
            differences = tuple(reading.differences(second))
            raise DisagreementError("two readings of the rules differ, so nothing is recommended", differences)

    def _eligible(self, profile: PatientProfile, exercise_id: str) -> bool:
        return any(each.exercise == exercise_id for each in self.recommend(profile).recommendations)


def _library() -> str:
    try:
        return version("hep_engine")
    except PackageNotFoundError:
        return "unknown"
