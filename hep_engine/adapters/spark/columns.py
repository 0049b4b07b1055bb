"""The columns that go out, in the types of Spark: words that Arrow keeps in a dictionary are plain text there."""

from __future__ import annotations

import pyarrow as pa
from pyspark.sql import types as spark

from hep_engine.batch.answers import schema
from hep_engine.batch.rows import KEY

__all__ = ["columns", "plain"]


def columns(key: spark.DataType, *, codes: bool) -> spark.StructType:
    """The columns of the answers; *key* is the type of the column `patient`, which goes out as it came in."""
    fields = schema(pa.string(), codes=codes)
    return spark.StructType(
        [spark.StructField(each.name, key if each.name == KEY else _of(each.type)) for each in fields]
    )


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows without dictionaries, which Spark does not read."""
    fields = [each.with_type(_plain(each.type)) for each in batch.schema]
    return batch.cast(pa.schema(fields))


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    return kind


def _of(kind: pa.DataType) -> spark.DataType:
    """The type of Spark that holds what *kind* holds."""
    kind = _plain(kind)
    if pa.types.is_list(kind):
        return spark.ArrayType(_of(kind.value_type))
    if pa.types.is_struct(kind):
        return spark.StructType([spark.StructField(each.name, _of(each.type)) for each in kind])
    return _KINDS[kind]


_KINDS: dict[pa.DataType, spark.DataType] = {
    pa.string(): spark.StringType(),
    pa.int32(): spark.IntegerType(),
    pa.int64(): spark.LongType(),
}
