"""Tables of patients on more than one machine: a Spark DataFrame of profiles in, one of recommendations out.

Each executor answers its partitions as `hep_engine.batch` answers a table, with the knowledge of the engine on the
driver or not at all. Needs the extra `spark`, on the driver and on every executor, and Java 17 or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hep_engine.engine import Engine

try:
    from pyspark import SparkContext, TaskContext
    from pyspark.sql.classic.dataframe import DataFrame as Classic

    from hep_engine.adapters.spark.columns import columns
    from hep_engine.adapters.spark.parcel import packed
    from hep_engine.adapters.spark.partition import answered
    from hep_engine.batch.rows import KEY, check_columns
    from hep_engine.batch.table import Wanted
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] not in ("pyspark", "llvmlite", "numba", "numpy", "pyarrow"):
        raise
    raise ImportError("Spark needs more packages: pip install 'hep_engine[spark]'", name=missing.name) from missing

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

__all__ = ["recommend"]


def recommend(
    df: DataFrame,
    engine: Engine,
    *,
    top: int = 10,
    codes: bool = False,
    provisional: bool = False,
    sample: int = 1000,
    seed: int = 1,
) -> DataFrame:
    """What `engine.recommend` says of every patient of *df*: the *top* exercises, a row each.

    Columns and options are those of `recommend_table`, and so are the answers. Nothing runs before an action asks for
    it. The knowledge is sent once to each executor, which works out its fingerprints anew and answers nothing unless
    they are those of *engine* and the library has its version.

    Raises `ProfileError` for columns nobody knows, before anything runs, `DisagreementError` where the fingerprints of
    the engine's knowledge are not what it says, and `TypeError` for anything but a DataFrame of a classic session. A
    task raises `DisagreementError` where the answers to a row that is read twice differ, or where other knowledge
    arrived; Spark tries it again, and then fails the job.
    """
    if not isinstance(df, Classic):
        raise TypeError("a Spark DataFrame of a classic session is needed; Spark Connect has no way to send knowledge")
    wanted = Wanted(top, codes, provisional, sample, seed)
    check_columns(df.columns, engine.knowledge)
    context: SparkContext = df.sparkSession.sparkContext
    sent = context.broadcast(packed(engine))

    def answer(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        task = TaskContext.get()
        assert task is not None
        yield from answered(sent.value, wanted, batches, task.partitionId())

    return df.mapInArrow(answer, columns(df.schema[KEY].dataType, codes=codes))
