"""A seal: a digest of what release rests on, so that a result mixed from two, cut short or edited is noticed.

It guards against slips of a calling app, not against malice: who can run code here can make a seal too.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pydantic_core import PydanticSerializationError, to_json

from hep_engine.model.release import Released
from hep_engine.model.result import Recommendations

__all__ = ["seal_of", "sealed"]


def sealed(result: Recommendations) -> Recommendations:
    """The same result with its seal."""
    return replace(result, seal=seal_of(result))


def seal_of(value: Recommendations | Released) -> str:
    """`sha256:…` over everything that release, or a handout, rests on."""
    told = replace(value, seal="") if isinstance(value, Released) else _rests_on(value)
    try:
        written = to_json(told, fallback=repr)
    except PydanticSerializationError:  # half a letter in an edited text: it has a seal too, and it is another one
        written = repr(told).encode()
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


def _rests_on(result: Recommendations) -> tuple[object, ...]:
    """What release reads of a result: of one that cannot be released, that it cannot."""
    if result.status != "ready":
        return result.knowledge.content, result.status
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
        [(each.exercise, *(reason.code for reason in each.reasons)) for each in result.excluded],
        result.program,
    )
