"""SQLite in memory: the same index as a table clustered by pain, phase and deficit."""

from __future__ import annotations

import sqlite3
import weakref

from bench.peers.coded import ALL_THINGS, FINDING_BITS, THING_BITS, bits, cell_of, cells, code
from bench.peers.job import DEFICITS, TOP, Answer, Exercise, Patient
from bench.peers.peer import Peer

__all__ = ["Sqlite"]

_MOST_DEFICITS = 8
_PLACES = {word: place for place, word in enumerate(DEFICITS)}


class Sqlite(Peer):
    """One query for each number of deficits, prepared once and kept."""

    def build(self, exercises: list[Exercise]) -> None:
        """Fill the table."""
        self.connection = sqlite3.connect(":memory:", cached_statements=64)
        weakref.finalize(self, self.connection.close)
        self.connection.execute(
            "CREATE TABLE listed (key INT, number INT, sure INT, total INT, never INT, needs INT, "
            "PRIMARY KEY (key, number)) WITHOUT ROWID"
        )
        coded = {each.number: code(each) for each in exercises}
        self.connection.executemany(
            "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    *(at.cell * len(DEFICITS) + _PLACES[deficit], at.exercise.number, at.sure),
                    *(len(at.exercise.indications), one.findings, one.equipment),
                )
                for at in cells(exercises)
                for one in (coded[at.exercise.number],)
                for deficit in at.exercise.indications
            ],
        )
        self.connection.execute("ANALYZE")
        self.asked = [
            f"""SELECT number, 20 * count(*) + 10 * count(*) / total + sure AS score FROM listed
                WHERE key IN ({", ".join(["?"] * count)}) AND never & ? = 0 AND needs & ? = 0
                GROUP BY number ORDER BY score DESC, number LIMIT {TOP}"""
            for count in range(_MOST_DEFICITS + 1)
        ]

    def one(self, patient: Patient) -> Answer:
        """Ask for the lists of the deficits that were found."""
        first = cell_of(patient) * len(DEFICITS)
        keys = [first + _PLACES[deficit] for deficit in patient.deficits]
        present, missing = bits(patient.findings, FINDING_BITS), ALL_THINGS ^ bits(patient.equipment, THING_BITS)
        return self.connection.execute(self.asked[len(keys)], (*keys, present, missing)).fetchall()
