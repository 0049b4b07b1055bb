"""Many claims about all patients settled together: of each, whether it is so for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import z3

__all__ = ["Answer", "settle"]

Answer = Literal["never", "sometimes", "unknown"]
_TOGETHER = 48
"""So many claims are asked about at once: one that nobody meets is then settled with its neighbours."""


def settle(claims: Mapping[Any, Any], admitted: Iterable[Any], seconds: float) -> dict[Any, Answer]:
    """Whether somebody who is *admitted* meets each claim; in at most so many *seconds* for a question."""
    solver = z3.Solver()
    solver.set("timeout", int(seconds * 1000))
    solver.add(*admitted)
    found: dict[Any, Answer] = {}
    for start in range(0, len(claims), _TOGETHER):
        _settle(solver, claims, list(claims)[start : start + _TOGETHER], found)
    return found


def _settle(solver: Any, claims: Mapping[Any, Any], names: Sequence[Any], found: dict[Any, Answer]) -> None:
    while left := [each for each in names if each not in found]:
        answer = solver.check(z3.Or([claims[each] for each in left]))
        if answer == z3.sat:
            model = solver.model()
            for name, claim in claims.items():
                if name not in found and z3.is_true(model.eval(claim, model_completion=True)):
                    found[name] = "sometimes"
        elif answer == z3.unsat:
            found.update(dict.fromkeys(left, "never"))
        elif len(left) == 1:
            found[left[0]] = "unknown"
        else:
            for each in left:
                _settle(solver, claims, [each], found)
