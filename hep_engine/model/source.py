"""A source: what was read, how deeply, and which fact it carries."""

from __future__ import annotations

from typing import ClassVar, Literal

from hep_engine.model.record import Record, Text, Texts

__all__ = ["Source"]


class Source(Record):
    """One entry of `catalog/sources.yaml`."""

    text_only: ClassVar[frozenset[str]] = frozenset(
        {
            "title", "authors", "publisher", "journal", "year", "ref", "doi", "where", "status", "depth", "use",
            "seen_at", "unverified_fields",
        }
    )  # fmt: skip

    title: Text
    authors: Text | None = None
    publisher: Text | None = None
    journal: Text | None = None
    year: Text | None = None
    ref: Text | None = None
    doi: Text | None = None
    where: Text | None = None
    status: Literal["verified", "partial", "unverified"]
    depth: Text
    """How much of it was seen."""
    use: Text
    """The fact it carries here."""
    seen_at: Texts = ()
    unverified_fields: Texts = ()
