"""
Spark's answers are those of one machine: in any world, with any options, however the table is spread.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyspark.sql import functions as sql
from pyspark.sql import types as kinds

from hep_engine.adapters.spark import recommend
from hep_engine.batch import recommend_table
from tests.batch.tables import table_of
from tests.spark.frames import frame, in_order, registry
from tests.worlds.budget import tried
from tests.worlds.strategies import profiles, worlds


def answers(df):
    return in_order(df.toArrow().to_pylist())


@tried(6)
@given(
    worlds(most_exercises=40),
    st.data(),
    st.integers(1, 5),
    st.fixed_dictionaries({"top": st.integers(1, 50), "codes": st.booleans(), "provisional": st.booleans()}),
)
def test_any_world_is_answered_as_on_one_machine(spark, case, data, partitions, options):
    """
    The same rows in every column, for generated knowledge, patients, partitions and options.
    """
    table = table_of(data.draw(st.lists(profiles(case.knowledge), min_size=1, max_size=12)))
    engine = case.engine()
    found = answers(recommend(frame(spark, table, partitions), engine, sample=2, **options))
    assert found == in_order(recommend_table(engine, table, sample=0, **options).to_pylist())


@pytest.fixture(scope="module")
def many(shipped):
    return registry(shipped, 600)


@pytest.mark.parametrize(
    "options",
    [{}, {"codes": True, "top": 3}, {"provisional": True, "sample": 20}, {"codes": True, "provisional": True}],
)
def test_a_registry_is_answered_as_on_one_machine(spark, engine, many, options):
    """
    Ready, withheld, provisional and mistaken rows of the shipped knowledge, read twice by durable-rules.
    """
    expected = recommend_table(engine, many, **options).to_pylist()
    assert {row["status"] for row in expected} == {"ready", "provisional", "withheld", None}
    assert answers(recommend(frame(spark, many), engine, **options)) == in_order(expected)


def _each_alone(df):
    return df.repartition(20)


def _skewed(df):
    """All but a few in one partition, some partitions without a row."""
    rare = sql.substring("patient", 1, 2) == "p7"
    return df.repartition(7, sql.when(rare, sql.col("patient")))


def _filtered(df):
    """Partitions from which every row was taken after they were made."""
    return df.repartition(5, "patient").sortWithinPartitions("patient")


@pytest.mark.parametrize("spread", [_each_alone, _skewed, _filtered])
def test_however_the_rows_are_spread(spark, alone, many, spread):
    """
    Many small partitions, one that holds nearly everything, empty ones: nobody is lost and nothing is told twice.
    """
    df = spread(spark.createDataFrame(many))
    sizes = [row["count"] for row in df.groupBy(sql.spark_partition_id()).count().collect()]
    if spread is _skewed:
        assert max(sizes) > 0.8 * sum(sizes)
    assert answers(recommend(df, alone)) == in_order(recommend_table(alone, many).to_pylist())


def test_empty_partitions_and_an_empty_table(spark, alone, many):
    """
    Partitions without a row, and a table without one, have answers without rows and the same columns.
    """
    df = spark.createDataFrame(many)
    assert df.repartition(12).where("patient = 'p3'").rdd.getNumPartitions() == 12
    one = recommend(df.repartition(12).where("patient = 'p3'"), alone)
    assert {row.patient for row in one.collect()} == {"p3"}
    none = recommend(df.where("patient = ''"), alone)
    assert (none.collect(), none.schema) == ([], recommend(df, alone).schema)


def test_a_partition_keeps_its_order(spark, alone, many):
    """
    Within a partition the rows come in the order of its patients, and of their ranks: in one partition, as in a table.
    """
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 70)
    try:
        found = recommend(spark.createDataFrame(many).coalesce(1), alone, codes=True).toArrow()
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert found.to_pylist() == recommend_table(alone, many, codes=True).to_pylist()


KINDS = [
    *(f"cast(pain_score as {kind}) as pain_score" for kind in ("tinyint", "int", "float", "double")),
    *(f"cast(pain_score as {kind}) as pain_score" for kind in ("decimal(3,1)", "string", "boolean")),
    "cast(age as double) as age",
    "if(size(equipment) > 2, equipment, null) as equipment",
    "if(size(equipment) > 2, equipment, array()) as equipment",
    "cast(null as void) as avoid",
    "named_struct('odi', measures['odi'], 'psfs', null) as measures",
    "cast(substring(patient, 2) as bigint) as patient",
    "cast(substring(patient, 2) as int) as patient",
    "cast(patient as varchar(20)) as patient",
]


@pytest.mark.parametrize("told", KINDS)
def test_kinds_of_columns(spark, alone, shipped, told):
    """
    Whole numbers of any width, decimals, texts, maps, structs, null and empty lists are read as on one machine.

    The column `patient` goes out in the type in which it came in.
    """
    name = told.rpartition(" ")[2]
    df = spark.createDataFrame(registry(shipped, 40)).where("patient not like 'wrong%'")
    df = df.select(*(each for each in df.columns if each != name), sql.expr(told)).coalesce(1)
    found = recommend(df, alone)
    assert found.schema["patient"].dataType == df.schema["patient"].dataType
    assert answers(found) == in_order(recommend_table(alone, df.toArrow(), sample=0).to_pylist())


def test_text_that_spark_holds_in_large_columns(spark, alone, many):
    """
    Where a session asks for text of any length, the same goes in and out.
    """
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    try:
        found = answers(recommend(frame(spark, many), alone))
    finally:
        spark.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")
    assert found == in_order(recommend_table(alone, many).to_pylist())


def test_the_columns_are_those_of_a_table(spark, alone, many):
    """
    The same names in the same order, words as text.
    """
    for codes in (False, True):
        found = recommend(spark.createDataFrame(many), alone, codes=codes)
        assert found.columns == recommend_table(alone, many.slice(0, 1), codes=codes).column_names
        assert found.schema["exercise"].dataType == kinds.StringType()
        assert found.schema["matched"].dataType == kinds.ArrayType(kinds.StringType())
        assert found.schema["score"].dataType == kinds.LongType()
