"""What notices a mutant: the loader, a proof or a test; and of the rest, whether anybody is treated differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bench.mutation.alike import Treatment
from bench.mutation.formulas import Remembered
from bench.mutation.loading import Loader
from bench.mutation.mutant import Mutant, Verdict
from bench.mutation.patients import Patients
from bench.mutation.refuted import Statements
from hep_engine.engine import Engine
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.rule import Rule
from hep_engine.model.vignette import Vignette

__all__ = ["Judge"]

Pinned = Callable[[KnowledgeBase], Iterator[str]]
"""The names of the tests that hold a list of what the knowledge says, and find it departs from that."""


class Judge:
    """Judges the mutants of one knowledge base, with its patients and the tests that pin what it says."""

    def __init__(self, knowledge: KnowledgeBase, vignettes: Iterable[Vignette], pinned: Pinned) -> None:
        self._loader = Loader(knowledge)
        loaded = self._loader.load()
        if isinstance(loaded, str):
            raise ValueError(f"the knowledge as it is does not load: {loaded}")
        self._before = Remembered(loaded)
        self._statements, self._treatment = Statements(self._before), Treatment(self._before)
        self._patients, self._pinned = Patients(vignettes, loaded), pinned

    def judge(self, mutant: Mutant) -> Verdict:
        """What notices *mutant*, the cheapest that does."""
        killer, by = self._found(mutant)
        return Verdict(mutant.id, mutant.area, mutant.kind, mutant.says, killer, by)

    def _found(self, mutant: Mutant) -> tuple[str, str]:
        engine = self._loader.load(mutant.file)
        if isinstance(engine, str):
            return "check", engine
        after = self._before.edited(engine, mutant.becomes)
        if statement := self._statements.refuted(engine, after):
            return "proof", statement
        if test := next(self._failing(engine, mutant), None):
            return "test", test
        if differs := Treatment(after).differs(self._treatment):
            return "survivor", differs
        return "equivalent", "no patient is treated differently"

    def _failing(self, engine: Engine, mutant: Mutant) -> Iterator[str]:
        """The tests that fail: of content, of patients, and that every clause is seen to decide."""
        yield from self._pinned(engine.knowledge)
        yield from (f"patient {each}" for each in self._patients.missed(engine, mutant.becomes))
        if isinstance(mutant.becomes, Rule) and not self._patients.see_every_clause(mutant.becomes, engine):
            yield "a clause decides nothing"
