"""Make the handouts of three made-up patients: `python examples/make_handouts.py FOLDER`, with the extra `handout`."""

from __future__ import annotations

import sys
from pathlib import Path

from hep_engine import Engine, PatientProfile
from hep_engine.adapters import handout

PATIENTS = {
    "subacute_weak_hips": PatientProfile(
        pain_score=3,
        phase="subacute",
        age=45,
        irritability="low",
        deficits={"hip_stabilization", "pelvic_control", "thoracic_mobility"},
        equipment={"mat", "chair"},
    ),
    "stenosis_at_72": PatientProfile(
        pain_score=4,
        phase="chronic",
        age=72,
        irritability="low",
        directional_preference="flexion",
        findings={"leg_pain", "spinal_stenosis_symptomatic"},
        deficits={"dp_flexion", "walking_tolerance", "lower_limb_strength"},
        equipment={"mat", "chair", "stationary_bike", "counter"},
        measures={"start_back_total": 3, "start_back_distress": 1},
    ),
    "acute_high_pain": PatientProfile(
        pain_score=7,
        phase="acute",
        age=34,
        irritability="moderate",
        deficits={"muscle_guarding", "lumbar_flexion_mobility", "pain_modulation"},
        equipment={"mat", "pillow"},
        measures={"start_back_total": 3, "start_back_distress": 1},
    ),
}


def main(folder: Path) -> None:
    """Write a web page and a PDF for each patient, and the one in large print for the eldest."""
    engine = Engine.load()
    folder.mkdir(parents=True, exist_ok=True)
    for name, patient in PATIENTS.items():
        result = engine.recommend(patient.screened(engine.questions()))
        # Made-up patients: whoever releases for a real one makes sure of each of these first.
        released = engine.release(result, confirmed=result.release_needs, by="physiotherapist (example)")
        (folder / f"{name}.html").write_text(handout.html(released, engine.knowledge), encoding="utf-8")
        (folder / f"{name}.pdf").write_bytes(handout.pdf(released, engine.knowledge))
        if patient.age is not None and patient.age > 65:
            (folder / f"{name}_large.pdf").write_bytes(handout.pdf(released, engine.knowledge, large=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
