"""One small ruleset of durable-rules: its C module, by the narrow subset that is safe.

Measured on version 2.0.28, outside this subset it crashes, hangs or answers wrongly without a word. So: no host, no
callbacks, no joins, no `none()`; one flat fact under one fixed id; a sentinel rule that must fire last; the fact taken
back after each evaluation and its absence checked; few rules in a ruleset; a lock, because state is shared; handles
opened anew in a forked child. Whatever deviates is an engine fault: the handle is dropped, the evaluation tried again
on a fresh one, and then given up with an error, never with an answer.
"""

from __future__ import annotations

import json
import os
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from hep_engine.errors import DisagreementError

__all__ = ["MOST_ASKED", "MOST_RULES", "Ruleset", "field_hash"]

MOST_RULES = 47
"""Rules in one ruleset beside the sentinel: its match stack holds 64, and 512 siblings hang the process."""
MOST_ASKED = 200
"""Fields that one ruleset asks about: a fact holds 252 at most, some of which are always there."""

_SID, _ID, _END, _SENTINEL = "w", "f", "zz_end", "zz_done"
_ATTEMPTS = 3


class _EngineFault(Exception):  # noqa: N818  # the word for it, and it never leaves this file
    """The engine did something it never does when it is well."""


class Ruleset:
    """A handful of named rules, each one conjunction of tests, evaluated together on one fact."""

    def __init__(self, engine: Any, rules: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """A ruleset on *engine*, the C module of durable-rules; it is compiled when it is first used."""
        self._handle: Any = None
        if len(rules) > MOST_RULES:
            raise ValueError(f"at most {MOST_RULES} rules fit in one ruleset")
        written = {name: {"all": [{"m": _conjunction(tests)}]} for name, tests in rules.items()}
        sentinel = {"all": [{"m": {_END: 1}}], "pri": 60000}
        self._written = json.dumps({**written, _SENTINEL: sentinel})
        self._engine = engine
        self._names = frozenset(rules)
        self._lock = threading.Lock()
        self._needed, self._was_open = 0, False
        _opened.add(self)

    def fired(self, fact: str) -> list[str]:
        """The names of the rules that hold of *fact*: the members of a JSON object, without its braces.

        Raises `DisagreementError` when the engine fails three times running.
        """
        document = f'{{{fact},"{_END}":1,"sid":"{_SID}","id":"{_ID}"}}'
        with self._lock:
            for attempt in range(_ATTEMPTS):
                try:
                    if self._handle is None:
                        self._handle = self._open()
                    return self._evaluate(self._handle, document)
                except (_EngineFault, self._engine.error, MemoryError) as fault:
                    self._drop()
                    if attempt == _ATTEMPTS - 1:
                        raise DisagreementError(f"the second reading failed: {_reason(fault)}") from None
        raise AssertionError("every attempt returns or raises")

    @contextmanager
    def for_now(self) -> Iterator[None]:
        """Close the ruleset when nobody needs it for now any more, unless it was open before."""
        with self._lock:
            if not self._needed:
                self._was_open = self._handle is not None
            self._needed += 1
        try:
            yield
        finally:
            with self._lock:
                self._needed -= 1
                if not self._needed and not self._was_open:
                    self._drop()

    def close(self) -> None:
        """Give the engine's memory back; the ruleset opens again when it is next used."""
        with self._lock:
            self._drop()

    def _open(self) -> Any:
        handle = self._engine.create_ruleset("r", self._written)
        try:
            # The first evaluation makes the state; deleting the state of a handle that has none crashes the process.
            self._evaluate(handle, f'{{"{_END}":1,"sid":"{_SID}","id":"{_ID}"}}')
        except BaseException:
            self._engine.delete_ruleset(handle)
            raise
        return handle

    def _drop(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            self._close(handle)

    def _close(self, handle: Any) -> None:
        """Give a handle back; one that will not even close is left behind, and never used again."""
        with suppress(self._engine.error):
            self._engine.delete_state(handle, _SID)
        with suppress(self._engine.error):
            self._engine.delete_ruleset(handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self._drop()

    def _evaluate(self, handle: Any, document: str) -> list[str]:
        code, state = self._engine.assert_fact(handle, document)
        if code != 0:
            raise _EngineFault(f"the fact was not accepted, code {code}")
        started = self._engine.start_action_for_state(handle, state)
        message = started[1] if started else None
        names: list[str] = []
        while message:
            names.append(message[2:].partition('"')[0])  # {"<rule name>":{…
            if len(names) > MOST_RULES + 1:
                raise _EngineFault("more rules fired than there are")
            message = self._engine.complete_and_start_action(handle, state)
        if not names or names.pop() != _SENTINEL:
            raise _EngineFault("the evaluation was not complete")
        if len(set(names)) < len(names) or not self._names.issuperset(names):
            raise _EngineFault("a rule fired twice, or one that is not there")
        self._engine.retract_fact(handle, f'{{"sid":"{_SID}","id":"{_ID}"}}')
        if self._engine.get_facts(handle, _SID) != "[]":
            raise _EngineFault("a fact stayed behind")
        return names


def _conjunction(tests: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    match len(tests):
        case 0:
            return {_END: 1}
        case 1:
            return tests[0]
        case _:
            return {"$and": list(tests)}


def _reason(fault: BaseException) -> str:
    """What went wrong, without the fact: an engine's message could quote it."""
    return str(fault) if isinstance(fault, _EngineFault) else type(fault).__name__


def field_hash(name: str) -> int:
    """The 32-bit hash by which the engine compares field names, instead of the names."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


_opened: weakref.WeakSet[Ruleset] = weakref.WeakSet()


def _forget_in_child() -> None:
    """A forked child starts with no handle and an open lock: another thread may have held both."""
    for ruleset in _opened:
        ruleset._lock = threading.Lock()
        ruleset._handle = None
        ruleset._needed = 0


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
