"""A frozen mapping by id, kept in the order of its ids so that nothing depends on the order of files or keys."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from typing import TypeVar

__all__ = ["Table"]


V = TypeVar("V")


class Table(Mapping[str, V]):
    """Entries by id, sorted by id. Equal when its entries are."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, V] | None = None) -> None:
        if hasattr(self, "_entries"):
            raise TypeError("a table is frozen")
        self._entries = dict(sorted((entries or {}).items()))

    def __getitem__(self, key: str) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def items(self) -> ItemsView[str, V]:
        """Each id with its entry, in order."""
        return self._entries.items()

    def __hash__(self) -> int:
        return hash(tuple(self._entries.items()))

    def __repr__(self) -> str:
        return f"Table({self._entries!r})"
