"""What should keep an exercise out, worked out again from the exercise's own fields, without any condition.

Only the settled facts (findings, approach, which rules hold) are taken from the library; two readings vouch for those.
"""

from __future__ import annotations

from collections import Counter

from hep_engine import KnowledgeBase, PatientProfile
from hep_engine.model.reading import Reading
from hep_engine.model.rule import CapDifficulty, Exclude
from hep_engine.model.truth import Truth

DIRECTIONS = {"extension": "dp_extension", "flexion": "dp_flexion", "lateral": "dp_lateral"}


def reasons(
    knowledge: KnowledgeBase, profile: PatientProfile, reading: Reading, exercise_id: str
) -> tuple[Counter[str], int]:
    """The exclusion codes that hold, with how often, and how many things are still open."""
    exercise = knowledge.exercises[exercise_id]
    codes: Counter[str] = Counter()
    still_open = 0
    codes["not_active"] += exercise.status != "active"
    codes["pain_below_range"] += profile.pain_score < exercise.pain_level.low
    codes["pain_above_range"] += profile.pain_score > exercise.pain_level.high
    codes["phase_not_listed"] += profile.phase not in exercise.phases
    codes["not_for_approach"] += reading.approach not in exercise.dose
    deficits = {*profile.deficits, DIRECTIONS.get(profile.directional_preference or "", "")}
    codes["no_matching_indication"] += not deficits & set(exercise.indications)
    codes["avoided"] += exercise_id in profile.avoid
    for finding in exercise.contraindications:
        codes["contraindicated"] += reading.findings[finding] is Truth.YES
        still_open += reading.findings[finding] is Truth.UNKNOWN
    for item in exercise.equipment:
        codes["equipment_missing"] += profile.equipment is not None and item not in profile.equipment
        still_open += profile.equipment is None
    for rule in knowledge.rules.values():
        if rule.status != "active" or rule.folder != "restrictions":
            continue
        restricts = isinstance(rule.then, Exclude) and rule.then.selector.matches(exercise)
        caps = isinstance(rule.then, CapDifficulty) and exercise.difficulty > rule.then.most
        codes["restricted"] += restricts and reading.rules[rule.id] is Truth.YES
        codes["too_difficult"] += caps and reading.rules[rule.id] is Truth.YES
        still_open += (restricts or caps) and reading.rules[rule.id] is Truth.UNKNOWN
    if knowledge.policy.unknown_contraindication.value == "exclude":
        codes["not_ruled_out"] += still_open
    return +codes, still_open
