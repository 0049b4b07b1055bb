"""
A row with mistakes says which, by the engine's own admission; the rows around it are answered, and nothing is dropped.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import PatientProfile, ProfileError
from hep_engine.batch import recommend_table
from hep_engine.errors import DisagreementError
from tests.batch.expected import by_patient, expected, mistaken_fields
from tests.batch.tables import table_of
from tests.worlds.budget import tried

RIGHT = {"pain_score": 3, "phase": "subacute", "deficits": ["hip_stabilization"], "age": 45}
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("patient", "phase", "sex", "irritability", "directional_preference")),
        *((name, pa.int64()) for name in ("pain_score", "age")),
        *((n, pa.list_(pa.string())) for n in ("deficits", "findings", "ruled_out", "cleared", "equipment", "avoid")),
        ("measures", pa.map_(pa.string(), pa.float64())),
    ]
)
WRONG: list[dict[str, Any]] = [
    {"pain_score": 11},
    {"pain_score": -1},
    {"pain_score": None},
    {"phase": None},
    {"phase": "Acute"},
    {"age": 131},
    {"age": -1},
    {"sex": "f"},
    {"irritability": ""},
    {"directional_preference": "None"},
    {"deficits": ["hip_stabilisation"]},
    {"deficits": [None]},
    {"findings": ["bladder_changes"]},
    {"findings": ["age_under_18"]},
    {"ruled_out": ["age_under_18"]},
    {"findings": ["leg_pain"], "ruled_out": ["leg_pain"]},
    {"cleared": ["lumbar_surgery_under_6w"]},
    {"findings": ["bladder_change"], "cleared": ["bladder_change"]},
    {"equipment": ["trampoline"]},
    {"avoid": ["clamshel"]},
    {"measures": [("odi", 101.0)]},
    {"measures": [("odi", 24.5)]},
    {"measures": [("odi", None)]},
    {"measures": [("oswestry", 24.0)]},
    {"measures": [("odi", float("nan"))]},
    {"measures": [("start_back_total", 2.0), ("start_back_distress", 3.0)]},
    {"measures": [("start_back_total", 9.0), ("start_back_distress", 0.0)]},
    {"directional_preference": "flexion", "deficits": ["dp_extension"]},
    {"directional_preference": "none", "deficits": ["dp_lateral"]},
    {"deficits": ["x" * 65]},
]


def _row(told: dict[str, Any], number: int) -> dict[str, Any]:
    return {**dict.fromkeys(SCHEMA.names), **RIGHT, **told, "patient": f"p{number}"}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """The row as a profile's fields."""
    told = {name: value for name, value in row.items() if value is not None and name != "patient"}
    return told | ({"measures": dict(told["measures"])} if "measures" in told else {})


@tried(25)
@given(st.lists(st.sampled_from([*WRONG, {}, {}]), min_size=1, max_size=80), st.sampled_from([64, 65536]))
def test_the_same_mistakes(alone, chosen, chunk):
    """
    The fields that are wrong are those the engine refuses; a row without a mistake is answered as if alone.
    """
    rows = [_row(told, number) for number, told in enumerate(chosen)]
    table = pa.Table.from_pylist(rows, SCHEMA)
    found = by_patient(recommend_table(alone, table, sample=1, chunk=chunk))
    assert list(found) == [row["patient"] for row in rows]
    answer = expected(alone, PatientProfile(**RIGHT), top=10, provisional=False)
    for row, told in zip(rows, chosen, strict=True):
        mine = found[row["patient"]]
        if not told:
            assert mine == {**answer, "codes": {}}
            continue
        assert (
            {each["field"].partition(".")[0] for each in mine["errors"]} == mistaken_fields(alone, _told(row)) != set()
        )
        assert all(each["reason"] for each in mine["errors"])
        assert (mine["status"], mine["level"], mine["offers"], mine["questions"]) == (None, None, [], [])


def test_a_score_twice_in_a_map_is_refused(alone):
    """
    Of two scores under one name one would be lost, and nobody knows which is right.
    """
    table = pa.Table.from_pylist([_row({"measures": [("odi", 20.0), ("odi", 60.0)]}, 0)], SCHEMA)
    assert by_patient(recommend_table(alone, table))["p0"]["errors"] == [
        {"field": "measures", "reason": "`odi` stands in the profile twice"}
    ]


def test_a_patient_without_a_name_is_not_dropped(alone):
    """
    A row whose key is missing comes out as a row with that mistake.
    """
    table = pa.Table.from_pylist([{**_row({}, 0), "patient": None}, _row({}, 1)], SCHEMA)
    found = by_patient(recommend_table(alone, table))
    assert found[None]["errors"] == [{"field": "patient", "reason": "is missing"}]
    assert found["p1"]["errors"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda table: table.rename_columns({"findings": "finding"}), "finding"),
        (lambda table: table.append_column("measure_oswestry", pa.nulls(1, pa.int64())), "measure_oswestry"),
        (lambda table: table.append_column("measure_odi", pa.nulls(1, pa.int64())), "measures"),
        (lambda table: table.append_column("age", pa.nulls(1, pa.int64())), "age"),
        (lambda table: table.drop_columns("phase"), "phase"),
        (lambda table: table.drop_columns("patient"), "patient"),
    ],
)
def test_a_column_that_could_hide_a_finding_is_refused(alone, change, field):
    """
    A column nobody knows, one that stands there twice and one that is missing stop the table before any row is read.
    """
    with pytest.raises(ProfileError) as caught:
        recommend_table(alone, change(pa.Table.from_pylist([_row({}, 0)], SCHEMA)))
    assert field in {each.field for each in caught.value.mistakes}


@pytest.mark.parametrize(
    ("kind", "values"),
    [(pa.string(), ["3"]), (pa.bool_(), [True]), (pa.float64(), [3.5]), (pa.decimal128(3, 1), None)],
)
def test_a_score_of_the_wrong_kind_is_refused(alone, kind, values):
    """
    A pain score that is text, true, or between two numbers is refused row by row.
    """
    table = table_of([PatientProfile(**RIGHT)])
    score = pa.array(values, kind) if values else pa.array([3.5], pa.float64()).cast(kind)
    found = by_patient(recommend_table(alone, table.set_column(1, "pain_score", score)))
    assert [each["field"] for each in found["p0"]["errors"]] == ["pain_score"]


def test_a_row_wrongly_read_as_right_stops_everything(alone, monkeypatch):
    """
    Were the columns read too kindly, the second reading would refuse the row, and with it the table.
    """
    monkeypatch.setattr(
        "hep_engine.batch.encode.Encoder._contradictions", lambda self, facts, count: np.zeros(count, bool)
    )
    table = pa.Table.from_pylist([_row({"findings": ["leg_pain"], "ruled_out": ["leg_pain"]}, 0)], SCHEMA)
    with pytest.raises(DisagreementError):
        recommend_table(alone, table, sample=1)


def _not_text(words: list[bytes], kind: pa.DataType) -> pa.Array:
    """A column whose bytes nobody checked, as a file can hold one."""
    ends = np.cumsum([0, *map(len, words)]).astype(np.int32)
    text = pa.Array.from_buffers(pa.string(), len(words), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(words))])
    if pa.types.is_list(kind):
        return pa.ListArray.from_arrays(pa.array(range(len(words) + 1), pa.int32()), text)
    return pa.DictionaryArray.from_arrays(range(len(words)), text) if pa.types.is_dictionary(kind) else text


@pytest.mark.parametrize("kind", [pa.string(), pa.dictionary(pa.int32(), pa.string())])
@pytest.mark.parametrize("field", ["patient", "phase", "findings"])
def test_bytes_that_are_no_text(alone, field, kind):
    """
    They are a mistake of their own row, which comes out under a name that text can hold; the others are answered.
    """
    right = {"patient": [b"a", b"b", b"c"], "phase": [b"acute"] * 3, "findings": [b"leg_pain"] * 3}[field]
    column = _not_text([right[0], b"\xff\xfe", right[2]], pa.list_(pa.string()) if field == "findings" else kind)
    told = {"patient": pa.array(["a", "b", "c"]), "pain_score": pa.array([3] * 3), "phase": pa.array(["acute"] * 3)}
    found = recommend_table(alone, pa.table(told | {field: column}), sample=1).to_pylist()
    assert [row["patient"] for row in found] == ["a", "\ufffd\ufffd" if field == "patient" else "b", "c"]
    assert [[each["field"] for each in row["errors"]] for row in found] == [[], [field], []]
    assert [row["status"] for row in found] == ["provisional", None, "provisional"]


def _with_ends(ends: list[int], words: bytes = b"acuteacute") -> pa.Array:
    return pa.Array.from_buffers(
        pa.string(), len(ends) - 1, [None, pa.py_buffer(np.array(ends, np.int32)), pa.py_buffer(words)]
    )


def _coded(at: list[int]) -> pa.Array:
    kind = pa.dictionary(pa.int32(), pa.string())
    words = pa.array(["acute", "chronic"])
    return pa.DictionaryArray.from_buffers(kind, len(at), [None, pa.py_buffer(np.array(at, np.int32))], words)


@pytest.mark.parametrize(
    "made",
    [lambda: _with_ends([0, 10**6, 5]), lambda: _with_ends([5, 0, 5]), lambda: _coded([0, -2]), lambda: _coded([0, 5])],
)
def test_a_column_that_points_outside_itself_is_refused(alone, made):
    """
    Memory that is not the column's is never taken for a word, whatever it holds. (Arrow looks at the last end alone.)
    """
    told = {"patient": ["a", "b"], "pain_score": [3, 3], "phase": made()}
    with pytest.raises(pa.ArrowInvalid, match="where it holds none"):
        recommend_table(alone, pa.table(told))


@pytest.mark.parametrize("ends", [[0, 900, 2], [2, 0, 2], [0, -900, 2]])
def test_lists_that_point_outside_themselves_are_refused(alone, ends):
    """
    The same of lists: what is read of one patient is never another's.
    """
    kept = [None, pa.py_buffer(np.array(ends, np.int32))]
    lists = pa.Array.from_buffers(pa.list_(pa.string()), 2, kept, children=[pa.array(["leg_pain", "leg_pain"])])
    told = {"patient": ["a", "b"], "pain_score": [3, 3], "phase": ["acute"] * 2, "findings": lists}
    with pytest.raises(pa.ArrowInvalid, match="where it holds none"):
        recommend_table(alone, pa.table(told))
