"""Coverage: for each deficit, phase and pain, how many exercises a patient with that deficit alone is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hep_engine.engine import Engine
from hep_engine.model.profile import PatientProfile
from hep_engine.model.words import DIRECTION_DEFICITS, FIELD_WORDS, NPRS

__all__ = ["Coverage", "cover"]

_DIRECTIONS = {deficit: direction for direction, deficit in DIRECTION_DEFICITS.items()}
_AGE = 40


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of exercises by deficit, phase and pain.

    The patient of each cell is 40, asked about everything, has nothing but the one deficit, and has all equipment.
    """

    deficits: tuple[str, ...]
    phases: tuple[str, ...]
    counts: dict[tuple[str, str, int], int]
    withheld: frozenset[tuple[str, str, int]]
    """Where a gate withholds everything."""

    def gaps(self) -> Iterator[tuple[str, str]]:
        """Every deficit and phase for which no pain score has an exercise."""
        for deficit in self.deficits:
            for phase in self.phases:
                if not any(self.counts[deficit, phase, pain] for pain in NPRS):
                    yield deficit, phase


def cover(engine: Engine) -> Coverage:
    """The coverage of the knowledge an engine works on; a few seconds for sixty exercises."""
    deficits, phases = tuple(engine.knowledge.vocabulary.deficits), FIELD_WORDS["phase"]
    cells = [(deficit, phase, pain) for deficit in deficits for phase in phases for pain in NPRS]
    results = {cell: engine.recommend(_patient(engine, *cell)) for cell in cells}
    counts = {cell: len(result.recommendations) for cell, result in results.items()}
    withheld = frozenset(cell for cell, result in results.items() if result.status == "withheld")
    return Coverage(deficits, phases, counts, withheld)


def _patient(engine: Engine, deficit: str, phase: str, pain: int) -> PatientProfile:
    vocabulary = engine.knowledge.vocabulary
    return PatientProfile.model_validate(
        {
            "pain_score": pain,
            "phase": phase,
            "deficits": {deficit},
            "ruled_out": vocabulary.tellable,
            "equipment": set(vocabulary.equipment),
            "age": _AGE,
            "irritability": "low",
            "directional_preference": _DIRECTIONS.get(deficit),
        }
    )
