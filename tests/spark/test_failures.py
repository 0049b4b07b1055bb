"""
What goes wrong on an executor: a task that is tried again changes nothing, and a doubt fails the job.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from dataclasses import fields, replace
from pathlib import Path

import pyspark
import pytest
from pyspark.cloudpickle import register_pickle_by_value
from pyspark.errors import PythonException

from hep_engine import ProfileError
from hep_engine.adapters import spark as room
from hep_engine.adapters.spark import recommend
from hep_engine.adapters.spark.parcel import packed
from hep_engine.batch import recommend_table
from hep_engine.model.table import Table
from tests.spark.frames import frame, in_order, registry


@pytest.fixture(scope="module")
def many(shipped):
    return registry(shipped, 400)


# Executors cannot import the tests.
register_pickle_by_value(sys.modules[__name__])


def _raises():
    raise OSError("the disk is gone")


def _worker_dies():
    os._exit(1)


def _executor_dies():
    """End the executor, the parent of the process that workers are forked from."""
    status = Path(f"/proc/{os.getppid()}/stat").read_text()
    os.kill(int(status.rpartition(")")[2].split()[1]), signal.SIGKILL)


@pytest.mark.parametrize("fault", [_raises, _worker_dies, _executor_dies], ids=lambda each: each.__name__)
def test_a_task_that_is_tried_again_changes_nothing(spark, alone, many, tmp_path, fault):
    """
    A task that fails in the middle of its partition, its process or its whole executor: the answers are the same.
    """
    once = tmp_path / "failed"

    def failing(batches):
        for number, batch in enumerate(batches):
            if number == 2 and not once.exists():
                once.touch()
                fault()
            yield batch

    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 40)
    try:
        df = frame(spark, many, 3)
        found = recommend(df.mapInArrow(failing, df.schema), alone, codes=True, sample=10).toArrow().to_pylist()
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert once.exists()
    assert in_order(found) == in_order(recommend_table(alone, many, codes=True).to_pylist())


def _forged(knowledge, parcel):
    """The parcel, with a gate less and the fingerprints of the whole."""
    rules = Table({name: each for name, each in knowledge.rules.items() if name != "rf_ces"})
    less = replace(knowledge, rules=rules)
    return replace(parcel, knowledge=pickle.dumps(tuple(getattr(less, each.name) for each in fields(less))))


def _other_version(knowledge, parcel):
    return replace(parcel, library="9.9.9")


@pytest.mark.parametrize(("change", "said"), [(_forged, "decision"), (_other_version, "9.9.9 on the driver")])
def test_an_executor_with_something_else_answers_nothing(spark, alone, shipped, many, monkeypatch, change, said):
    """
    A gate lost on the way, or another version of the library: the job fails and says why.
    """
    parcel = change(shipped, packed(alone))
    monkeypatch.setattr(room, "packed", lambda engine: parcel)
    with pytest.raises(PythonException, match="DisagreementError") as caught:
        recommend(frame(spark, many), alone).collect()
    assert said in str(caught.value)


def _logged(spark):
    """Everything executors have written so far."""
    folder = Path(pyspark.__file__).parent / "work" / spark.sparkContext.applicationId
    return "\n".join(each.read_text(errors="replace") for each in folder.glob("*/std*"))


@pytest.mark.parametrize("kind", ["disagreement", "fault"])
def test_a_doubt_fails_the_job_and_tells_nothing_of_a_patient(spark, alone, many, monkeypatch, kind):
    """
    Points that differ from the engine's, or an error with a patient in it: nothing is answered, no log names one.
    """

    def faulty(parcel, wanted, batches, partition, kind=kind):
        from unittest.mock import patch

        from hep_engine.adapters.spark import partition as executor
        from hep_engine.batch.plan import Plan
        from hep_engine.batch.table import Worker

        made = Plan.__init__

        def other_points(self, engine):
            made(self, engine)
            self.scores.always[:] += 1

        def broken(self, rows):
            raise ValueError(f"{rows.batch.column('patient')[0]} has {rows.batch.column('findings')[0]}")

        executor._worker.cache_clear()
        wrong = (
            patch.object(Plan, "__init__", other_points)
            if kind == "disagreement"
            else patch.object(Worker, "answer", broken)
        )
        with wrong:
            yield from executor.answered(parcel, wanted, batches, partition)

    monkeypatch.setattr(room, "answered", faulty)
    named = many.set_column(0, "patient", [[f"zz-{at}-zz" for at in range(many.num_rows)]])
    kind_of_error = "DisagreementError" if kind == "disagreement" else "RuntimeError"
    with pytest.raises(PythonException, match=kind_of_error) as caught:
        recommend(frame(spark, named), alone, sample=5).collect()
    said = str(caught.value)
    assert ("exercises" if kind == "disagreement" else "ValueError in broken") in said
    for text in (said, _logged(spark)):
        assert kind_of_error in text
        assert "-zz" not in text
        assert "leg_pain" not in text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda df: df.withColumnRenamed("findings", "finding"), "finding"),
        (lambda df: df.withColumnRenamed("findings", "Findings"), "Findings"),
        (lambda df: df.select("*", df.age), "age"),
        (lambda df: df.drop("phase"), "phase"),
    ],
)
def test_a_wrong_column_stops_before_anything_runs(spark, alone, many, change, field):
    """
    A misspelt, doubled or missing column is refused by the driver, without a job.
    """
    df = change(frame(spark, many))
    spark.sparkContext.setJobGroup("columns", "columns")
    with pytest.raises(ProfileError) as caught:
        recommend(df, alone)
    assert field in {each.field for each in caught.value.mistakes}
    assert list(spark.sparkContext.statusTracker().getJobIdsForGroup("columns")) == []
    spark.sparkContext.setLocalProperty("spark.jobGroup.id", None)


def test_what_is_no_frame_is_refused(alone, many):
    """
    A pyarrow table has a function of its own.
    """
    with pytest.raises(TypeError, match="classic session"):
        recommend(many, alone)


@pytest.mark.parametrize("wrong", [{"top": 0}, {"sample": -1}])
def test_wrong_options_are_refused(spark, alone, many, wrong):
    """
    By the driver, as for a table.
    """
    with pytest.raises(ValueError, match="1 or more"):
        recommend(frame(spark, many), alone, **wrong)
