"""A seal: a digest of what release rests on, so that a result mixed from two, cut short or edited is noticed.

It guards against slips of a calling app, not against malice: who can run code here can make a seal too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from operator import attrgetter

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, to_json

from hep_engine.model.exercise import Dose
from hep_engine.model.program import Program
from hep_engine.model.question import Confirm
from hep_engine.model.release import Released
from hep_engine.model.result import Caution, Disposition, Reason, Recommendations

__all__ = ["seal_of", "sealed"]


def sealed(result: Recommendations) -> Recommendations:
    """The same result with its seal."""
    return replace(result, seal=seal_of(result))


def seal_of(value: Recommendations | Released) -> str:
    """`sha256:…` over everything that release, or a handout, rests on."""
    written = _written(replace(value, seal="")) if isinstance(value, Released) else _written_result(value)
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


_Offer = tuple[str, int, int, tuple[str, ...], Dose, tuple[Caution, ...], tuple[Confirm, ...]]
_RestsOn = tuple[
    str, str, str, Disposition, str, tuple[str, ...], tuple[str, ...], list[_Offer], list[list[str]], Program | None
]  # fmt: skip


@cache
def _ready() -> TypeAdapter[_RestsOn]:
    return TypeAdapter(_RestsOn)


def _written_result(result: Recommendations) -> bytes:
    """What release reads of a result: of one that cannot be released, that it cannot."""
    if result.status != "ready":
        return _written((result.knowledge.content, result.status))
    told = _rests_on(result)
    try:  # the same bytes in half the time, as long as every part is of its type
        return _ready().dump_json(told, by_alias=True, warnings="error")
    except PydanticSerializationError:
        return _written(told)


def _written(told: object) -> bytes:
    try:
        return to_json(told, fallback=repr)
    except PydanticSerializationError:  # half a letter in an edited text: it has a seal too, and it is another one
        return repr(told).encode()


_code: Callable[[Reason], str] = attrgetter("code")


def _rests_on(result: Recommendations) -> _RestsOn:
    return (
        result.knowledge.decision,
        result.knowledge.content,
        result.status,
        result.disposition,
        result.approach,
        result.safety_net,
        result.release_needs,
        [
            (each.exercise, each.rank, each.score, each.matched_indications, each.dose, each.cautions, each.confirm)
            for each in result.recommendations
        ],
        [[each.exercise, *map(_code, each.reasons)] for each in result.excluded],
        result.program,
    )
