"""What every value that leaves the library can do: become plain data, JSON, and a JSON Schema.

Results are frozen slotted dataclasses, because they are made for every patient; pydantic's `TypeAdapter` reads them
from outside, so that they answer what pydantic users expect at no cost to those who do not ask.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter

__all__ = ["Value"]


_adapters: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    """The adapter of a result type, made when it is first asked for."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


class Value:
    """A frozen value with pydantic's three questions answered."""

    __slots__ = ()

    def model_dump(self, *, mode: Literal["python", "json"] = "python") -> dict[str, Any]:
        """Give this value as a plain dict; `mode="json"` holds only what JSON can hold."""
        dumped: dict[str, Any] = _adapter(type(self)).dump_python(self, mode=mode, by_alias=True)
        return dumped

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """Give this value as JSON; the same value always gives the same bytes."""
        return _adapter(type(self)).dump_json(self, indent=indent, by_alias=True).decode()

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of what `model_dump_json` writes."""
        return _adapter(cls).json_schema(mode="serialization")
