"""The formula, read for one patient: what the solver makes of it when every variable has its value."""

from __future__ import annotations

import z3

from hep_engine.model.reading import Reading
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth
from hep_engine.verify.assignment import just_like
from hep_engine.verify.formula import Formula


class FormulaReading:
    """A formula as a reading that can be compared with the others."""

    def __init__(self, formula: Formula, book: Rulebook) -> None:
        self.formula, self.book = formula, book

    def read(self, profile) -> tuple[Reading, tuple[Truth, ...], str, set[str]]:
        """Every verdict on one patient, on each condition, the status, and what is recommended.

        Fails unless the patient is one whom the formula admits.
        """
        formula = self.formula
        solver = z3.Solver()
        solver.add(*just_like(formula.patient, profile), *formula.patient.admitted())
        assert solver.check() == z3.sat, "the formula admits every patient that the engine admits"
        model = solver.model()

        def so(claim) -> bool:
            return z3.is_true(model.eval(claim, model_completion=True))

        def truth(rails) -> Truth:
            yes, may = map(so, rails)
            assert may or not yes, "what is so may be so"
            return Truth.YES if yes else Truth.UNKNOWN if may else Truth.NO

        vocabulary, exercises = formula.knowledge.vocabulary, formula.knowledge.exercises
        (approach,) = (each for each in vocabulary.approaches if so(formula.approach(each)))
        reading = Reading(
            approach=approach,
            findings={name: truth(formula.finding(name)) for name in vocabulary.findings},
            rules={name: truth(formula.rule(name)) for name, _ in self.book.rules},
            exercises={name: truth(formula.eligible(name)) for name in exercises},
        )
        needs = tuple(truth(formula.condition(each)) for each in self.book.needs)
        status = "withheld" if so(formula.withheld) else "ready" if so(formula.ready) else "provisional"
        return reading, needs, status, {name for name in exercises if so(formula.recommended(name))}
