"""A knowledge base: everything the catalogue and the rules say, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hep_engine.errors import Span
from hep_engine.model.coherence import Demand
from hep_engine.model.exercise import Exercise
from hep_engine.model.policy import Policy
from hep_engine.model.rule import FOLDERS, CapDose, Refer, Rule
from hep_engine.model.signature import Signature
from hep_engine.model.source import Source
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Category, Vocabulary
from hep_engine.model.words import Level

__all__ = ["KnowledgeBase"]


@dataclass(frozen=True, repr=False)
class KnowledgeBase:
    """What loads without a problem. Equal when it says the same, wherever it was written."""

    vocabulary: Vocabulary
    exercises: Table[Exercise]
    rules: Table[Rule]
    policy: Policy
    sources: Table[Source]
    coherence: Table[Demand]
    """What the form of an exercise asks of its file, by name."""
    decision: str
    """Fingerprint of everything that can change who gets what."""
    content: str
    """Fingerprint of that and of every text a reader can see."""
    signature: Signature | None = field(default=None, compare=False)
    """Who signed which content; it holds only while that is this content."""
    places: Table[Span] = field(default_factory=Table, compare=False)
    """Where everything is written: `exercise/clamshell/pain_level`."""

    def __hash__(self) -> int:
        return hash(self.content)

    def __repr__(self) -> str:
        sizes = f"{len(self.exercises)} exercises, {len(self.rules)} rules"
        return f"<KnowledgeBase {self.policy.version}: {sizes}, decision {self.decision[:19]}>"

    def at(self, *path: str) -> str:
        """`file:line` where this was written, or the nearest thing around it that has a place."""
        while path:
            if "/".join(path) in self.places:
                return str(self.places["/".join(path)])
            path = path[:-1]
        raise KeyError("nothing is written there")

    def acting(self, folder: str) -> tuple[Rule, ...]:
        """The active rules of one folder, by id."""
        return self._acting[folder]

    @property
    def signed_off(self) -> bool:
        """Whether a named clinician signed just this content."""
        return self.signature is not None and self.signature.content == self.content

    def category_of(self, exercise: str) -> Category:
        """The kind of exercise that *exercise* is."""
        return self.vocabulary.categories[self.exercises[exercise].category]

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """What each list of a profile may hold, by the profile's field."""
        vocabulary, tellable = self.vocabulary, self.vocabulary.tellable
        return {
            "deficits": frozenset(vocabulary.deficits),
            "findings": tellable,
            "ruled_out": tellable,
            "cleared": frozenset(name for name, entry in vocabulary.findings.items() if entry.clearable),
            "equipment": frozenset(vocabulary.equipment),
            "avoid": frozenset(self.exercises),
        }

    @cached_property
    def onward(self) -> dict[str, frozenset[str]]:
        """For every exercise, all exercises it leads to, at once or over others."""
        found: dict[str, frozenset[str]] = {}

        def leads_to(name: str) -> frozenset[str]:
            if name not in found:
                steps = self.exercises[name].progresses_to
                found[name] = frozenset(steps).union(*map(leads_to, steps))
            return found[name]

        return {name: leads_to(name) for name in self.exercises}

    @cached_property
    def before(self) -> dict[str, frozenset[str]]:
        """For every exercise, all exercises that lead to it, at once or over others."""
        leading: dict[str, list[str]] = {name: [] for name in self.exercises}
        for name, later in self.onward.items():
            for each in later:
                leading[each].append(name)
        return {name: frozenset(each) for name, each in leading.items()}

    @cached_property
    def own_time(self) -> frozenset[str]:
        """The exercises with time of their own, such as walking."""
        return frozenset(name for name in self.exercises if self.category_of(name).own_time)

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """For every exercise, what cannot be in one program with it: its chain; for a walk every other walk or ride."""
        return {
            name: self.onward[name]
            | self.before[name]
            | (self.own_time - {name} if name in self.own_time else frozenset())
            for name in self.exercises
        }

    @cached_property
    def gates(self) -> tuple[tuple[Rule, Level], ...]:
        """The active gates, each with the level it refers at, the most severe first."""
        gates = [(rule, rule.then.level) for rule in self.acting("gates") if isinstance(rule.then, Refer)]
        return tuple(sorted(gates, key=lambda gate: (-gate[1].severity, gate[0].id)))

    @cached_property
    def gates_above(self) -> dict[Level, tuple[tuple[Rule, Level], ...]]:
        """For each level the active gates that refer at a higher one, the most severe first."""
        return {level: tuple(gate for gate in self.gates if gate[1].severity > level.severity) for level in Level}

    @cached_property
    def dosed(self) -> dict[str, tuple[str, ...]]:
        """For every active program rule that caps a dose, the exercises it speaks of."""
        capping = [(rule.id, rule.then) for rule in self.acting("program") if isinstance(rule.then, CapDose)]
        return {
            rule: tuple(name for name, exercise in self.exercises.items() if cap.touches(exercise))
            for rule, cap in capping
        }

    @cached_property
    def _acting(self) -> dict[str, tuple[Rule, ...]]:
        folders: dict[str, list[Rule]] = {folder: [] for folder in FOLDERS}
        for rule in self.rules.values():
            if rule.active:
                folders[rule.folder].append(rule)
        return {folder: tuple(rules) for folder, rules in folders.items()}
