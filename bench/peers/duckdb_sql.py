"""DuckDB on one thread: patients joined to the exercises of their pain and phase, sets compared as bits."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from bench.peers.coded import (
    ALL_THINGS,
    DEFICIT_BITS,
    FINDING_BITS,
    KEY,
    THING_BITS,
    bits,
    cell_of,
    columns,
    key_parts,
    patient_columns,
)
from bench.peers.job import DEFICITS, EQUIPMENT, FINDINGS, MOST_PAIN, PHASES, TOP, Answer, Exercise, Patient, Patients
from bench.peers.peer import Peer
from bench.peers.tables import told

__all__ = ["DuckDB"]

_SCORE = "20 * matched + 10 * matched // total + sure"
_FITS = "(wanted & found) <> 0 AND (never & present) = 0 AND (needs & missing) = 0"
_PAIRS = 10_000_000
"""Patients times exercises that go through together: the size that was fastest of those tried."""

_BEST = f"""SELECT row, max(({_SCORE})::BIGINT * {KEY} + {KEY - 1} - number, {TOP}) AS keys FROM (
    SELECT row, number, total, sure, bit_count(wanted & found)::INTEGER AS matched
    FROM patients JOIN offers USING (cell) WHERE row >= $first AND row < $last AND {_FITS}) GROUP BY row"""

_ONE = f"""SELECT number, {_SCORE} AS score FROM (
    SELECT number, total, sure, bit_count(wanted & $1)::INTEGER AS matched FROM offers
    WHERE cell = $4 AND (wanted & $1) <> 0 AND (never & $2) = 0 AND (needs & $3) = 0)
    ORDER BY score DESC, number LIMIT {TOP}"""


def _set(column: str, kind: str) -> str:
    """A list of words as bits."""
    return f"coalesce(list_bit_or(list_transform({column}::{kind}[], lambda word: 1::BIGINT << enum_code(word))), 0)"


_CODED = f"""CREATE OR REPLACE TABLE patients AS
    SELECT (row_number() OVER () - 1)::INTEGER AS row, patient,
    (enum_code(phase::phase)::INTEGER * {MOST_PAIN + 1} + pain_score)::INTEGER AS cell,
    {_set("deficits", "deficit")} AS found, {_set("findings", "finding")} AS present,
    xor({ALL_THINGS}::BIGINT, {_set("equipment", "thing")})::SMALLINT AS missing FROM told"""

_ANSWERED = f"""SELECT patient, rank::INTEGER AS rank, id AS exercise, key // {KEY} AS score FROM (
    SELECT row, unnest(keys) AS key, generate_subscripts(keys, 1) AS rank FROM best)
    JOIN patients USING (row) JOIN names ON number = {KEY - 1} - key % {KEY}"""


class DuckDB(Peer):
    """Score and exercise share one number, so that the best ten are the ten greatest numbers."""

    def build(self, exercises: list[Exercise]) -> None:
        """Create the tables, ordered by pain and phase."""
        self.db = duckdb.connect()
        self.db.execute("SET threads = 1")
        for kind, words in (("phase", PHASES), ("deficit", DEFICITS), ("finding", FINDINGS), ("thing", EQUIPMENT)):
            self.db.execute(f"CREATE TYPE {kind} AS ENUM ({', '.join(map(repr, words))})")
        self._create("offers", pa.table(columns(exercises)), "cell, number")
        names = {"number": [each.number for each in exercises], "id": [each.id for each in exercises]}
        self._create("names", pa.table(names), "number")
        self.slice = max(1_000, _PAIRS // len(exercises))

    def one(self, patient: Patient) -> Answer:
        """Ask for one patient."""
        found, present = bits(patient.deficits, DEFICIT_BITS), bits(patient.findings, FINDING_BITS)
        missing = ALL_THINGS ^ bits(patient.equipment, THING_BITS)
        return self.db.execute(_ONE, [found, present, missing, cell_of(patient)]).fetchall()

    def columns(self, patients: Patients) -> int:
        """The patients as a table of the database."""
        self._create("patients", pa.table(patient_columns(patients)))
        return len(patients)

    def decide(self, columns: int) -> None:
        """The best keys of each patient, into a table of the database."""
        self.db.execute("CREATE OR REPLACE TEMP TABLE best (row BIGINT, keys BIGINT[])")
        for first in range(0, columns, self.slice):
            self.db.execute(f"INSERT INTO best {_BEST}", {"first": first, "last": first + self.slice})

    def decided(self, given: None, rows: list[int]) -> list[Answer]:
        """Take the keys apart."""
        asked = self.db.execute("SELECT row, keys FROM best WHERE row IN (SELECT unnest($1))", [rows]).fetchall()
        kept = dict(asked)
        return [[key_parts(key) for key in sorted(kept.get(row, ()), reverse=True)] for row in rows]

    def told(self, patients: Patients) -> pa.Table:
        """The words that the job is about."""
        return told(patients)

    def table(self, table: pa.Table) -> pa.Table:
        """Words to bits, the best keys, and words again."""
        self.db.register("told", table)
        self.db.execute(_CODED)
        self.decide(table.num_rows)
        answered = self.db.sql(_ANSWERED).to_arrow_table()
        self.db.unregister("told")
        return answered

    def _create(self, name: str, table: pa.Table, order: str = "") -> None:
        self.db.register("handed_in", table)
        ordered = f" ORDER BY {order}" if order else ""
        self.db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM handed_in{ordered}")
        self.db.unregister("handed_in")
