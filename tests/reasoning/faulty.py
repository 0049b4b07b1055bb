"""Stand-ins for the C module of durable-rules: one that counts, and one that goes wrong as told."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

CALLS = (
    "create_ruleset",
    "assert_fact",
    "start_action_for_state",
    "complete_and_start_action",
    "retract_fact",
    "get_facts",
    "delete_state",
    "delete_ruleset",
)


class Counting:
    """The real engine, with every call counted."""

    def __init__(self, real):
        self.real = real
        self.error = real.error
        self.calls = Counter()

    def __getattr__(self, name):
        if name not in CALLS:
            raise AttributeError(name)
        return lambda *given: self.call(name, *given)

    def call(self, name, *given):
        """Count a call and pass it on."""
        self.calls[name] += 1
        return getattr(self.real, name)(*given)

    @property
    def open(self):
        """How many rulesets were made and not given back."""
        return self.calls["create_ruleset"] - self.calls["delete_ruleset"]


class Faulty(Counting):
    """The real engine, with one kind of fault at a rate. A fault is `<call>: <what it does>`, as in `FAULTS`."""

    def __init__(self, real, fault, rate, seed=1):
        super().__init__(real)
        self.where, _, self.what = fault.partition(": ")
        self.rate = rate
        self.random = Random(seed)
        self.injected = 0
        self.last = None
        self.held_back = self.stuck = None

    def call(self, name, *given):
        """Pass the call on, or go wrong."""
        if self.held_back and name == "complete_and_start_action":
            message, self.held_back = self.held_back, self.stuck
            return self.remember(message)
        self.held_back = self.stuck = None
        if name != self.where or self.random.random() >= self.rate:
            return self.remember(super().call(name, *given))
        self.injected += 1
        return self.remember(FAULTS_OF_ANY_KIND[f"{self.where}: {self.what}"](self, super().call, name, given))

    def remember(self, answer):
        """Keep the last firing, so that it can be said again."""
        message = answer[1] if isinstance(answer, tuple) and len(answer) == 2 else answer
        if isinstance(message, str) and message.startswith('{"'):
            self.last = message
        return answer


def _raise(kind):
    def fault(self, real, name, given):
        raise kind(f"Could not {name}: {' '.join(map(str, given))}")  # as talkative as an engine could be

    return fault


def _engine_error(self, real, name, given):
    raise self.error(f"Could not {name}: {' '.join(map(str, given))}")


def _refused(code):
    """Return a code without having taken the fact in."""
    return lambda self, real, name, given: (code, 0)


def _wrong_code(self, real, name, given):
    _, state = real(name, *given)
    return 2, state


def _nothing(self, real, name, given):
    """Say that no rule fired, or that no more will."""


def _not_done(self, real, name, given):
    """Leave the work undone and report that all is well."""


def _without_sentinel(self, real, name, given):
    answer = real(name, *given)
    message = answer[1] if isinstance(answer, tuple) else answer
    return None if message and message.startswith('{"zz_done"') else answer


def _too_early(self, real, name, given):
    return '{"zz_done":{"m":{}}}'


def _for_ever(self, real, name, given):
    """Fire one rule again and again, once it has begun."""
    self.held_back = self.stuck = self.last
    return self.last


def _left_behind(self, real, name, given):
    return json.dumps([{"sid": "w", "id": "f"}])


FAULTS = {
    **{f"{name}: engine error": _engine_error for name in CALLS},
    **{f"{name}: no memory": _raise(MemoryError) for name in ("create_ruleset", "assert_fact")},
    "assert_fact: refused 1": _refused(1),
    "assert_fact: refused 2": _refused(2),
    "assert_fact: wrong code": _wrong_code,
    "start_action_for_state: nothing": _nothing,
    "start_action_for_state: no sentinel": _without_sentinel,
    "complete_and_start_action: nothing": _nothing,
    "complete_and_start_action: no sentinel": _without_sentinel,
    "complete_and_start_action: sentinel too early": _too_early,
    "complete_and_start_action: for ever": _for_ever,
    "retract_fact: not done": _not_done,
    "get_facts: left behind": _left_behind,
}
"""Faults that the door itself must notice."""


def _skipped(self, real, name, given):
    """Lose a firing: go on to the next one without a word."""
    message = real(name, *given)
    return real(name, *given) if message and not message.startswith('{"zz_done"') else message


def _twice(self, real, name, given):
    """Report the rule before once more."""
    said = self.last
    self.held_back = real(name, *given)
    return said if self.held_back else None


def _invented(self, real, name, given):
    """Report a rule that is not in the ruleset."""
    self.held_back = real(name, *given)
    return '{"46":{"m":{}}}' if self.held_back else None


def _garbled(self, real, name, given):
    return "{garbled" if real(name, *given) else None


QUIET_FAULTS = {
    "complete_and_start_action: skipped": _skipped,
    "complete_and_start_action: twice": _twice,
    "complete_and_start_action: invented": _invented,
    "complete_and_start_action: garbled": _garbled,
}
"""Faults that look like an answer; at the latest, comparing with the plain reading must notice."""
FAULTS_OF_ANY_KIND = {**FAULTS, **QUIET_FAULTS}
