"""Who takes part: every engine by its name, what it is, and what has to be installed for it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from shutil import which

from bench.peers.peer import Peer

__all__ = ["ENGINES", "ONE", "RULE_ENGINES", "WAYS", "Engine"]


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: how it is called on the page, and where its adapter is."""

    label: str
    module: str
    name: str
    package: str = ""
    """The distribution it needs."""
    imports: str = ""
    """The module of that distribution."""
    ways: tuple[str, ...] = ("one",)
    """Of `one`, `decide`, `table`: those it is measured in."""

    def make(self) -> Peer:
        """An adapter, not yet built."""
        found: Peer = getattr(import_module(f"bench.peers.{self.module}"), self.name)()
        return found

    def missing(self) -> str:
        """What has to be installed, or nothing."""
        if self.module == "bound":
            return "" if which("cc") else "a C compiler called `cc`"
        return self.package if self.imports and find_spec(self.imports) is None else ""

    def version(self) -> str:
        """The version that is installed."""
        try:
            return version(self.package) if self.package else ""
        except PackageNotFoundError:
            return ""


_ALL = ("one", "decide", "table")
ENGINES = {
    "hep": Engine("hep_engine, best 4 read with rationale", "hep", "Hep"),
    "hep_ten": Engine("hep_engine, 10 ids and scores read", "hep", "HepTen"),
    "hep_nothing": Engine("hep_engine, nothing read", "hep", "HepNothing"),
    "hep_durable": Engine(
        "hep_engine, best 4 read, decided twice", "hep", "HepDurable", "durable-rules", "durable_rules_engine"
    ),
    "hep_batch": Engine("hep_engine", "hep", "HepBatch", ways=("decide", "table")),
    "hep_two": Engine("hep_engine, 2 threads", "hep", "HepTwo", ways=("decide", "table")),
    "hep_mixed": Engine("hep_engine, a third not ready", "hep", "HepMixed", ways=("decide", "table")),
    "durable_rules": Engine("durable-rules", "durable_rules", "Durable", "durable-rules", "durable"),
    "zen": Engine("GoRules zen", "gorules_zen", "Zen", "zen-engine", "zen"),
    "clips": Engine("CLIPS", "clips_rules", "Clips", "clipspy", "clips"),
    "duckdb": Engine("DuckDB", "duckdb_sql", "DuckDB", "duckdb", "duckdb", _ALL),
    "polars": Engine("Polars", "polars_frames", "Polars", "polars", "polars", _ALL),
    "sqlite": Engine("SQLite", "sqlite_sql", "Sqlite"),
    "loop": Engine("plain Python, a loop", "plain_python", "Loop"),
    "postings": Engine("plain Python, an index", "plain_python", "Postings"),
    "bound": Engine("hand-written kernel", "bound", "Bound", ways=("one", "decide")),
}

ONE = [name for name, engine in ENGINES.items() if "one" in engine.ways]
"""Those that are asked for one patient after another."""

_MANY = [name for name, engine in ENGINES.items() if "decide" in engine.ways and name != "hep_mixed"]
WAYS = {
    "decide": ("Deciding alone", _MANY),
    "table": ("Table to table", [name for name in _MANY if "table" in ENGINES[name].ways]),
}
"""The two ways to ask for many, and who is compared in them."""

RULE_ENGINES = ("durable_rules", "zen", "clips")
"""Those that the aim for one patient is about."""
