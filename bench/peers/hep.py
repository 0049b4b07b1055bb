"""hep_engine on the job, with its whole meaning: gates, unknowns, restrictions, caps, preferences, doses, reasons.

Everything here that touches the inside of `hep_engine.batch` is in `HepBatch.columns`, `decide` and `decided`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import starmap
from typing import Any

import pyarrow as pa

from bench.peers.job import TOP, Answer, Exercise, Patients, people
from bench.peers.knowledge import made_up_knowledge
from bench.peers.peer import Peer
from bench.peers.tables import told
from hep_engine import Engine, PatientProfile, Recommendations
from hep_engine.batch import recommend_table
from hep_engine.batch.decide import READY, Decided, decide
from hep_engine.batch.encode import Encoded, Encoder
from hep_engine.batch.plan import Plan
from hep_engine.batch.rows import Rows
from hep_engine.engine import CrossCheck
from hep_engine.knowledge.load import load_knowledge

__all__ = ["Hep", "HepBatch", "HepDurable", "HepMixed", "HepNothing", "HepTen", "HepTwo"]

_CHUNK = 16_384
"""So many patients are decided together: as many as `recommend_table` takes where nothing else is said."""

_READ = 4
"""How many recommendations a screen shows, each with its rationale."""


class Hep(Peer):
    """One patient: decided, and the best four read with their rationale."""

    second: CrossCheck = "off"

    def build(self, exercises: list[Exercise]) -> None:
        """Compile an engine for the shipped knowledge with these exercises."""
        shipped = load_knowledge()
        self.numbers = {each.id: each.number for each in exercises}
        self.shipped_findings = sorted(shipped.vocabulary.tellable)
        self.engine = Engine(made_up_knowledge(shipped, exercises), cross_check=self.second)

    def people(self, patients: Patients) -> list[Any]:
        """Profiles of patients who were asked about everything."""
        tellable = self.engine.knowledge.vocabulary.tellable
        return [
            PatientProfile(
                pain_score=each.pain,
                phase=each.phase,
                deficits=each.deficits,
                findings=each.findings,
                ruled_out=tellable - each.findings,
                equipment=each.equipment,
                age=int(age),
                irritability="low",
                measures={"odi": int(disability)},
            )
            for each, age, disability in zip(people(patients), patients.age, patients.disability, strict=True)
        ]

    def one(self, patient: PatientProfile) -> Recommendations:
        """Decide, and read the best few as a screen does."""
        result = self.engine.recommend(patient)
        for each in result.top(_READ).recommendations:
            _ = each.exercise, each.score, each.rationale
        return result

    def answer(self, given: Recommendations) -> Answer:
        """The best ten. Who is not ready has no answer, and is found wrong: everybody here was asked everything."""
        if given.status != "ready":
            return []
        return [(self.numbers[each.exercise], each.score) for each in given.top(TOP).recommendations]


class HepNothing(Hep):
    """One patient: decided and confirmed, nothing read yet."""

    def one(self, patient: PatientProfile) -> Recommendations:
        """Decide."""
        return self.engine.recommend(patient)


class HepTen(Hep):
    """One patient: decided, and the ids and scores of the best ten read, which is what the peers give."""

    def one(self, patient: PatientProfile) -> Recommendations:
        """Decide, and read as much as a peer answers."""
        result = self.engine.recommend(patient)
        for each in result.top(TOP).recommendations:
            _ = each.exercise, each.score
        return result


class HepDurable(Hep):
    """The same as `Hep` with every answer decided a second time by durable-rules, as an engine does by default."""

    second = "durable"


class HepBatch(Hep):
    """Many patients, on one thread."""

    threads = 1

    def build(self, exercises: list[Exercise]) -> None:
        """Compile the engine, and lay it out for many."""
        super().build(exercises)
        self.plan = Plan(self.engine)

    def columns(self, patients: Patients) -> list[tuple[Encoded, int]]:
        """The patients as the facts that `decide` starts from, in chunks as `recommend_table` takes them."""
        encoder = Encoder(self.engine.knowledge, self.plan.facts)
        (batch,) = self.told(patients).combine_chunks().to_batches()
        size = min(-(-len(patients) // self.threads), _CHUNK)
        shares = [batch.slice(first, size) for first in range(0, len(patients), size)]
        self.share = size
        return [(encoder.encode(Rows(each)), each.num_rows) for each in shares]

    def decide(self, columns: list[tuple[Encoded, int]]) -> list[Decided]:
        """Gates, findings, rules and exercises of every patient, and the best ten of each."""
        if self.threads == 1:
            return [*starmap(self._share, columns)]
        with ThreadPoolExecutor(self.threads) as pool:
            return [*pool.map(lambda each: self._share(*each), columns)]

    def decided(self, given: list[Decided], rows: list[int]) -> list[Answer]:
        """Read as arrays: numbers are places in the catalogue."""
        found = []
        for row in rows:
            share, place = given[row // self.share], row % self.share
            count = int(share.counts[place])
            chosen = zip(share.chosen[place, :count].tolist(), share.scores[place, :count].tolist(), strict=True)
            found.append([*chosen] if share.status[place] == READY else [])
        return found

    def told(self, patients: Patients) -> pa.Table:
        """Everything that was asked of the patients, the shipped findings as absent."""
        return told(patients, self.shipped_findings)

    def table(self, table: pa.Table) -> pa.Table:
        """The library's own call, without a second reading."""
        chunk = 65_536 if self.threads == 1 else max(1_024, table.num_rows // (4 * self.threads))
        return recommend_table(self.engine, table, top=TOP, sample=0, threads=self.threads, chunk=chunk)

    def _share(self, encoded: Encoded, count: int) -> Decided:
        return decide(self.plan, encoded, count, top=TOP, codes=False, provisional=False)


class HepTwo(HepBatch):
    """The same on two threads."""

    threads = 2


class HepMixed(HepBatch):
    """A cohort of which a sixth were asked nothing, and a sixth have a red flag; what that costs is shown apart."""

    def build(self, exercises: list[Exercise]) -> None:
        """The same engine; the flags are those that withhold everything by themselves."""
        super().build(exercises)
        findings = self.engine.knowledge.vocabulary.findings
        self.flags = [name for name in self.shipped_findings if findings[name].screening and self._withholds(name)]

    def expected(self, row: int, right: Answer) -> Answer:
        """Nothing, for each third patient."""
        return [] if row % 3 == 0 else right

    def told(self, patients: Patients) -> pa.Table:
        """The same patients; of every six the first was asked nothing and the fourth has a flag."""
        count = len(patients)
        flagged = {row: self.flags[row // 6 % len(self.flags)] for row in range(3, count, 6)}
        return told(patients, self.shipped_findings, flagged, range(0, count, 6))

    def _withholds(self, finding: str) -> bool:
        others = self.engine.knowledge.vocabulary.tellable - {finding}
        profile = PatientProfile(pain_score=3, phase="chronic", age=40, findings={finding}, ruled_out=others)
        return self.engine.recommend(profile).status == "withheld"
