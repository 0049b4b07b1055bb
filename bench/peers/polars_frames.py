"""Polars on one thread: the same join of patients and exercises by pain and phase, sets compared as bits."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from bench.peers.coded import (
    ALL_THINGS,
    DEFICIT_BITS,
    FINDING_BITS,
    KEY,
    PHASE_NUMBERS,
    THING_BITS,
    bits,
    cell_of,
    columns,
    key_parts,
    patient_columns,
)
from bench.peers.job import MOST_PAIN, TOP, Answer, Exercise, Patient, Patients
from bench.peers.peer import Peer
from bench.peers.tables import told

__all__ = ["Polars"]

_PAIRS = 2_500_000
"""Patients times exercises that go through together: the size that was fastest of those tried."""

_WORDS: tuple[tuple[str, str, Mapping[str, int]], ...] = (
    ("found", "deficits", DEFICIT_BITS),
    ("present", "findings", FINDING_BITS),
    ("at_home", "equipment", THING_BITS),
)


def _score(found: pl.Expr) -> pl.Expr:
    matched = (pl.col("wanted") & found).bitwise_count_ones().cast(pl.Int32)
    return 20 * matched + 10 * matched // pl.col("total") + pl.col("sure")


class Polars(Peer):
    """Score and exercise share one number, so that the best ten are the ten greatest numbers."""

    def build(self, exercises: list[Exercise]) -> None:
        """Make the frames, and one of the exercises of each pain and phase."""
        offers = pl.DataFrame(columns(exercises))
        self.offers = offers.lazy()
        self.by_cell = {int(cell): frame for (cell,), frame in offers.partition_by("cell", as_dict=True).items()}
        self.nothing = offers.clear()
        self.names = pl.DataFrame({"number": [e.number for e in exercises], "exercise": [e.id for e in exercises]})
        self.slice = max(250, _PAIRS // len(exercises))

    def one(self, patient: Patient) -> Answer:
        """Filter and sort the exercises of the patient's pain and phase."""
        found = pl.lit(bits(patient.deficits, DEFICIT_BITS))
        missing = ALL_THINGS ^ bits(patient.equipment, THING_BITS)
        fits = (pl.col("wanted") & found) != 0
        fits &= (pl.col("never") & bits(patient.findings, FINDING_BITS)) == 0
        fits &= (pl.col("needs") & missing) == 0
        offers = self.by_cell.get(cell_of(patient), self.nothing).lazy().filter(fits)
        answer = offers.select("number", score=_score(found)).sort("score", "number", descending=[True, False])
        return answer.head(TOP).collect().rows()

    def columns(self, patients: Patients) -> pl.DataFrame:
        """The patients as a frame."""
        return pl.DataFrame(patient_columns(patients))

    def decide(self, columns: pl.DataFrame) -> pl.DataFrame:
        """The best keys of each patient, slice by slice so that the pairs stay small."""
        slices = range(0, len(columns), self.slice)
        return pl.concat([self._best(columns.slice(first, self.slice)) for first in slices])

    def decided(self, given: pl.DataFrame, rows: list[int]) -> list[Answer]:
        """Take the keys apart."""
        kept = dict(given.filter(pl.col("row").is_in(rows)).iter_rows())
        return [[key_parts(key) for key in sorted(kept.get(row, ()), reverse=True)] for row in rows]

    def told(self, patients: Patients) -> pa.Table:
        """The words that the job is about."""
        return told(patients)

    def table(self, table: pa.Table) -> pa.Table:
        """Words to bits, the best keys, and words again."""
        words = pl.from_arrow(table)
        assert isinstance(words, pl.DataFrame)
        phase = pl.col("phase").replace_strict(PHASE_NUMBERS, return_dtype=pl.Int32)
        sets = {
            name: pl.col(column).list.eval(pl.element().replace_strict(known, return_dtype=pl.Int64)).list.sum()
            for name, column, known in _WORDS
        }
        coded = words.select("patient", cell=phase * (MOST_PAIN + 1) + pl.col("pain_score").cast(pl.Int32), **sets)
        missing = (ALL_THINGS ^ pl.col("at_home")).cast(pl.Int16)
        patients = coded.with_row_index("row").with_columns(missing=missing)
        best = self.decide(patients).lazy().with_columns(pl.col("key").list.sort(descending=True))
        ranks = pl.int_ranges(1, pl.col("key").list.len() + 1, dtype=pl.Int32)
        ranked = best.with_columns(rank=ranks).explode("key", "rank")
        return (
            ranked.with_columns(score=pl.col("key") // KEY, number=KEY - 1 - pl.col("key") % KEY)
            .join(patients.lazy().select("row", "patient"), on="row")
            .join(self.names.lazy(), on="number")
            .select("patient", "rank", "exercise", "score")
            .collect()
            .to_arrow()
        )

    def _best(self, patients: pl.DataFrame) -> pl.DataFrame:
        fits = (pl.col("wanted") & pl.col("found")) != 0
        fits &= (pl.col("never") & pl.col("present")) == 0
        fits &= (pl.col("needs") & pl.col("missing")) == 0
        pairs = patients.lazy().join(self.offers, on="cell").filter(fits)
        key = _score(pl.col("found")).cast(pl.Int64) * KEY + (KEY - 1 - pl.col("number"))
        return pairs.select("row", key=key).group_by("row").agg(pl.col("key").top_k(TOP)).collect()
