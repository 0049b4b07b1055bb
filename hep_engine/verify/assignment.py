"""Between a profile and the solver: the variables as a profile has them, and the profile that a model describes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import z3

from hep_engine.model.profile import PatientProfile
from hep_engine.verify.patient import Patient

__all__ = ["just_like", "profile_of"]


def just_like(patient: Patient, profile: PatientProfile) -> Iterator[Any]:
    """Every variable of *patient* has its value of *profile*, which the engine admits.

    A number that is not told stands at its lowest value, which then means nothing.
    """
    told = {"pain_score": profile.pain_score, "age": profile.age, **profile.measures}
    lists = (
        (patient.given, profile.findings),
        (patient.ruled_out, profile.ruled_out),
        (patient.cleared, profile.cleared),
        (patient.deficits, profile.deficits),
        (patient.owns, profile.equipment or ()),
        (patient.avoided, profile.avoid),
    )
    for variables, listed in lists:
        for word, variable in variables.items():
            yield variable == z3.BoolVal(word in listed)
    for field, words in patient.words.items():
        for word, variable in words.items():
            yield variable == z3.BoolVal(getattr(profile, field) == word)
    for name, scale in patient.scales.items():
        value = told.get(name)
        steps = 0 if value is None else (Fraction(str(value)) - scale.low) / scale.step
        yield patient.counts[name] == z3.IntVal(int(steps))
        if name in patient.told:
            yield patient.told[name] == z3.BoolVal(value is not None)
    yield patient.equipment_told == z3.BoolVal(profile.equipment is not None)


def profile_of(patient: Patient, model: Any) -> PatientProfile:
    """The profile of one patient, as a model of the solver describes it."""

    def so(variable: Any) -> bool:
        return bool(z3.is_true(model.eval(variable, model_completion=True)))

    def listed(variables: dict[str, Any]) -> set[str]:
        return {word for word, variable in variables.items() if so(variable)}

    def number(name: str) -> int | float | None:
        if name in patient.told and not so(patient.told[name]):
            return None
        return patient.scales[name].value(model.eval(patient.counts[name], model_completion=True).as_long())

    words = {field: next(iter(sorted(listed(each))), None) for field, each in patient.words.items()}
    numbers = {name: value for name in patient.scales if (value := number(name)) is not None}
    return PatientProfile.model_validate(
        {
            **words,
            "pain_score": numbers.pop("pain_score"),
            "age": numbers.pop("age", None),
            "measures": numbers,
            "findings": listed(patient.given),
            "ruled_out": listed(patient.ruled_out),
            "cleared": listed(patient.cleared),
            "deficits": listed(patient.deficits),
            "equipment": listed(patient.owns) if so(patient.equipment_told) else None,
            "avoid": listed(patient.avoided),
        }
    )
