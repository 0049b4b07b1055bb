"""Suggest: the smallest change that would make an exercise eligible, tried through the whole engine.

Only what may honestly be worked towards is suggested: pain coming down, irritability settling, equipment got. Findings,
gates, phase, deficits, age and clearance never are. Fewest fields first, then the smallest fall in pain, then names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product

from hep_engine.model.exercise import Exercise
from hep_engine.model.explanation import Change
from hep_engine.model.profile import PatientProfile
from hep_engine.model.words import FIELD_WORDS

__all__ = ["suggest"]

_FIELDS = ("equipment", "irritability", "pain_score")
_CALM = FIELD_WORDS["irritability"]


def suggest(
    profile: PatientProfile, exercise: Exercise, eligible: Callable[[PatientProfile], bool]
) -> tuple[Change, ...] | None:
    """One set of changes under which *eligible* holds for every value in its intervals, or `None`."""
    ladders = {field: _ladder(field, profile, exercise) for field in _FIELDS}
    for count in range(1, len(_FIELDS) + 1):
        found = [
            start
            for fields in combinations(_FIELDS, count)
            if all(ladders[field] for field in fields)
            and (start := _first(fields, ladders, profile, eligible)) is not None
        ]
        if found:
            smallest = min(found, key=lambda start: (start.get("pain_score", -1), sorted(start)))
            return tuple(_widened(smallest, ladders, profile, exercise, eligible))
    return None


def _ladder(field: str, profile: PatientProfile, exercise: Exercise) -> tuple[object, ...]:
    """The values a field may take, the smallest change first."""
    if field == "pain_score":
        return tuple(range(profile.pain_score - 1, -1, -1))
    if field == "irritability":
        return tuple(reversed(_CALM[: _CALM.index(profile.irritability)])) if profile.irritability else ()
    at_home = profile.equipment or frozenset()
    return (at_home | {*exercise.equipment},) if not at_home >= {*exercise.equipment} else ()


def _first(
    fields: tuple[str, ...],
    ladders: dict[str, tuple[object, ...]],
    profile: PatientProfile,
    eligible: Callable[[PatientProfile], bool],
) -> dict[str, int] | None:
    """The lowest rungs, by field, on which the exercise is eligible: pain falls as little as it can."""
    steps = sorted(product(*(range(len(ladders[field])) for field in fields)), key=lambda rungs: rungs[::-1])
    for rungs in steps:
        chosen = dict(zip(fields, rungs, strict=True))
        if eligible(_changed(profile, chosen, ladders)):
            return chosen
    return None


def _changed(profile: PatientProfile, rungs: dict[str, int], ladders: dict[str, tuple[object, ...]]) -> PatientProfile:
    return profile.model_copy(update={field: ladders[field][rung] for field, rung in rungs.items()})


def _widened(
    start: dict[str, int],
    ladders: dict[str, tuple[object, ...]],
    profile: PatientProfile,
    exercise: Exercise,
    eligible: Callable[[PatientProfile], bool],
) -> Iterator[Change]:
    """Each field's interval, grown while every combination of values inside all intervals stays eligible."""
    ends = dict(start)
    for field in sorted(start, reverse=True):
        while ends[field] + 1 < len(ladders[field]):
            grown = {**ends, field: ends[field] + 1}
            ranges = (range(start[each], grown[each] + 1) for each in start)
            if not all(
                eligible(_changed(profile, dict(zip(start, rungs, strict=True)), ladders)) for rungs in product(*ranges)
            ):
                break
            ends = grown
    for field in sorted(start):
        if field == "equipment":
            at_home = profile.equipment
            shown = None if at_home is None else ", ".join(sorted(at_home))
            yield Change("equipment", shown, add=tuple(sorted({*exercise.equipment} - (at_home or set()))))
        elif field == "pain_score":
            low, high = (ladders[field][rung] for rung in (ends[field], start[field]))
            yield Change("pain_score", profile.pain_score, _plain(low), _plain(high))
        else:
            low, high = (ladders[field][rung] for rung in (ends[field], start[field]))
            yield Change("irritability", profile.irritability, _plain(low), _plain(high))


def _plain(value: object) -> int | str:
    assert isinstance(value, int | str)
    return value
