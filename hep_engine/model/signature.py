"""A signature under a knowledge base: who stands for it, in which role, since when, and for which content exactly.

It states what somebody did and proves no identity. When anything a reader can see changes, it holds no more.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from hep_engine.model.record import Record, Text

__all__ = ["Signature"]


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise PydanticCustomError("HEP013", "`{value}` is not a day such as `2026-11-22`", {"value": value}) from None


def _fingerprint(value: str) -> str:
    if len(value) != len("sha256:") + 64 or not value.startswith("sha256:"):
        raise PydanticCustomError("HEP013", "a content fingerprint, `sha256:` and 64 letters, is needed here")
    return value


class Signature(Record):
    """The keys of `rules/signature.yaml`."""

    name: Text
    role: Text
    on: Annotated[Text, AfterValidator(_day)]
    content: Annotated[Text, AfterValidator(_fingerprint)]
    """The content fingerprint of what was signed; see `hep check`."""

    def __str__(self) -> str:
        """`name, role, day`."""
        return f"{self.name}, {self.role}, {self.on}"
