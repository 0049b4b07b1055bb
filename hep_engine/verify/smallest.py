"""The smallest patient: of all for whom something is so, one with the fewest facts told, and else an everyday one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import z3

from hep_engine.verify.patient import Patient

__all__ = ["like_screened", "smallest"]

_PAINS = (3, 2, 4, 1, 5, 0, 6, 7, 8, 9, 10)
_PHASES = ("subacute", "chronic", "acute", "maintenance")
_AGES = (45, 55, 35, 65, 70, 25, 80, 18, 17, 10)


def like_screened(patient: Patient, asked: Iterable[str]) -> Iterator[Any]:
    """Nothing is ruled out but what was *asked* and is not present; the age is told."""
    asked = set(asked)
    for finding, ruled_out in patient.ruled_out.items():
        yield ruled_out == (z3.Not(patient.given[finding]) if finding in asked else z3.BoolVal(False))
    yield patient.told["age"]


def smallest(solver: Any, patient: Patient, *, screened: bool, second: Patient | None = None) -> Any:
    """A model with as few facts told as any has, by the constraints the solver holds, or `None` if it gives up.

    Of a patient who is like *screened*, what is ruled out follows and does not count. Of *second*, the same patient of
    whom more is known, what is new counts too.
    """
    facts = list(_told(patient, screened)) + (list(_new(patient, second)) if second else [])
    model = _fewest(solver, facts)
    if model is None:
        return None
    # What is not told in this model stays so, and the rest is taken back where it can be.
    solver.add([z3.Not(fact) for fact in facts if not z3.is_true(model.eval(fact, model_completion=True))])
    for wish in _wishes(patient):
        model = _granted(solver, wish) or model
    for name, told in patient.told.items():
        if name != "age" and z3.is_true(model.eval(told, model_completion=True)):
            model = _lowest(solver, patient.counts[name], model)
    return model


def _granted(solver: Any, wish: Any) -> Any:
    """A model in which the wish is so, from now on; `None`, and nothing changed, where there is none."""
    solver.push()
    solver.add(wish)
    if solver.check() == z3.sat:
        return solver.model()
    solver.pop()
    return None


def _lowest(solver: Any, count: Any, model: Any) -> Any:
    low, high = 0, model.eval(count).as_long()
    while low < high:
        middle = (low + high) // 2
        better = _granted(solver, count <= middle)
        model = better or model
        low, high = (low, model.eval(count).as_long()) if better else (middle + 1, high)
    return model


def _fewest(solver: Any, facts: list[Any]) -> Any:
    for most in range(len(facts) + 1):
        solver.push()
        solver.add(z3.PbLe([(fact, 1) for fact in facts], most))
        answer = solver.check()
        if answer == z3.sat:
            return solver.model()
        solver.pop()
        if answer == z3.unknown:
            return None
    return None


def _told(patient: Patient, screened: bool) -> Iterator[Any]:
    """Every fact that a smaller patient does without. Pain and phase are told of everybody."""
    for facts in (patient.given, patient.cleared, patient.deficits, patient.owns, patient.avoided):
        yield from facts.values()
    if not screened:
        yield from patient.ruled_out.values()
    for field, words in patient.words.items():
        if field != "phase":
            yield from words.values()
    yield from (told for name, told in patient.told.items() if name != "age")


def _new(patient: Patient, second: Patient) -> Iterator[Any]:
    for before, after in ((patient.given, second.given), (patient.ruled_out, second.ruled_out)):
        yield from (z3.Xor(before[each], after[each]) for each in before)


def _wishes(patient: Patient) -> Iterator[Any]:
    """What an everyday patient is like, the most wanted first; each only if it is possible beside those before."""
    yield z3.Not(patient.equipment_told)
    yield from (z3.Not(z3.Or(*words.values())) for field, words in patient.words.items() if field != "phase")
    for phase in _PHASES:
        yield patient.words["phase"][phase]
    for pain in _PAINS:
        yield patient.counts["pain_score"] == pain
    yield patient.told["age"]
    for age in _AGES:
        yield patient.counts["age"] == age
