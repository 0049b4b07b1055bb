"""A seal: a digest of what release rests on, so that a result mixed from two, cut short or edited is noticed.

It guards against slips of a calling app, not against malice: who can run code here can make a seal too.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hep_engine.model.release import Released
from hep_engine.model.result import Recommendations

__all__ = ["seal_of", "sealed"]


def sealed(result: Recommendations) -> Recommendations:
    """The same result with its seal."""
    return replace(result, seal=seal_of(result))


def seal_of(value: Recommendations | Released) -> str:
    """`sha256:…` over everything that release, or a handout, rests on."""
    told = replace(value, seal="").model_dump_json() if isinstance(value, Released) else repr(_rests_on(value))
    return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def _rests_on(result: Recommendations) -> tuple[object, ...]:
    """What release reads of a result and the knowledge does not say again."""
    program, told = result.program, result.disposition
    return (
        result.knowledge.content,
        result.status,
        (told.level.value, told.settled, [each.rule for each in told.reasons]),
        result.approach,
        [
            (
                each.exercise,
                each.score,
                each.matched_indications,
                [(caution.finding, caution.rule) for caution in each.cautions],
                [(question.kind, question.id) for question in each.confirm],
            )
            for each in result.recommendations
        ],
        [each.exercise for each in result.excluded],
        program
        and (
            program.exercises,
            [(each.exercise, each.dose and each.dose.model_dump()) for each in program.kept],
            program.not_covered,
            [(each.what, each.most, each.rule) for each in program.limits],
            [each.id for each in program.confirm],
            [each.exercise for each in program.not_chosen if each.code == "put_aside"],
        ),
    )
