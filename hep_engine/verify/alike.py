"""Exercises that no patient can tell apart: partition refinement with patients the solver finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import z3

from hep_engine.verify.formula import Formula

__all__ = ["alike"]


def alike(formula: Formula, seconds: float) -> tuple[list[tuple[str, ...]], list[str]]:
    """Classes of active exercises that every patient gets, does not get, or must confirm together; not by wish.

    Then the exercises of which that could not be decided in time.
    """
    solver = z3.Solver()
    solver.set("timeout", int(seconds * 1000))
    solver.add(*formula.patient.admitted())
    verdicts = {
        each.id: formula.wanted(each.id) for each in formula.knowledge.exercises.values() if each.status == "active"
    }
    # One pair of bits an exercise, so that a model is asked once.
    bits = {name: _bits([each.yes, each.may]) for name, each in verdicts.items()}
    found: list[tuple[str, ...]] = []
    undecided: list[str] = []
    classes: list[Sequence[str]] = [tuple(verdicts)]
    while classes:
        same = classes.pop()
        if len(same) < 2:
            continue
        first, *others = same
        answer = solver.check(z3.Or([bits[each] != bits[first] for each in others]))
        if answer == z3.unsat:
            found.append(tuple(same))
        elif answer == z3.unknown:
            undecided += same
        else:
            model = solver.model()
            classes = [part for each in (*classes, same) for part in _split(each, bits, model)]
    return sorted(found), sorted(undecided)


def _split(same: Sequence[str], bits: dict[str, Any], model: Any) -> list[list[str]]:
    parts: dict[int, list[str]] = {}
    for name in same:
        parts.setdefault(model.eval(bits[name], model_completion=True).as_long(), []).append(name)
    return list(parts.values())


def _bits(claims: Sequence[Any]) -> Any:
    return z3.Concat([z3.If(each, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)) for each in claims])
