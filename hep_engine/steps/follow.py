"""Follow: what becomes of each exercise after a week.

Of the follow-up rules that hold, the most cautious step results: stop, then regress, swap, hold, progress. Where no
rule holds, the exercise is held. It progresses only when every more cautious rule is known not to hold, so that what
nobody noted never makes anything harder. A step is one of these, and one a week:

* progress: for what is counted in minutes, a few more; else the full dose again, where it was eased; else the dose of
  the next treatment approach, where pain and disability have come down to it; else the next exercise of the chain;
* regress: the exercise before it in the chain, if it is recommended today, and else half the dose; no part of a dose is
  raised by a step back, or by holding;
* swap and stop: it goes, and the program is completed without it.

What is not recommended today stops, whatever the rules say. What a rule stopped once stays out for the rest of the
course, with everything it leads to; what is swapped goes for a week, and nothing harder of its chain comes in for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hep_engine.model.exercise import Dose
from hep_engine.model.history import Prescribed, Visit
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.program import Kept, Program
from hep_engine.model.result import Recommendation, Recommendations
from hep_engine.model.review import Decision, Step, StepReason
from hep_engine.model.rule import TakeStep
from hep_engine.model.truth import Truth
from hep_engine.planning.dosing import lesser
from hep_engine.planning.easing import halved, longer

__all__ = ["Followed", "follow", "settled", "stopped"]

_CAUTION: tuple[Decision, ...] = ("stop", "regress", "swap", "hold", "progress")
_DONE = {"stop": "It stops.", "swap": "It is put aside, and another may come in for it."}


@dataclass(frozen=True, slots=True)
class Followed:
    """The steps, and what they ask of the next program."""

    steps: tuple[Step, ...]
    kept: tuple[Kept, ...]
    put_aside: frozenset[str]


def stopped(weeks: Mapping[str, Mapping[str, Truth]], knowledge: KnowledgeBase) -> frozenset[str]:
    """The exercises of a week that a rule stops, and whatever they lead to: what is harder has no better claim."""
    ended = [name for name, verdicts in weeks.items() if _decided(verdicts, knowledge)[0] == "stop"]
    return frozenset(ended).union(*(knowledge.onward[name] for name in ended))


def follow(
    last: Visit,
    result: Recommendations,
    weeks: Mapping[str, Mapping[str, Truth]],
    out: frozenset[str],
    knowledge: KnowledgeBase,
) -> Followed:
    """What becomes of each exercise of the *last* week; *weeks* are the verdicts of the follow-up rules on each.

    What was stopped before is *out*: it does not come back by itself, and nothing it leads to comes in.
    """
    out |= stopped(weeks, knowledge)
    offered = {each.exercise: each for each in result.recommendations if each.exercise not in out}
    today = _Today(last, offered, result.approach, knowledge)
    steps: dict[str, Step] = {}
    kept: list[Kept] = []
    judged = [(each, *_decided(weeks[each.exercise], knowledge)) for each in last.program]
    # The most cautious first, so that what goes down takes its place before anything goes up.
    for prescribed, decision, reasons in sorted(judged, key=lambda each: _CAUTION.index(each[1])):
        name = knowledge.exercises[prescribed.exercise].name
        if prescribed.exercise not in today.offered:
            text = _DONE["stop"] if prescribed.exercise in out else _no_longer(prescribed.exercise, result)
            steps[prescribed.exercise] = Step(prescribed.exercise, name, "stop", None, text, reasons)
            continue
        taken = {each.exercise for each in kept} | {each.exercise for each in last.program}
        moved = today.moved(prescribed, decision, taken - {prescribed.exercise})
        steps[prescribed.exercise] = Step(prescribed.exercise, name, moved.decision, moved.to, moved.text, reasons)
        if moved.to:
            kept.append(Kept(moved.to, moved.dose, moved.text))
    # What another takes the place of does not come back beside it; after a swap or a step back, nothing harder does.
    replaced = {name for name, step in steps.items() if step.to != name}
    harder = [knowledge.onward[name] for name, step in steps.items() if step.decision in ("swap", "regress")]
    gone = out.union(replaced, *harder) - {each.exercise for each in kept}
    return Followed(tuple(steps[each.exercise] for each in last.program), tuple(kept), gone)


def settled(steps: Sequence[Step], program: Program) -> tuple[Step, ...]:
    """The steps as the program took them: what found no room in it any more stops."""
    no_room = "It is left out, because today's limits leave no room for it."
    return tuple(
        replace(each, decision="stop", to=None, text=no_room) if each.to and each.to not in program.exercises else each
        for each in steps
    )


def _decided(verdicts: Mapping[str, Truth], knowledge: KnowledgeBase) -> tuple[Decision, tuple[StepReason, ...]]:
    """The most cautious step, and every rule that speaks for it or could still be more cautious."""
    rules = [(rule, rule.then.step) for rule in knowledge.acting("follow_up") if isinstance(rule.then, TakeStep)]
    held = {step for rule, step in rules if verdicts[rule.id] is Truth.YES}
    decision: Decision = next((step for step in _CAUTION if step in held), "hold")
    unsure = [(rule, step) for rule, step in rules if verdicts[rule.id] is Truth.UNKNOWN and step != "progress"]
    if decision == "progress" and unsure:
        decision = "hold"
    shown = [(rule, step, True) for rule, step in rules if verdicts[rule.id] is Truth.YES]
    shown += [(rule, step, False) for rule, step in unsure if _CAUTION.index(step) <= _CAUTION.index(decision)]
    return decision, tuple(
        StepReason(rule.id, step, known, rule.because, knowledge.at("rule", rule.id, "when"))
        for rule, step, known in shown
    )


def _no_longer(exercise: str, result: Recommendations) -> str:
    reasons = [reason.text for each in result.excluded if each.exercise == exercise for reason in each.reasons]
    return f"It stops, because it is not offered today: {'; '.join(reasons) or 'it is not in the catalogue'}."


@dataclass(frozen=True, slots=True)
class _Move:
    decision: Decision
    to: str | None
    dose: Dose | None
    text: str


@dataclass(frozen=True, slots=True)
class _Today:
    """What the patient may do today, beside what was prescribed last."""

    last: Visit
    offered: Mapping[str, Recommendation]
    approach: str
    knowledge: KnowledgeBase

    def moved(self, prescribed: Prescribed, decision: Decision, taken: set[str]) -> _Move:
        """Where a decision leads; one that leads nowhere holds, or eases the dose."""
        match decision:
            case "progress":
                return self._up(prescribed, taken) or self._held(prescribed, "Nothing further fits now; it is held.")
            case "hold":
                return self._held(prescribed, "It is held as it is.")
            case "regress":
                return self._down(prescribed, taken)
        return _Move(decision, None, None, _DONE[decision])

    def _held(self, prescribed: Prescribed, text: str) -> _Move:
        """The same exercise at the same dose, or at that of a more cautious approach."""
        if self._caution(self.approach) < self._caution(self.last.approach):
            dose = lesser(prescribed.dose, self.offered[prescribed.exercise].dose)
            return _Move(
                "hold", prescribed.exercise, dose, "It is held, with no more than the more cautious approach gives."
            )
        return _Move("hold", prescribed.exercise, prescribed.dose, text)

    def _up(self, prescribed: Prescribed, taken: set[str]) -> _Move | None:
        """One step up, or nothing: more minutes, the full dose again, the next approach's dose, the next exercise."""
        name, rise = prescribed.exercise, self._caution(self.approach) - self._caution(self.last.approach)
        if rise < 0:
            return None
        if prescribed.minutes is not None:
            more = longer(prescribed.dose)
            return _Move("progress", name, more, f"It goes on for {more.minutes} minutes at a time.") if more else None
        if prescribed.eased:
            return _Move("progress", name, self._dose_of(name, self.last.approach), "The full dose again.")
        if rise:
            following = self.knowledge.vocabulary.approaches[self._caution(self.last.approach) + 1]
            dose = self._dose_of(name, following)
            text = "The dose goes up to that of the next treatment approach."
            return _Move("progress", name, dose, text) if dose != prescribed.dose else None
        further = self._free(self.knowledge.exercises[name].progresses_to, taken)
        if further:
            chosen = min(further, key=lambda each: (self._difficulty(each), self.offered[each].rank))
            return _Move("progress", chosen, None, f"The next step: {self.offered[chosen].name}.")
        return None

    def _down(self, prescribed: Prescribed, taken: set[str]) -> _Move:
        before = [name for name, each in self.knowledge.exercises.items() if prescribed.exercise in each.progresses_to]
        easier = self._free(before, taken)
        if easier:
            chosen = max(easier, key=lambda each: (self._difficulty(each), -self.offered[each].rank))
            dose = lesser(self._dose_of(chosen, self.last.approach), self.offered[chosen].dose)
            return _Move("regress", chosen, dose, f"One step back: {self.offered[chosen].name}.")
        dose = halved(lesser(prescribed.dose, self.offered[prescribed.exercise].dose))
        return _Move("regress", prescribed.exercise, dose, "Half the dose, since no easier exercise fits.")

    def _dose_of(self, exercise: str, approach: str) -> Dose:
        """Its dose for an approach; today's, where it has none for that."""
        return self.knowledge.exercises[exercise].dose.get(approach) or self.offered[exercise].dose

    def _free(self, names: Sequence[str], taken: set[str]) -> list[str]:
        """Those that are recommended today and may stand beside what is *taken*."""
        rivals = self.knowledge.rivals
        return [each for each in names if each in self.offered and taken.isdisjoint(rivals[each] | {each})]

    def _difficulty(self, exercise: str) -> int:
        return self.knowledge.exercises[exercise].difficulty

    def _caution(self, approach: str) -> int:
        """Lower is more cautious."""
        return self.knowledge.vocabulary.approaches.index(approach)
