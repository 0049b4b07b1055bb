"""Tables as Spark frames, and answers in an order of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from hep_engine import KnowledgeBase
from tests.batch.tables import table_of
from tests.batch.test_mistakes import RIGHT, SCHEMA, WRONG
from tests.worlds.plausible import plausible

__all__ = ["frame", "in_order", "registry"]


def registry(knowledge: KnowledgeBase, count: int, seed: int = 1) -> pa.Table:
    """Plausible patients, some of them asked nothing, and a row for every mistake a row can have."""
    people = [profile for _, profile in plausible(knowledge, count, seed=seed)]
    people += [each.model_copy(update={"ruled_out": frozenset()}) for each in people[: count // 5]]
    rows = [{**dict.fromkeys(SCHEMA.names), **RIGHT, **told, "patient": f"wrong{at}"} for at, told in enumerate(WRONG)]
    right = table_of(people).select(SCHEMA.names).cast(SCHEMA)
    return pa.concat_tables([right, pa.Table.from_pylist(rows, SCHEMA)])


def frame(spark: Any, table: pa.Table, partitions: int = 3) -> Any:
    """The table in so many partitions, its patients spread over them."""
    return spark.createDataFrame(table).repartition(partitions, "patient")


def in_order(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of answers by patient, rank and exercise."""
    return sorted(rows, key=lambda row: (str(row["patient"]), row["rank"] or 10**9, row["exercise"] or ""))
