"""Hypothesis strategies: a knowledge base, and a patient who uses its words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hypothesis import strategies as st

from hep_engine import Engine, KnowledgeBase, PatientProfile
from hep_engine.model.vocabulary import Vocabulary
from hep_engine.model.words import DIRECTION_DEFICITS, FIELD_WORDS
from tests.worlds.knowledge import make_knowledge

_DEFICITS = set(DIRECTION_DEFICITS.values())


class Case:
    """A generated knowledge base and, mostly, a patient; shown as what it takes to make it again."""

    def __init__(self, seed: int, exercises: int, findings: int, rules: int, *, generous: bool = False) -> None:
        self.sizes, self.generous = (seed, exercises, findings, rules), generous
        self.knowledge = _known(self.sizes, generous)
        self.profile: PatientProfile | None = None

    def __repr__(self) -> str:
        return f"make_knowledge(*{self.sizes}, generous={self.generous}), {self.profile!r}"

    def engine(self, check: str = "off") -> Engine:
        """An engine on the knowledge, made once."""
        return _engine(self.sizes, self.generous, check)


@lru_cache(maxsize=64)
def _known(sizes: tuple[int, int, int, int], generous: bool) -> KnowledgeBase:
    return make_knowledge(*sizes, generous=generous)


@lru_cache(maxsize=64)
def _engine(sizes: tuple[int, int, int, int], generous: bool, check: str) -> Engine:
    return Engine(_known(sizes, generous), cross_check=check)


@st.composite
def worlds(draw: st.DrawFn, most_exercises: int = 12) -> Case:
    """A knowledge base the loader accepts: up to *most_exercises* exercises, 12 findings and 12 acting rules."""
    return Case(
        draw(st.integers(0, 999)),
        draw(st.integers(1, most_exercises)),
        draw(st.integers(1, 12)),
        draw(st.integers(0, 12)),
    )


def _subset(words: Iterable[str], most: int = 5) -> st.SearchStrategy[frozenset[str]]:
    known = sorted(words)
    return st.frozensets(st.sampled_from(known), max_size=most) if known else st.just(frozenset())


@st.composite
def profiles(draw: st.DrawFn, knowledge: KnowledgeBase, *, screened: bool | None = None) -> PatientProfile:
    """A profile the engine admits: told or not told, asked, half asked or not asked at all."""
    vocabulary = knowledge.vocabulary
    askable = {word for word, entry in vocabulary.findings.items() if not entry.derived}
    findings = draw(_subset(askable))
    fully = draw(st.booleans()) if screened is None else screened
    absent = askable - findings if fully else draw(_subset(askable - findings, 8))
    direction = draw(st.none() | st.sampled_from(FIELD_WORDS["directional_preference"]))
    preferred = DIRECTION_DEFICITS.get(direction, "") if direction else draw(st.sampled_from(sorted(_DEFICITS)))
    contrary = _DEFICITS - {preferred}
    clearable = {word for word in findings if vocabulary.findings[word].clearable}
    measures = {
        name: st.integers(int(each.min / each.step), int(each.max / each.step)).map(
            lambda steps, step=each.step: _number(steps * step)
        )
        for name, each in vocabulary.measures.items()
    }
    return PatientProfile(
        pain_score=draw(st.integers(0, 10)),
        phase=draw(st.sampled_from(FIELD_WORDS["phase"])),
        deficits=draw(_subset(set(vocabulary.deficits) - contrary)),
        findings=findings,
        ruled_out=absent,
        cleared=draw(_subset(clearable)),
        equipment=draw(st.none() | _subset(vocabulary.equipment)),
        age=draw(st.none() | st.integers(0, 110)),
        sex=draw(st.none() | st.sampled_from(FIELD_WORDS["sex"])),
        irritability=draw(st.none() | st.sampled_from(FIELD_WORDS["irritability"])),
        directional_preference=direction,
        measures=possible(draw(st.fixed_dictionaries({}, optional=measures)), vocabulary),
        avoid=draw(_subset(knowledge.exercises, 2)),
    )


def possible(measures: dict[str, int | float], vocabulary: Vocabulary) -> dict[str, int | float]:
    """The scores without those that cannot be true beside the total they are a part of."""
    kept = dict(measures)
    for name, value in measures.items():
        measure = vocabulary.measures[name]
        total = measures.get(measure.part_of or "")
        if total is not None and not 0 <= total - value <= float(measure.rest_max or total):
            del kept[name]
    return kept


def _number(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number.is_integer() else number


@st.composite
def cases(draw: st.DrawFn, most_exercises: int = 12, *, screened: bool | None = None) -> Case:
    """A knowledge base and a patient of its own; *screened*: asked about every finding."""
    case = draw(worlds(most_exercises))
    case.profile = draw(profiles(case.knowledge, screened=screened))
    return case


@st.composite
def keen_cases(draw: st.DrawFn, most_exercises: int = 9) -> Case:
    """A knowledge base in which much fits, and a patient, asked about everything, who wants much: a program's world."""
    case = Case(
        draw(st.integers(0, 999)),
        draw(st.integers(1, most_exercises)),
        draw(st.integers(1, 6)),
        draw(st.integers(0, 10)),
        generous=True,
    )
    vocabulary = case.knowledge.vocabulary
    askable = {word for word, entry in vocabulary.findings.items() if not entry.derived}
    findings = draw(_subset(askable, 1))
    unasked = draw(_subset(askable - findings, 1))
    case.profile = PatientProfile(
        pain_score=draw(st.integers(0, 6)),
        phase=draw(st.sampled_from(FIELD_WORDS["phase"])),
        deficits=draw(_subset(set(vocabulary.deficits) - _DEFICITS, 8)),
        findings=findings,
        ruled_out=askable - findings - unasked,
        equipment=set(vocabulary.equipment),
        age=draw(st.integers(18, 90)),
        irritability=draw(st.sampled_from(FIELD_WORDS["irritability"])),
        directional_preference=draw(st.none() | st.sampled_from(FIELD_WORDS["directional_preference"])),
        measures={"odi": draw(st.integers(0, 60)), "psfs": 5, "count": 3},
    )
    return case
