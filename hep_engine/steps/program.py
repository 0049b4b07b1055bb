"""Compose: from the ranked list to a program a person will do: few exercises, dosed, in doing order.

**What a program keeps to.** At most as many exercises and minutes as policy and the program rules that hold allow. No
two exercises of one chain of progressions, where the one leads to the other. One exercise with time of its own, such as
walking. No exercise while an easier one that leads to it fits as well: it is for all the same deficits and needs no
precaution. Doses within every limit.

**What it aims for**, each aim counted only where those before it are equal:

1. more of the patient's deficits covered by exercises without a concern: no precaution of the patient's own, no
   question still open, no easier step offered that is for some of the same;
2. more of the deficits covered at all;
3. one exercise that keeps the patient moving, such as walking, where one fits;
4. not fewer than `program_least` exercises;
5. fewer exercises with a concern;
6. no more exercises than that needs;
7. where time asks for fewer sets (the same ceiling for every exercise), not fewer than two;
8. the higher sum of scores, then more sets, then no need to get down to the floor, then the better ranks.

The choice is exact (`planning/choice.py`), and so is the order (`planning/order.py`). Time is counted as
`planning/minutes.py` says; walking and the like have time of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hep_engine.model.exercise import Dose, Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Kept, Limit, NotChosen, NotChosenCode, Planned, Program
from hep_engine.model.question import Confirm
from hep_engine.model.result import Recommendation
from hep_engine.model.wording import phrase
from hep_engine.planning.candidate import Bounds, Candidate
from hep_engine.planning.choice import Choice, Choosing
from hep_engine.planning.dosing import held_in_order, in_order, no_more_than_written, with_sets
from hep_engine.planning.minutes import minutes, minutes_a_day, seconds_of
from hep_engine.planning.order import ordered

__all__ = ["compose", "needs_of"]


def compose(
    recommendations: Sequence[Recommendation],
    deficits: Collection[str],
    limits: Sequence[Limit],
    confirm: tuple[Confirm, ...],
    knowledge: KnowledgeBase,
    *,
    put_aside: Collection[str] = (),
    kept: Sequence[Kept] = (),
) -> Program:
    """The best program of these *recommendations* for a patient with these *deficits*, within the *limits*.

    What a review *kept* is in it, with its dose, as far as the limits allow; what is *put_aside* is not.
    """
    firm = {each.exercise: each for each in kept}
    wanted = [each for each in recommendations if each.exercise not in put_aside]
    dosing = in_order(limits)
    offered = [_Offer.of(each, firm.get(each.exercise), dosing, knowledge) for each in wanted]
    offers = {each.id: each for each in offered}
    easier = {
        each.id: first for each in offered if each.id not in firm and (first := _easier_first(each, offers, knowledge))
    }
    open_to_choice = [each for each in offered if each.id not in easier]
    most = _lowest("exercises", limits)
    seconds = 60 * _lowest("minutes", limits)
    bounds = Bounds(most, min(knowledge.policy.program_least.value, most), seconds)
    choice, sets = _within_time(open_to_choice, bounds, [each.exercise for each in kept], knowledge)
    chosen = {each.exercise for each in choice.chosen}
    plan = tuple(_planned(each, sets) for each in offered if each.id in chosen)
    plan = ordered(plan, {each.id: each.given.rank for each in offered}, knowledge)
    covered = {deficit for each in plan for deficit in each.covers}
    counted, apart = minutes_a_day(plan, knowledge)
    why_not = _WhyNot(plan, bounds, knowledge)
    return Program(
        exercises=tuple(each.exercise for each in plan),
        plan=plan,
        minutes_per_day=counted,
        own_time_minutes_per_day=apart,
        not_covered=tuple(sorted(set(deficits) - covered)),
        not_chosen=(
            *(why_not.said(each, easier.get(each.id)) for each in offered if each.id not in chosen),
            *(
                NotChosen(
                    each.exercise, each.name, "put_aside", "it was put aside, and this is the best program without it"
                )
                for each in recommendations
                if each.exercise in put_aside
            ),
        ),
        kept=tuple(kept),
        limits=tuple(limits),
        confirm=confirm,
    )


def needs_of(program: Program, recommendations: Sequence[Recommendation]) -> tuple[str, ...]:
    """What must be confirmed before a patient sees *program*: of its exercises, and of its limits."""
    chosen = [each for each in recommendations if each.exercise in program.exercises]
    still_open = [*program.confirm, *(question for each in chosen for question in each.confirm)]
    return tuple(dict.fromkeys(each.id for each in still_open))


class _Offer(NamedTuple):
    """A recommendation with its exercise, and its dose within the limits."""

    id: str
    given: Recommendation
    exercise: Exercise
    wanted: frozenset[str]
    """The patient's deficits it is for."""
    careful: bool
    """Whether a precaution of the patient's own applies."""
    dose: Dose
    eased: bool
    changed: tuple[str, ...]

    @classmethod
    def of(cls, given: Recommendation, kept: Kept | None, limits: Sequence[Limit], knowledge: KnowledgeBase) -> _Offer:
        exercise = knowledge.exercises[given.exercise]
        decided = no_more_than_written(kept.dose, given.dose, exercise) if kept and kept.dose else given.dose
        dose, changed = held_in_order(limits, decided, given.exercise)
        said = (kept.because,) if kept and decided != given.dose else ()
        eased = decided is not given.dose and (
            seconds_of(decided, per_side=given.per_side) < seconds_of(given.dose, per_side=given.per_side)
        )
        wanted, careful = frozenset(given.matched_indications), any(each.finding for each in given.cautions)
        return cls(exercise.id, given, exercise, wanted, careful, dose, eased, (*said, *changed))

    def seconds(self, sets: int, knowledge: KnowledgeBase) -> int:
        """What it takes of the counted time on a day with at most so many *sets*; none where it has time of its own."""
        if self.id in knowledge.own_time:
            return 0
        return seconds_of(self.dose, per_side=self.exercise.per_side, most_sets=sets)


def _lowest(what: str, limits: Sequence[Limit]) -> int:
    return min(each.most for each in limits if each.what == what)


def _easier_first(each: _Offer, offers: Mapping[str, _Offer], knowledge: KnowledgeBase) -> str | None:
    """The name of an offered exercise that leads to this one and fits as well, the easiest first."""
    found = [
        other
        for name in knowledge.before[each.id]
        if (other := offers.get(name)) and each.wanted <= other.wanted and not other.careful
    ]
    if not found:
        return None
    return min(found, key=lambda other: (other.exercise.difficulty, other.given.rank)).exercise.name


def _within_time(
    offered: Sequence[_Offer], bounds: Bounds, kept: Sequence[str], knowledge: KnowledgeBase
) -> tuple[Choice, int]:
    """The best choice, and the most sets an exercise has in it: fewer only where time asks for it.

    What is kept and does not fit, however few the sets, is given up, the last of it first.
    """
    found: dict[int, Choice] = {}
    offers = {each.id: each for each in offered}
    most = max([1, *(each.dose.sets for each in offered)])
    choosing = Choosing([_candidate(each, most, offers, knowledge) for each in offered], bounds, kept)
    for sets in range(most, 0, -1):
        value = max((each.value for each in found.values()), default=-1)
        choice = choosing.best([each.seconds(sets, knowledge) for each in offered], value)
        if choice:
            found[sets] = choice
        if choice and not choice.pressed:
            break
    if not found:
        assert kept, "a set that nothing is asked of is always admissible"
        return _within_time(offered, bounds, kept[:-1], knowledge)
    if len(found) == 1:
        sets, choice = found.popitem()
        return choice, sets
    worth = {sets: each.worth for sets, each in found.items()}
    sets = max(found, key=lambda sets: (worth[sets][:6], min(sets, 2), worth[sets].score, sets))
    return found[sets], sets


def _concern(each: _Offer, offers: Mapping[str, _Offer], knowledge: KnowledgeBase) -> bool:
    """Whether something speaks for another exercise where there is one."""
    if each.given.confirm or each.careful:
        return True
    easier = [offers[name] for name in knowledge.before[each.id] if name in offers]
    return any(not each.wanted.isdisjoint(other.wanted) for other in easier)


def _candidate(each: _Offer, sets: int, offers: Mapping[str, _Offer], knowledge: KnowledgeBase) -> Candidate:
    """An offer as the choice sees it, with at most so many *sets*."""
    return Candidate(
        exercise=each.id,
        rank=each.given.rank,
        score=each.given.score,
        covers=each.wanted,
        seconds=each.seconds(sets, knowledge),
        keeps_moving=each.id in knowledge.own_time,
        on_floor=knowledge.vocabulary.positions[each.exercise.position].on_floor,
        concern=_concern(each, offers, knowledge),
        excludes=knowledge.rivals[each.id].intersection(offers),
    )


def _planned(each: _Offer, sets: int) -> Planned:
    dose, changed = with_sets(each.dose, sets), each.changed
    if dose.sets < each.dose.sets:
        said = f"{dose.sets} set{'s' if dose.sets > 1 else ''} rather than {each.dose.sets}"
        changed = (*changed, f"{said}, so that the whole program fits into its time.")
    time = minutes(seconds_of(dose, per_side=each.exercise.per_side))
    covers = each.given.matched_indications
    return Planned(each.id, each.exercise.name, dose, each.exercise.per_side, time, covers, each.eased, changed)


@dataclass(frozen=True, slots=True)
class _WhyNot:
    """Why an exercise that was offered is not in the *plan*."""

    plan: Sequence[Planned]
    bounds: Bounds
    knowledge: KnowledgeBase

    def said(self, offer: _Offer, easier: str | None) -> NotChosen:
        """The first reason that holds."""
        code, text = self._reason(offer, easier)
        return NotChosen(offer.id, offer.exercise.name, code, text)

    def _reason(self, offer: _Offer, easier: str | None) -> tuple[NotChosenCode, str]:
        if easier:
            return "easier_first", f"{easier} leads on to this, fits as well and comes first"
        rivals, walks = self.knowledge.rivals[offer.id], self.knowledge.own_time
        chain = [each.name for each in self.plan if each.exercise in rivals - walks]
        if chain:
            text = f"it is of one chain with {phrase(chain)}, and one step of a chain is enough at a time"
            return "same_chain", text
        walking = [each.name for each in self.plan if each.exercise in rivals & walks]
        if walking:
            return "own_time", f"{phrase(walking)} is in, and one such exercise is enough"
        wanted = offer.wanted
        if wanted <= {deficit for each in self.plan for deficit in each.covers}:
            doing = [each.name for each in self.plan if wanted.intersection(each.covers)]
            text = f"what it is for is worked on by {phrase(doing)}, and a small program is kept up better"
            return "covered", text
        if len(self.plan) == self.bounds.most:
            text = f"a program has at most {self.bounds.most} exercises here, and another choice does more"
            return "program_full", text
        text = f"it would not fit into {self.bounds.seconds // 60} minutes a day beside what does more"
        return "no_time", text
