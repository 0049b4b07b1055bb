"""What clinicians want to hold for all patients holds for every generated one; the proofs come later."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given

from hep_engine import Engine, PatientProfile
from hep_engine.audit.invariants import broken_by
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble, load_knowledge
from hep_engine.model.rule import Never
from hep_engine.model.truth import Truth
from hep_engine.model.words import DIRECTION_DEFICITS
from hep_engine.reasoning.plain import judge
from tests.knowledge.conftest import shipped_files
from tests.worlds.budget import tried
from tests.worlds.plausible import plausible
from tests.worlds.strategies import possible, profiles

SHIPPED = load_knowledge()
ENGINE = Engine(SHIPPED, cross_check="off")
INVARIANTS = [rule for rule in SHIPPED.acting("invariants") if isinstance(rule.then, Never)]


def broken(engine: Engine, profile: PatientProfile) -> list[str]:
    """Every invariant that this patient's result breaks, with the exercise that breaks it."""
    rules = engine.knowledge.acting("invariants")
    return [f"{each.rule}: {each.exercise}" for each in broken_by(rules, profile, engine)]


def like(profile: PatientProfile, other: PatientProfile) -> PatientProfile:
    """*other* with everything that *profile* tells laid over it: what is present stays present."""
    told = profile.model_dump(exclude_defaults=True)
    findings = profile.findings | other.findings
    measures = possible({**other.measures, **profile.measures}, SHIPPED.vocabulary)
    sets = {
        "findings": findings,
        "cleared": (profile.cleared | other.cleared) & findings,
        "ruled_out": other.ruled_out - findings,
        "deficits": other.deficits,
        "equipment": other.equipment,
    }
    direction = profile.directional_preference or (
        None if "leg_pain" in profile.findings else other.directional_preference
    )
    deficits = other.deficits - set(DIRECTION_DEFICITS.values())
    told |= {**sets, "measures": measures, "directional_preference": direction, "deficits": deficits}
    return PatientProfile.model_validate({**other.model_dump(), **told})


def test_there_are_enough_invariants():
    """
    At least fifteen, each of them about some exercise of the catalogue.
    """
    assert len(INVARIANTS) >= 15
    for rule in INVARIANTS:
        assert any(rule.then.selector.matches(exercise) for exercise in SHIPPED.exercises.values())


@tried(400)
@given(profile=profiles(SHIPPED))
@example(profile=PatientProfile(pain_score=6, phase="acute", findings={"acute_radiculopathy"}))
def test_no_patient_breaks_an_invariant(profile):
    """
    Whatever is told or left out; a result for a clinician's eyes counts like one that is ready.
    """
    assert broken(ENGINE, profile) == []


@pytest.mark.parametrize("rule", INVARIANTS, ids=lambda rule: rule.id)
def test_no_patient_an_invariant_speaks_of_breaks_it(rule):
    """
    The rule's own patients, with all that plausible patients bring besides, and every exercise asked for.
    """
    fires = [each.patient for each in rule.examples if each.expect == "fires"]
    random = Random(rule.id)
    spoken_of = 0
    for _, other in plausible(SHIPPED, 40, seed=random.randrange(10**6)):
        wanting = other.model_copy(update={"deficits": frozenset(SHIPPED.vocabulary.deficits), "equipment": None})
        patient = like(random.choice(fires), wanting)
        assert broken(ENGINE, patient) == []
        spoken_of += judge(rule.when, ENGINE.facts(patient)) is Truth.YES
    assert spoken_of >= 30


WEAKENED = [
    (
        "rules/restrictions/dr_unknown.yaml",
        "[extension, flexion, lateral, mixed, rotation]",
        "[lateral]",
        "never_a_direction_with_untested_leg_pain",
    ),
    (
        "rules/restrictions/cap_difficulty_irritability_high.yaml",
        "irritability is high",
        "irritability is low",
        "never_above_the_easiest_grade_when_irritability_is_high",
    ),
]


def test_a_weakened_rule_breaks_its_invariant():
    """
    The statements are not idle: each of these edits is seen by one of them on some plausible patient.
    """
    for path, old, new, rule in WEAKENED:
        files = shipped_files()
        text = files[path].decode()
        assert old in text, f"{path} has no {old!r}"
        files[path] = text.replace(old, new, 1).encode()
        engine = Engine(assemble(SourceFile(name, content) for name, content in files.items()), cross_check="off")
        seen = {each.partition(":")[0] for _, patient in plausible(SHIPPED, 300) for each in broken(engine, patient)}
        assert rule in seen
