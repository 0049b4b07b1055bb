"""
Whatever library holds the table, and in whatever kind of column, the answers are the same.
"""

from __future__ import annotations

import subprocess
import sys

import pandas
import polars
import pyarrow as pa
import pytest

from hep_engine.batch import recommend_batches, recommend_table
from tests.batch.tables import LISTS, table_of
from tests.worlds.plausible import plausible


@pytest.fixture(scope="module")
def patients(shipped):
    return [profile for _, profile in plausible(shipped, 100, seed=3)]


@pytest.fixture(scope="module")
def answer(alone, patients):
    return recommend_table(alone, table_of(patients), sample=0)


def _large(kind: pa.DataType) -> pa.DataType:
    return (
        pa.large_list(pa.large_string())
        if pa.types.is_list(kind)
        else pa.large_string()
        if kind == pa.string()
        else kind
    )


def _views(kind: pa.DataType) -> pa.DataType:
    return pa.list_(pa.string_view()) if pa.types.is_list(kind) else pa.string_view() if kind == pa.string() else kind


def _small(kind: pa.DataType) -> pa.DataType:
    return pa.int8() if kind == pa.int64() else kind


def _decimals(kind: pa.DataType) -> pa.DataType:
    return pa.float64() if kind == pa.int64() else kind


def _coded(kind: pa.DataType) -> pa.DataType:
    coded = pa.dictionary(pa.int32(), pa.string())
    return coded if kind == pa.string() else pa.list_(coded) if pa.types.is_list(kind) else kind


@pytest.mark.parametrize("change", [_large, _views, _small, _decimals, _coded])
def test_kinds_of_columns(alone, patients, answer, change):
    """
    Large and small kinds, views, dictionaries, and whole numbers in a column of decimals are read alike.
    """
    table = table_of(patients, measures="columns")
    fields = [field.with_type(change(field.type)) if field.name != "patient" else field for field in table.schema]
    assert recommend_table(alone, table.cast(pa.schema(fields)), sample=1).equals(answer)


@pytest.mark.parametrize("measures", ["map", "struct", "columns"])
def test_a_slice_is_read_as_its_rows(alone, patients, answer, measures):
    """
    A slice of a table shares its memory with the whole; its own rows are read and no others.
    """
    table = table_of([*patients[50:], *patients], measures=measures).slice(50)
    found = recommend_table(alone, table.drop_columns("patient").append_column("patient", answer_keys(100)), sample=0)
    assert found.equals(answer)


def answer_keys(count: int) -> pa.Array:
    return pa.array([f"p{number}" for number in range(count)])


def test_columns_that_are_not_there_were_not_told(alone, patients):
    """
    A table without a column is a table in which that column is null.
    """
    table = table_of(patients)
    empty = table
    for name in (*LISTS, "age", "sex"):
        empty = empty.set_column(empty.column_names.index(name), name, pa.nulls(len(patients)))
    assert recommend_table(alone, table.drop_columns([*LISTS, "age", "sex"])).equals(recommend_table(alone, empty))


def test_polars_frames(alone, patients, answer):
    """
    A Polars frame goes in as it is.
    """
    frame = polars.from_arrow(table_of(patients, measures="struct"))
    assert recommend_table(alone, frame, sample=1).to_pylist() == answer.to_pylist()


def test_pandas_frames(alone, patients, answer):
    """
    A pandas frame goes in as it is; an age that is not told makes its column one of decimals.
    """
    unaged = [*patients, patients[0].model_copy(update={"age": None})]
    frame = table_of(unaged, measures="columns").to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame["age"].dtype == float
    found = recommend_table(alone, frame, sample=1)
    assert found.to_pylist()[: len(answer)] == answer.to_pylist()


def test_no_rows(alone, patients):
    """
    A table without rows has an answer without rows, with the same columns.
    """
    found = recommend_table(alone, table_of(patients).slice(0, 0))
    assert (found.num_rows, found.schema) == (0, recommend_table(alone, table_of(patients)).schema)


def test_what_is_no_table_is_refused(alone):
    """
    A list of profiles is told what is needed.
    """
    with pytest.raises(TypeError, match="Arrow"):
        recommend_table(alone, [{"patient": "p0"}])


@pytest.mark.parametrize("wrong", [{"top": 0}, {"sample": -1}, {"chunk": 0}, {"threads": 0}])
def test_wrong_options_are_refused(alone, patients, wrong):
    """
    None of an option that makes no sense is taken for a default.
    """
    with pytest.raises(ValueError, match="1 or more"):
        list(recommend_batches(alone, table_of(patients), **wrong))


def test_the_core_needs_none_of_it():
    """
    `import hep_engine` brings in no numpy, numba or pyarrow.
    """
    code = "import sys, hep_engine; print({'numpy', 'numba', 'pyarrow', 'llvmlite'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
