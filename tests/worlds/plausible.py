"""Plausible patients of the shipped knowledge: the mix a clinic sees, the same ones for the same seed.

Fully asked. Few findings each, and those that go together; deficits from one or two groups; pain that fits the phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hep_engine import KnowledgeBase, PatientProfile

__all__ = ["DEFICIT_GROUPS", "plausible"]

DEFICIT_GROUPS: dict[str, tuple[str, ...]] = {
    "calming": ("pain_modulation", "muscle_guarding", "breathing_pattern", "fear_of_movement"),
    "mobility": (
        *("lumbar_flexion_mobility", "lumbar_extension_mobility", "lumbar_rotation_mobility", "spinal_mobility"),
        *("thoracic_mobility", "hip_mobility"),
    ),
    "length": ("hip_flexor_length", "hamstring_length", "gluteal_length", "calf_length"),
    "control": ("deep_trunk_activation", "lumbopelvic_motor_control", "pelvic_control", "trunk_rotation_control"),
    "trunk": ("trunk_flexor_endurance", "trunk_extensor_endurance", "lateral_trunk_endurance", "postural_endurance"),
    "hip": ("hip_stabilization", "hip_extensor_strength", "dynamic_knee_alignment"),
    "function": ("hip_hinge_pattern", "sit_to_stand_function", "lifting_capacity", "lower_limb_strength"),
    "moving": ("balance", "walking_tolerance", "aerobic_capacity"),
    "nerve": ("neural_mechanosensitivity",),
    "shoulder": ("scapular_strength",),
}
_PAIN = {"acute": (3, 9), "subacute": (2, 7), "chronic": (1, 8), "maintenance": (0, 2)}
_RARE = 0.12
_RED_FLAGS = 0.04


def plausible(knowledge: KnowledgeBase, count: int, seed: int = 1) -> Iterator[tuple[str, PatientProfile]]:
    """*count* patients, each with the group its first deficits come from."""
    random = Random(seed)
    for _ in range(count):
        yield _patient(knowledge, random)


def _patient(knowledge: KnowledgeBase, random: Random) -> tuple[str, PatientProfile]:
    phase = random.choices(list(_PAIN), (3, 3, 5, 1))[0]
    age = min(95, max(16, round(random.gauss(48, 17))))
    group = random.choice(list(DEFICIT_GROUPS))
    deficits = set(_some(random, DEFICIT_GROUPS[group], 1))
    if random.random() < 0.5:
        deficits |= set(_some(random, DEFICIT_GROUPS[random.choice(list(DEFICIT_GROUPS))], 1))
    findings = _findings(knowledge, random, age)
    direction = (
        random.choice((None, None, "extension", "flexion", "lateral", "none")) if "leg_pain" in findings else None
    )
    asked = {name for name, entry in knowledge.vocabulary.findings.items() if not entry.derived}
    distress = random.randint(0, 5)
    return group, PatientProfile(
        pain_score=random.randint(*_PAIN[phase]),
        phase=phase,
        deficits=deficits,
        findings=findings,
        ruled_out=asked - findings,
        equipment=_equipment(knowledge, random),
        age=age,
        sex=random.choice(("female", "male")),
        irritability=random.choice(("low", "low", "moderate", "high")),
        directional_preference=direction,
        measures={
            "odi": random.randint(0, 60),
            "start_back_total": distress + random.randint(0, 4),
            "start_back_distress": distress,
        },
    )


def _findings(knowledge: KnowledgeBase, random: Random, age: int) -> set[str]:
    """Now and then a red flag; more often something an exercise has to be changed for."""
    flags, others = [], []
    for name, entry in knowledge.vocabulary.findings.items():
        if not entry.derived:
            (flags if entry.screening == "true" else others).append(name)
    found = {name for name in others if random.random() < _RARE * (1.5 if age > 60 else 0.6)}
    if random.random() < _RED_FLAGS:
        found.add(random.choice(flags))
    if age > 50 or random.random() < 0.9:
        found -= {"pregnancy", "pregnancy_after_20_weeks"}
    return found | ({"leg_pain"} if random.random() < 0.25 else set())


def _equipment(knowledge: KnowledgeBase, random: Random) -> set[str]:
    """What stands about in a home, and now and then what a keen exerciser has."""
    usual = {"mat", "chair", "wall", "counter", "pillow"}
    keen = set(knowledge.vocabulary.equipment) - usual
    return set(_some(random, sorted(usual), 3)) | {each for each in sorted(keen) if random.random() < 0.3}


def _some(random: Random, words: tuple[str, ...] | list[str], least: int) -> list[str]:
    return random.sample(words, random.randint(min(least, len(words)), len(words)))
