"""Released programs, and their pages."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from hep_engine import PatientProfile
from hep_engine.adapters import handout
from hep_engine.model.release import Override, Released, ReleasedExercise
from hep_engine.model.result import Caution
from hep_engine.model.seal import seal_of

PATIENTS = {
    "weak hips": {"pain_score": 3, "phase": "subacute", "age": 45, "irritability": "low", "equipment": {"mat", "chair"},
                  "deficits": {"hip_stabilization", "pelvic_control", "thoracic_mobility"}},
    "stenosis": {"pain_score": 4, "phase": "chronic", "age": 72, "irritability": "low",
                 "directional_preference": "flexion",
                 "findings": {"leg_pain", "spinal_stenosis_symptomatic"}, "equipment": {"mat", "chair", "counter"},
                 "deficits": {"dp_flexion", "walking_tolerance", "lower_limb_strength"},
                 "measures": {"start_back_total": 3, "start_back_distress": 1}},
    "acute": {"pain_score": 7, "phase": "acute", "age": 34, "irritability": "moderate", "equipment": {"mat", "pillow"},
              "deficits": {"muscle_guarding", "lumbar_flexion_mobility", "pain_modulation"},
              "measures": {"start_back_total": 3, "start_back_distress": 1}},
}  # fmt: skip


def result_of(engine, name):
    return engine.recommend(PatientProfile(**PATIENTS[name]).screened(engine.questions()))


@pytest.fixture(scope="session")
def released(engine):
    """Three programs as a clinician released them; the first with a dose of the clinician's own."""
    made = {}
    for name in PATIENTS:
        result = result_of(engine, name)
        first = result.program.exercises[0]
        own = [Override(change="dose", exercise=first, reason="too_easy", dose={"days_per_week": 5})]
        overrides = own if name == "weak hips" else []
        confirmed = result.release_needs
        made[name] = engine.release(result, confirmed=confirmed, by="physiotherapist", overrides=overrides)
    return made


@pytest.fixture(scope="session")
def everything(released, shipped):
    """A program of every exercise in the catalogue, each with a caution; put together here, and sealed."""
    one = released["weak hips"]
    plan = []
    for exercise in shipped.exercises.values():
        dose = next(iter(exercise.dose.values()))
        texts = sorted(exercise.precautions.values(), key=len)[:1]
        cautions = tuple(Caution("x", None, text, "x:1") for text in texts)
        planned = replace(
            one.exercises[0].planned,
            exercise=exercise.id,
            name=exercise.name,
            dose=dose,
            per_side=exercise.per_side,
            covers=exercise.indications,
            changed=(),
        )
        plan.append(ReleasedExercise(planned, cautions, "rules"))
    whole = replace(one, exercises=tuple(plan), overrides=(), seal="")
    assert isinstance(whole, Released)
    return replace(whole, seal=seal_of(whole))


@pytest.fixture(scope="session")
def printed(released, shipped):
    """One PDF for each patient, paper and size that the tests look at, made once."""
    wanted = {
        "a4": ("weak hips", "a4", False),
        "letter": ("stenosis", "letter", False),
        "large": ("acute", "a4", True),
    }
    return {
        key: (name, handout.pdf(released[name], shipped, paper=paper, large=large))
        for key, (name, paper, large) in wanted.items()
    }


@pytest.fixture
def opened(printed):
    """Open one of them; closed when the test ends."""
    documents = []

    def open_one(key):
        name, made = printed[key]
        document = pypdfium2.PdfDocument(BytesIO(made))
        documents.append(document)
        return name, document

    yield open_one
    for each in documents:
        each.close()
