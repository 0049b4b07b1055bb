"""The made-up patients of the knowledge, tried on an edited one; only those whom the edit can concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hep_engine.audit.clauses import seen_on
from hep_engine.audit.vignettes import asked, try_vignette
from hep_engine.engine import Engine
from hep_engine.errors import ProfileError
from hep_engine.model.exercise import Exercise
from hep_engine.model.facts import Facts
from hep_engine.model.rule import Rule
from hep_engine.model.truth import Truth
from hep_engine.model.vignette import Vignette
from hep_engine.reasoning.plain import judge
from hep_engine.rehearsal import settled_example

__all__ = ["Patients"]


@dataclass(frozen=True, slots=True)
class _Known:
    """A vignette, and what the knowledge as it is makes of it."""

    vignette: Vignette
    facts: Facts
    recommended: frozenset[str]


class Patients:
    """The vignettes of one knowledge base, those that noticed the last mutants first."""

    def __init__(self, vignettes: Iterable[Vignette], engine: Engine) -> None:
        self._known = [_known(each, engine) for each in vignettes]
        self._rules = engine.knowledge.rules

    def missed(self, engine: Engine, edited: object) -> Iterator[str]:
        """The patients who do not get what is expected, now that *edited* is as it is."""
        for each in list(self._known):
            if _concerns(edited, each, engine, self._rules) and _misses(each.vignette, engine):
                self._known.remove(each)
                self._known.insert(0, each)
                yield each.vignette.id

    def see_every_clause(self, rule: Rule, engine: Engine) -> bool:
        """Whether each clause of an edited rule still decides for somebody, when it holds and when it does not."""
        questions, knowledge = engine.questions(), engine.knowledge
        if not rule.active:
            return True
        rule = knowledge.rules[rule.id]
        own = [settled_example(each, knowledge, engine.book, questions) for each in rule.examples]
        patients = [] if rule.folder == "follow_up" else [each.facts for each in self._known]
        return all(each.both_ways for each in seen_on(rule, [*own, *patients]))


def _known(vignette: Vignette, engine: Engine) -> _Known:
    profile = asked(vignette, engine)
    given = frozenset(each.exercise for each in engine.recommend(profile).recommendations)
    return _Known(vignette, engine.facts(profile), given)


def _concerns(edited: object, known: _Known, engine: Engine, before: Mapping[str, Rule]) -> bool:
    """Whether the edit can change what they get. Facts rest on finding rules and vocabulary, and else hold still."""
    match edited:
        case Exercise(id=name):
            if name in known.recommended or name in known.vignette.expect.left_out:
                return True
            return all(judge(each.needs, known.facts) is not Truth.NO for each in engine.book.requirements[name])
        case Rule(folder="gates" | "restrictions" | "ranking" | "program"):
            return any(judge(rule.when, known.facts) is not Truth.NO for rule in (before[edited.id], edited))
        case Rule(folder="follow_up"):
            return False
    return True


def _misses(vignette: Vignette, engine: Engine) -> bool:
    try:
        return bool(try_vignette(vignette, engine))
    except ProfileError:
        return True
