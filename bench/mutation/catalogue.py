"""Every small edit of an exercise: what its lists name, at which pain and how hard it is, and how it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from bench.mutation.conditions import next_of
from bench.mutation.mutant import Edit
from hep_engine.model.exercise import Exercise, Spine
from hep_engine.model.record import Range
from hep_engine.model.table import Table
from hep_engine.model.vocabulary import Vocabulary
from hep_engine.model.words import NPRS

__all__ = ["ExerciseEdits"]


@dataclass(frozen=True, slots=True)
class ExerciseEdits:
    """Makes the edits of exercises, in the words of one vocabulary. The path of each says which area it is in."""

    vocabulary: Vocabulary

    def of(self, exercise: Exercise) -> Iterator[Edit]:
        """Every edit of *exercise*, the same ones in the same order each time."""
        yield from self._contraindications(exercise)
        yield from self._precautions(exercise)
        yield from self._fit(exercise)
        yield from self._form(exercise)

    def _contraindications(self, exercise: Exercise) -> Iterator[Edit]:
        """Each dropped, each made a precaution, one added."""
        for edit in self._list("contraindications", exercise, "contraindications", self.vocabulary.findings):
            yield replace(edit, becomes=_without_stray_reasons(edit.becomes))
        for word in exercise.contraindications:
            fewer = tuple(each for each in exercise.contraindications if each != word)
            precautions = Table({**exercise.precautions, word: "Take care."})
            becomes = exercise.model_copy(update={"contraindications": fewer, "precautions": precautions})
            yield Edit(f"contraindications.{word}", "contraindication softened", f"`{word}` a precaution", becomes)

    def _precautions(self, exercise: Exercise) -> Iterator[Edit]:
        named = {*exercise.contraindications, *exercise.precautions}
        for word in exercise.precautions:
            left = Table({each: text for each, text in exercise.precautions.items() if each != word})
            becomes = _without_stray_reasons(exercise.model_copy(update={"precautions": left}))
            yield Edit(f"precautions.{word}", "precaution dropped", f"without `{word}`", becomes)
        more = next_of(tuple(self.vocabulary.findings), max(exercise.precautions, default="age_under_18"), tuple(named))
        if more:
            becomes = exercise.model_copy(update={"precautions": Table({**exercise.precautions, more: "Take care."})})
            yield Edit(f"precautions.{more}", "precaution added", f"also `{more}`", becomes)

    def _fit(self, exercise: Exercise) -> Iterator[Edit]:
        """Whom it is for: pain, phase, deficits, equipment, approach, difficulty."""
        yield Edit("fit.status", "exercise made a draft", "as a draft", exercise.model_copy(update={"status": "draft"}))
        low, high = exercise.pain_level
        for ends in ((low - 1, high), (low + 1, high), (low, high - 1), (low, high + 1)):
            if ends[0] in NPRS and ends[1] in NPRS and ends[0] <= ends[1]:
                yield _set(exercise, "fit", "pain_level", Range(*ends), "pain range changed")
        yield from self._list("fit", exercise, "phases", self.vocabulary.phases, every=True)
        yield from self._list("fit", exercise, "indications", self.vocabulary.deficits)
        yield from self._list("fit", exercise, "equipment", self.vocabulary.equipment)
        for approach in exercise.dose:
            left = Table({each: dose for each, dose in exercise.dose.items() if each != approach})
            becomes = exercise.model_copy(update={"dose": left})
            yield Edit(f"fit.dose.{approach}", "dose dropped", f"no dose for `{approach}`", becomes)
        for approach in self.vocabulary.approaches:
            if approach not in exercise.dose and exercise.dose:
                dose = Table({**exercise.dose, approach: exercise.dose[min(exercise.dose)]})
                becomes = exercise.model_copy(update={"dose": dose})
                yield Edit(f"fit.dose.{approach}", "dose added", f"also a dose for `{approach}`", becomes)
        for difficulty in (exercise.difficulty - 1, exercise.difficulty + 1):
            yield _set(exercise, "fit", "difficulty", difficulty, "difficulty changed")

    def _form(self, exercise: Exercise) -> Iterator[Edit]:
        """How it is done: what selectors can ask for."""
        for key in ("direction", "range", "load"):
            told = getattr(exercise.spine, key)
            for other in get_args(Spine.model_fields[key].annotation):
                if other != told:
                    spine = exercise.spine.model_copy(update={key: other})
                    changed = _set(exercise, "form", "spine", spine, "spine changed", f"`{key}: {other}` for `{told}`")
                    yield replace(changed, path=f"form.spine.{key}")
        for key, known in (("position", self.vocabulary.positions), ("category", self.vocabulary.categories)):
            other = next_of(tuple(known), getattr(exercise, key))
            yield _set(exercise, "form", key, other, f"{key} changed")
        yield from self._list("form", exercise, "weight_through", self.vocabulary.body_parts)
        yield _set(exercise, "form", "per_side", not exercise.per_side, "sides changed")

    def _list(
        self, area: str, exercise: Exercise, key: str, known: Mapping[str, Any], *, every: bool = False
    ) -> Iterator[Edit]:
        """Each member dropped, and one more, or every other one, added."""
        words: tuple[str, ...] = getattr(exercise, key)
        one = {"phases": "phase", "equipment": "equipment", "weight_through": "weight"}.get(key, key.rstrip("s"))
        path = area if area == key else f"{area}.{key}"
        for word in words:
            left = tuple(each for each in words if each != word)
            becomes = exercise.model_copy(update={key: left})
            yield Edit(f"{path}.{word}", f"{one} dropped", f"without `{word}`", becomes)
        for word in _others(words, tuple(known), tuple(exercise.precautions) if key == area else (), every):
            becomes = exercise.model_copy(update={key: (*words, word)})
            yield Edit(f"{path}.{word}", f"{one} added", f"also `{word}`", becomes)


def _others(words: Sequence[str], known: Sequence[str], taken: Sequence[str], every: bool) -> Iterator[str]:
    others = [each for each in known if each not in words and each not in taken]
    after = [each for each in others if each > max(words, default="")]
    yield from others if every else (after or others)[:1]


def _set(exercise: Exercise, area: str, key: str, value: object, kind: str, says: str = "") -> Edit:
    says = says or f"`{key}: {value}` for `{getattr(exercise, key)}`"
    return Edit(f"{area}.{key}", kind, says, exercise.model_copy(update={key: value}))


def _without_stray_reasons(exercise: Exercise) -> Exercise:
    """Without a reason under `stricter` for what it does not name any more: that would be noticed for itself."""
    named = {*exercise.contraindications, *exercise.precautions}
    kept = Table({each: why for each, why in exercise.stricter.items() if each in named})
    return exercise.model_copy(update={"stricter": kept})
