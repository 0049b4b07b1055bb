"""What a clinician changes in a plan: add, drop, another dose; each looked at, and all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hep_engine.errors import FieldMistake
from hep_engine.model.exercise import DOSE_LIMITS, Dose
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.nearest import nearest, printable
from hep_engine.model.program import Limit, Planned
from hep_engine.model.record import Range
from hep_engine.model.release import Overridden, Override
from hep_engine.model.result import Recommendations
from hep_engine.model.words import spoken
from hep_engine.planning.dosing import held_to
from hep_engine.planning.minutes import minutes, seconds_of

__all__ = ["Changed", "change"]

_REFUSED = {
    "contraindicated": "it is contraindicated for this patient, and no reason overrides that",
    "restricted": "a rule keeps it from this patient, and no reason overrides that",
}


@dataclass(slots=True)
class Changed:
    """A plan with a clinician's changes, and what stood against them."""

    plan: dict[str, Planned]
    changes: list[Overridden] = field(default_factory=list)
    mistakes: list[FieldMistake] = field(default_factory=list)


def change(result: Recommendations, overrides: Sequence[Override], knowledge: KnowledgeBase) -> Changed:
    """The result's program with every override that is allowed."""
    assert result.program is not None
    changed = Changed({each.exercise: each for each in result.program.plan})
    for number, override in enumerate(overrides):
        mistake = _mistake(override, overrides[:number], changed, result, knowledge)
        if mistake:
            changed.mistakes.append(FieldMistake(f"overrides[{number}]", *mistake))
        else:
            changed.changes.append(_apply(override, changed, result, knowledge))
    return changed


def _mistake(
    override: Override, before: Sequence[Override], changed: Changed, result: Recommendations, knowledge: KnowledgeBase
) -> tuple[str, str | None] | None:
    """What is wrong with an override, and the way out."""
    name, reasons = override.exercise, knowledge.vocabulary.override_reasons
    if name not in knowledge.exercises:
        return f"no exercise is called `{printable(name)}`", nearest(printable(name), knowledge.exercises)
    if override.reason not in reasons:
        hint = nearest(printable(override.reason), reasons) or f"one of {', '.join(reasons)}"
        return f"no reason for an override is called `{printable(override.reason)}`", hint
    if any((each.change, each.exercise) == (override.change, name) for each in before):
        return f"there are two overrides to {override.change} `{name}`", "leave one of them out"
    if override.change != "dose" and any(each.exercise == name and each.change != "dose" for each in before):
        return f"`{name}` is both added and dropped", "leave one of the two out"
    if override.change != "dose" and override.dose:
        return "a dose is given with `dose` alone", f"write a second override to change the dose of `{name}`"
    if override.change == "add":
        return _may_be_added(name, changed, result)
    if name not in changed.plan:
        return f"`{name}` is not in the program", nearest(name, changed.plan)
    if override.change == "dose":
        return next(_wrong_dose(override, changed.plan[name], result.program.limits if result.program else ()), None)
    return None


def _may_be_added(name: str, changed: Changed, result: Recommendations) -> tuple[str, str | None] | None:
    """Only what is recommended to this patient may be added: for anything else the profile has to change first."""
    if name in changed.plan:
        return f"`{name}` is in the program already", None
    aside = [each for each in result.program.not_chosen if each.exercise == name] if result.program else []
    if any(each.code == "put_aside" for each in aside):
        return f"`{name}` was put aside or stopped, and is not brought back by an override", "recommend without it"
    if any(each.exercise == name for each in result.recommendations):
        return None
    reasons = [reason for each in result.excluded if each.exercise == name for reason in each.reasons]
    hard = next((_REFUSED[reason.code] for reason in reasons if reason.code in _REFUSED), None)
    why = "; ".join(f"{reason.text} ({reason.at})" for reason in reasons)
    if hard:
        return f"`{name}` cannot be added: {hard}", why
    return (
        f"`{name}` cannot be added: it is not recommended to this patient",
        f"{why}; change the profile, and look again",
    )


def _wrong_dose(override: Override, planned: Planned, limits: Sequence[Limit]) -> Iterator[tuple[str, str | None]]:
    """Whatever is wrong with a changed dose, part by part."""
    if not override.dose:
        yield "a changed dose names what changes", f"one of {', '.join(DOSE_LIMITS)}"
    for what, value in override.dose.items():
        if what not in DOSE_LIMITS:
            yield f"no part of a dose is called `{printable(what)}`", nearest(printable(what), DOSE_LIMITS)
            continue
        if what == "minutes" and planned.dose.minutes is None:
            yield (
                f"`{planned.exercise}` is counted in repetitions, not in minutes",
                "change `sets`, `reps` or `hold_seconds`",
            )
            continue
        low, high = DOSE_LIMITS[what]
        ends = tuple(value) if what == "reps" and isinstance(value, list | tuple) else (value, value)
        whole = len(ends) == 2 and all(isinstance(each, int) and not isinstance(each, bool) for each in ends)
        if not whole or not low <= ends[0] <= ends[1] <= high:
            yield f"`{what}` is a whole number from {low} to {high}" + (", or two" if what == "reps" else ""), None
        for limit in limits:
            speaks = limit.rule and (limit.exercises is None or planned.exercise in limit.exercises)
            if whole and speaks and limit.what in (what, f"{what}_at_a_time") and ends[1] > limit.most:
                yield f"`{what}` is at most {limit.most} for this patient ({limit.rule})", limit.because


def _apply(override: Override, changed: Changed, result: Recommendations, knowledge: KnowledgeBase) -> Overridden:
    name = override.exercise
    called = knowledge.exercises[name].name
    label = knowledge.vocabulary.label("override_reasons", override.reason)
    if override.change == "drop":
        del changed.plan[name]
        said = "taken out"
    elif override.change == "add":
        changed.plan[name] = _added(name, result, knowledge)
        said = "added"
    else:
        before = changed.plan[name]
        told = {what: _reps(value) if what == "reps" else value for what, value in override.dose.items()}
        parts = [f"{spoken(what)} {told[what]} rather than {getattr(before.dose, what)}" for what in sorted(told)]
        changed.plan[name] = _with_dose(before, before.dose.model_copy(update=told))
        said = ", ".join(parts)
    return Overridden(override.change, name, called, override.reason, f"{called}: {said}, because {label}.")


def _added(name: str, result: Recommendations, knowledge: KnowledgeBase) -> Planned:
    assert result.program is not None
    given = next(each for each in result.recommendations if each.exercise == name)
    dose, said = held_to(result.program.limits, given.dose, name)
    time = minutes(seconds_of(dose, per_side=given.per_side))
    return Planned(name, given.name, dose, given.per_side, time, given.matched_indications, False, said)


def _reps(value: int | Sequence[int]) -> Range:
    return Range(value, value) if isinstance(value, int) else Range(*value)


def _with_dose(planned: Planned, dose: Dose) -> Planned:
    time = minutes(seconds_of(dose, per_side=planned.per_side))
    return replace(planned, dose=dose, minutes=time, eased=False, changed=())
