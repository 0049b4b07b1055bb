"""A Spark with two executors, each a process of its own as on two machines."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hep_engine import Engine, KnowledgeBase
from tests.spark.java import missing_java


def pytest_configure() -> None:
    """Stop at once, and say what is needed, where Spark could not start."""
    if what := missing_java():
        pytest.exit(what, returncode=2)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The session, on a driver and two executors with one core each."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    options = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "600m",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.shuffle.partitions": "4",
        "spark.task.maxFailures": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        name = session.sparkContext.applicationId
        session.stop()
        # What executors logged stands where Spark is installed, in this mode.
        shutil.rmtree(Path(pyspark.__file__).parent / "work" / name)


@pytest.fixture(scope="session")
def alone(shipped: KnowledgeBase) -> Engine:
    """An engine on the shipped knowledge without a second reading of its own."""
    return Engine(shipped, cross_check="off")
