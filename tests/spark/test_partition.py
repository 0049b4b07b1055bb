"""
One partition, as an executor answers it: however its batches are cut, in bounded memory, and read twice as before.
"""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hep_engine import DisagreementError
from hep_engine.adapters.spark import partition as room
from hep_engine.adapters.spark.columns import plain
from hep_engine.adapters.spark.parcel import packed
from hep_engine.adapters.spark.partition import answered
from hep_engine.batch import recommend_table
from hep_engine.batch.table import Wanted, Worker
from tests.spark.frames import registry
from tests.worlds.budget import tried


@pytest.fixture(scope="module")
def parcel(alone):
    return packed(alone)


@pytest.fixture(scope="module")
def many(shipped):
    return registry(shipped, 250).combine_chunks().to_batches()[0]


class Given:
    """What a law is tried on. A law that fails shows its arguments, and these would fill pages."""

    def __init__(self, parcel, many, whole):
        self.parcel, self.many, self.whole = parcel, many, whole


@pytest.fixture(scope="module")
def known(alone, parcel, many):
    return Given(
        parcel, many, plain_table(recommend_table(alone, pa.Table.from_batches([many]), sample=0).to_batches())
    )


def cut(batch, sizes):
    """The rows in batches of these sizes, some of them empty, and what is left in a last one."""
    for size in sizes:
        yield batch.slice(0, size)
        batch = batch.slice(size)
    yield batch


def plain_table(batches):
    return pa.Table.from_batches(map(plain, batches)).combine_chunks()


def told_by(batches):
    """Take all batches."""
    return [batch.num_rows for batch in batches]


@pytest.fixture(params=[64, 100, 4096])
def pieces(request, monkeypatch):
    """So many patients are answered together at most."""
    monkeypatch.setattr(room, "_MOST_PATIENTS", request.param)
    room._worker.cache_clear()
    yield request.param
    room._worker.cache_clear()


@tried(15)
@given(st.lists(st.integers(0, 200), max_size=6))
def test_batches_change_nothing(known, pieces, sizes):
    """
    Batches of any size, answered in pieces of any size, are answered as the whole table, in its order.
    """
    found = plain_table(answered(known.parcel, Wanted(), cut(known.many, sizes), 3))
    assert found.equals(known.whole)


@pytest.mark.parametrize("seed", [1, 30])
@tried(15)
@given(st.lists(st.integers(0, 200), max_size=6), st.integers(0, 2**20))
def test_a_task_that_is_tried_again_reads_the_same_rows_twice(known, seed, sizes, partition):
    """
    The sample rests on partition, place and seed, not on how the rows were cut; another partition has another.
    """
    told: list[list[str]] = []

    def kept(plan, rows, encoded, decided, chosen, **options):
        told[-1].extend(rows.batch.column("patient")[row].as_py() for row in chosen)
        return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hep_engine.batch.table.note", kept)
        for batches, number in (
            (cut(known.many, sizes), partition),
            (cut(known.many, []), partition),
            (cut(known.many, []), partition + 1),
        ):
            told.append([])
            told_by(answered(known.parcel, Wanted(sample=5, seed=seed), batches, number))
    assert told[0] == told[1] != told[2]
    assert 20 < len(told[0]) < 150


def test_small_partitions_are_read_twice_as_well(parcel, many):
    """
    Three hundred partitions of four rows have a sample of twelve hundred rows, not each the same of its four.
    """
    counted = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hep_engine.batch.table.compare", lambda *args, **options: counted.append(args))
        for number in range(300):
            told_by(answered(parcel, Wanted(sample=20), iter([many.slice(number, 4)]), number))
    assert 30 < len(counted) < 100


@pytest.mark.parametrize("options", [{}, {"codes": True, "provisional": True}, {"top": 60, "provisional": True}])
def test_memory_does_not_grow_with_the_partition(parcel, many, options, monkeypatch):
    """
    No batch is taken before the one before it is answered, and what goes out together is bounded.
    """
    monkeypatch.setattr(room, "_MOST_ROWS", 5_000)
    room._worker.cache_clear()
    taken = []

    def batches():
        for number in range(50):
            taken.append(number)
            yield pa.Table.from_batches([many] * 5).combine_chunks().to_batches()[0]

    out = answered(parcel, Wanted(sample=0, **options), batches(), 0)
    sizes = [next(out).num_rows for _ in range(3)]
    assert taken == [0]
    assert max(sizes) <= 5_000
    room._worker.cache_clear()


def test_the_knowledge_is_laid_out_once_in_a_process(parcel, many, monkeypatch):
    """
    For many tasks there is one worker; other options have another, and an empty task has none.
    """
    made = []
    init = Worker.__init__

    def counted(self, engine, wanted):
        made.append(wanted)
        init(self, engine, wanted)

    monkeypatch.setattr(Worker, "__init__", counted)
    room._worker.cache_clear()
    assert list(answered(parcel, Wanted(), iter([]), 0)) == []
    assert made == []
    for number in range(4):
        told_by(answered(parcel, Wanted(), cut(many, [50, 60]), number))
    told_by(answered(parcel, Wanted(top=2), cut(many, [50]), 0))
    assert made == [Wanted(), Wanted(top=2)]


def test_an_error_tells_nothing_of_a_patient(parcel, many, monkeypatch):
    """
    Of an error that is none of ours, whose text may hold what a row says, kind and place are told.
    """

    def broken(self, rows):
        raise pa.ArrowInvalid(f"could not convert {rows.batch.column('patient')[0]}")

    monkeypatch.setattr(Worker, "answer", broken)
    with pytest.raises(RuntimeError, match=r"^some rows could not be answered: ArrowInvalid in broken, ") as caught:
        told_by(answered(parcel, Wanted(), cut(many, []), 0))
    assert "p0" not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_disagreement_passes_as_it_is(parcel, many, monkeypatch):
    """
    It names what differs, which is no patient's.
    """

    def differing(self, rows):
        raise DisagreementError("two answers", ["status"])

    monkeypatch.setattr(Worker, "answer", differing)
    with pytest.raises(DisagreementError, match="two answers"):
        told_by(answered(parcel, Wanted(), cut(many, []), 0))


def test_dictionaries_become_text():
    """
    Words in a dictionary, alone or in lists, with nulls and empty lists, are the same words without one.
    """
    words = pa.DictionaryArray.from_arrays(pa.array([1, None, 0], pa.int32()), pa.array(["a", "b"]))
    lists = pa.ListArray.from_arrays(pa.array([0, 2, 2, 3], pa.int32()), words)
    batch = pa.record_batch([words, lists, pa.array([1, 2, 3])], names=["word", "words", "score"])
    found = plain(batch)
    assert found.schema.types == [pa.string(), pa.list_(pa.string()), pa.int64()]
    assert found.to_pylist() == batch.to_pylist()
