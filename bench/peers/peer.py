"""What an engine has to offer to be measured: an answer for one patient, for columns, or for a table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from bench.peers.job import Answer, Exercise, Patients, people

__all__ = ["Peer"]


class Peer:
    """An engine at work on the job. It does those of the three ways that it says it `does`.

    What stands before the clock: `build`, `people` and `columns`. What is timed: `one`, `decide` and `table`. What is
    checked against the oracle is what they return, read by `answer` and `decided`.
    """

    def build(self, exercises: list[Exercise]) -> None:
        """Take the catalogue in."""
        raise NotImplementedError

    def people(self, patients: Patients) -> list[Any]:
        """The patients one by one, as this engine is handed them."""
        return people(patients)

    def one(self, patient: Any) -> Any:
        """Answer one patient."""
        raise NotImplementedError

    def answer(self, given: Any) -> Answer:
        """What `one` gave, as numbers of exercises and scores."""
        found: Answer = given
        return found

    def columns(self, patients: Patients) -> Any:
        """The patients in whatever shape is best for `decide`."""
        raise NotImplementedError

    def decide(self, columns: Any) -> Any:
        """Answer all of them."""
        raise NotImplementedError

    def decided(self, given: Any, rows: list[int]) -> list[Answer]:
        """What `decide` gave for the patients in these *rows*."""
        raise NotImplementedError

    def expected(self, row: int, right: Answer) -> Answer:
        """What this engine has to say of the patient in this *row* of a cohort, for whom the oracle says *right*."""
        return right

    def told(self, patients: Patients) -> pa.Table:
        """The patients as a table of words, the same for every engine."""
        raise NotImplementedError

    def table(self, table: pa.Table) -> pa.Table:
        """Answer a table of words with a table: patient, rank, exercise, score."""
        raise NotImplementedError
