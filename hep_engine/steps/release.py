"""Release: the one door through which a program reaches a patient.

A clinician, named by role, confirms what is still open and may change the program for a coded reason. Nothing passes
that was not composed for this patient by this knowledge, and nothing while a question is open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from hep_engine.errors import FieldMistake, ReleaseError
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.program import Planned, Program
from hep_engine.model.question import Confirm
from hep_engine.model.release import Override, Released, ReleasedExercise
from hep_engine.model.result import Knowledge, Recommendations
from hep_engine.model.seal import seal_of
from hep_engine.planning.minutes import minutes_a_day
from hep_engine.planning.order import ordered
from hep_engine.planning.overrides import Changed, change

__all__ = ["release"]

_LONGEST_ROLE = 80
_MOST = 7
"""However many a clinician adds: nobody does more at home."""


def release(
    result: Recommendations,
    again: Program | None,
    confirmed: Collection[str],
    by: str,
    overrides: Sequence[Override],
    knowledge: KnowledgeBase,
    stamp: Knowledge,
) -> Released:
    """The released program. *again* is the program composed anew from the result, *stamp* what this knowledge says.

    Raises `ReleaseError` with everything that stands in the way.
    """
    if wrong := tuple(_not_for_release(result, again, by, stamp)):
        raise ReleaseError(wrong)
    changed = change(result, overrides, knowledge)
    needs = _needs(changed, result)
    if wrong := (*changed.mistakes, *_nothing_left(changed), *_still_open(needs, confirmed, knowledge)):
        raise ReleaseError(wrong)
    plan = ordered(
        tuple(changed.plan.values()), {each.exercise: each.rank for each in result.recommendations}, knowledge
    )
    counted, apart = minutes_a_day(plan, knowledge)
    touched = {each.exercise for each in changed.changes}
    cautions = {each.exercise: each.cautions for each in result.recommendations}
    released = Released(
        exercises=tuple(
            ReleasedExercise(each, cautions[each.exercise], "clinician" if each.exercise in touched else "rules")
            for each in plan
        ),
        minutes_per_day=counted,
        own_time_minutes_per_day=apart,
        approach=result.approach,
        reviews=result.disposition.reasons,
        safety_net=result.safety_net,
        confirmed=tuple(sorted({each.id for each in needs})),
        by=by.strip(),
        overrides=tuple(changed.changes),
        beyond=tuple(_beyond(plan, counted, result)),
        knowledge=stamp,
        seal="",
    )
    return replace(released, seal=seal_of(released))


def _not_for_release(
    result: Recommendations, again: Program | None, by: str, stamp: Knowledge
) -> Iterator[FieldMistake]:
    """Why this result is not to be released by anyone."""
    if result.status != "ready":
        said = "an open question could still withhold it" if result.status == "provisional" else "it is withheld"
        yield FieldMistake("result", f"the status is {result.status}: {said}", "settle `ask_first` and recommend again")
    elif result.knowledge.content != stamp.content:
        yield FieldMistake("result", "it was made with another edition of the knowledge", "recommend again")
    elif result.seal != seal_of(result) or again != result.program:
        what = "it is not as the engine made it"
        yield FieldMistake("result", what, "release the whole result, unchanged, and change the program by `overrides`")
    elif again is None or not again.exercises:
        yield FieldMistake("result", "there is no exercise in the program")
    if not isinstance(by, str) or not 0 < len(by.strip()) <= _LONGEST_ROLE or not by.strip().isprintable():
        hint = "a role is enough, such as `physiotherapist`"
        yield FieldMistake("by", f"whoever releases is told in 1 to {_LONGEST_ROLE} letters", hint)


def _nothing_left(changed: Changed) -> Iterator[FieldMistake]:
    if len(changed.plan) > _MOST:
        yield FieldMistake("overrides", f"they make a program of {len(changed.plan)} exercises; {_MOST} are the most")
    if not changed.plan:
        yield FieldMistake("overrides", "they leave no exercise in the program")


def _needs(changed: Changed, result: Recommendations) -> tuple[Confirm, ...]:
    """What is still open about the exercises that are in, and about the limits."""
    assert result.program is not None
    chosen = [each for each in result.recommendations if each.exercise in changed.plan]
    return tuple(dict.fromkeys((*result.program.confirm, *(open_ for each in chosen for open_ in each.confirm))))


def _still_open(
    needs: Sequence[Confirm], confirmed: Collection[str], knowledge: KnowledgeBase
) -> Iterator[FieldMistake]:
    known = {*knowledge.vocabulary.findings, *knowledge.vocabulary.equipment}
    if isinstance(confirmed, str):
        yield FieldMistake("confirmed", "a list or a set of ids is needed")
        return
    for word in sorted(set(confirmed) - known, key=str):
        yield FieldMistake(
            "confirmed", f"nothing to confirm is called `{printable(word)}`", nearest(printable(word), known)
        )
    for need in needs:
        if need.kind not in ("finding", "equipment"):
            hint = f"put it into the profile and recommend again: {need.question}"
            yield FieldMistake("confirmed", f"`{need.id}` has to be told, not confirmed", hint)
        elif need.id not in confirmed:
            absent = "absent" if need.kind == "finding" else "at home"
            hint = f"confirm that it is {absent}, or put it into the profile: {need.question}"
            yield FieldMistake("confirmed", f"`{need.id}` is still open", hint)


def _beyond(plan: Sequence[Planned], minutes: int, result: Recommendations) -> Iterator[str]:
    """The limits on size and time that a clinician's changes go beyond."""
    assert result.program is not None
    for limit in result.program.limits:
        reached = {"exercises": len(plan), "minutes": minutes}.get(limit.what, 0)
        if reached > limit.most:
            yield f"{reached} {limit.what}, more than the {limit.most} of {limit.rule or 'the policy'} ({limit.at})"
