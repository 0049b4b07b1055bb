"""A proof record as a file: writing it, and what keeps one from standing for the knowledge at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from hep_engine.errors import Problem, Span
from hep_engine.knowledge.fingerprint import fingerprint
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.proof import THEOREMS, ProofRecord
from hep_engine.model.rule import Rule

__all__ = ["sealed_record", "statement_fingerprint", "unproven"]

_AGAIN = "prove it again: `hep verify --record FILE`"


def sealed_record(record: ProofRecord) -> ProofRecord:
    """The record with its seal."""
    return record.model_copy(update={"seal": _seal(record)})


def statement_fingerprint(rule: Rule) -> str:
    """Of a statement of `rules/invariants/`: of whom it speaks, and what is never recommended to them."""
    return fingerprint({"when": rule.when, "then": rule.then}, texts=False)


def unproven(file: Path, knowledge: KnowledgeBase, library: str) -> Iterator[Problem]:
    """Everything that keeps the record in *file* from proving every statement about *knowledge*."""
    at = Span(str(file))
    record = _read(file)
    if isinstance(record, str):
        yield Problem(at, "HEP040", record, _AGAIN)
    elif record.seal != _seal(record):
        yield Problem(at, "HEP040", "this proof record was changed after it was made", _AGAIN)
    elif record.decision != knowledge.decision:
        what = f"this proves other knowledge ({record.decision[:19]}, not {knowledge.decision[:19]})"
        yield Problem(at, "HEP040", what, _AGAIN)
    elif record.library != library:
        what = f"this was proved with hep_engine {record.library}, and this is {library}"
        yield Problem(at, "HEP040", what, _AGAIN)
    else:
        for what in _missing(record, knowledge):
            yield Problem(at, "HEP040", what, _AGAIN)


def _missing(record: ProofRecord, knowledge: KnowledgeBase) -> Iterator[str]:
    wanted: dict[str, str | None] = dict.fromkeys(THEOREMS)
    wanted |= {rule.id: statement_fingerprint(rule) for rule in knowledge.acting("invariants")}
    found = {each.id: each for each in record.statements}
    for name, written in wanted.items():
        if name not in found:
            yield f"the statement `{name}` is not in this proof record"
        elif found[name].outcome != "proved":
            yield f"the statement `{name}` is not proved: {found[name].outcome}"
        elif found[name].fingerprint != written:
            yield f"the statement `{name}` says something else since it was proved"


def _read(file: Path) -> ProofRecord | str:
    """The record, or what is wrong with the file."""
    try:
        content = file.read_bytes()
    except OSError as failure:
        return f"the proof record cannot be read: {(failure.strerror or 'it cannot be opened').lower()}"
    try:
        return ProofRecord.model_validate_json(content)
    except ValidationError:
        return "this is no proof record"


def _seal(record: ProofRecord) -> str:
    return fingerprint({"record": record.model_copy(update={"seal": ""})}, texts=True)
