"""Lists of what the shipped knowledge says, kept a second time: taking something away has to change them too."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine import KnowledgeBase
from hep_engine.model.condition import Has, clauses
from hep_engine.model.rule import CapDifficulty, Caution, Conclusion, Exclude, Never, Refer, Selector, TakeStep

__all__ = ["GATES", "IMPLIES", "LIMITS", "RESTRICTIONS", "STEPS", "departures", "listed_otherwise"]

GATES = {
    "rf_ces": "emergency",
    "rf_motor": "emergency",
    "rf_cord": "urgent",
    "rf_cord_cancer": "emergency",
    "rf_major_trauma": "emergency",
    "rf_fragility": "urgent",
    "rf_cancer_combo": "urgent",
    "rf_cancer_history_only": "clinician_review_before",
    "rf_unexplained_systemic": "urgent",
    "rf_weight_loss": "clinician_review_before",
    "rf_fever_risk": "emergency",
    "rf_fever": "urgent",
    "rf_infection_risk_pain": "urgent",
    "rf_aaa": "emergency",
    "rf_aaa_risk": "urgent",
    "rf_aaa_known": "clinician_review_before",
    "rf_dvt": "urgent",
    "rf_visceral": "urgent",
    "rf_cardiac": "emergency",
    "rf_bp": "clinician_review_before",
    "rf_preg_warning": "emergency",
    "rf_preg_restricted": "clinician_review_before",
    "rf_suicide": "emergency",
    "rf_axspa_refer": "clinician_review_parallel",
    "rf_axspa_test": "clinician_review_parallel",
    "rf_neuro_mild": "clinician_review_parallel",
    "rf_no_progress": "clinician_review_parallel",
    "rf_minor_age": "clinician_review_before",
    "gb_surgery6": "clinician_review_before",
    "gb_fusion12": "clinician_review_before",
    "gb_abdo12": "clinician_review_before",
    "gb_vfx": "clinician_review_parallel",
    "gb_radic": "clinician_review_parallel",
    "gb_preg": "clinician_review_parallel",
    "gb_falls": "clinician_review_parallel",
    "gb_cog": "clinician_review_parallel",
    "pc_9_10": "clinician_review_before",
    "sb_medium": "clinician_review_parallel",
    "sb_high": "clinician_review_parallel",
}
STEPS = {
    "fu_spread": "stop",
    "fu_zone_high": "regress",
    "fu_rise_high": "regress",
    "fu_morning_worse": "regress",
    "fu_week_rise": "regress",
    "fu_flare_step": "regress",
    "fu_not_done": "swap",
    "fu_morning": "hold",
    "fu_zone_ok": "hold",
    "fu_worse": "hold",
    "fu_two_for_two": "progress",
    "fu_holds": "progress",
    "fu_walk": "progress",
}
LIMITS = {
    "pl_older": ("exercises", 3),
    "pl_high_risk": ("exercises", 3),
    "pl_irritable": ("exercises", 3),
    "pl_helper": ("exercises", 2),
    "pl_time_irritable": ("minutes", 10),
    "pl_walk_irritable": ("minutes_at_a_time", 5),
    "pl_hold_hypertension": ("hold_seconds", 10),
    "pl_effort_hypertension": ("effort", 6),
}


RESTRICTIONS = {
    "cap_difficulty_irritability_high": "at most 1",
    "cap_difficulty_irritability_moderate": "at most 3",
    "cap_difficulty_movement_control": "at most 3",
    "cap_difficulty_needs_helper": "at most 2",
    "cap_difficulty_symptom_modulation": "at most 2",
    "caution_generalized_hypermobility": (
        "caution: category is directional_preference, flexibility, mobility_flexion, mobility_rotation, "
        "mobility_thoracic"
    ),
    "caution_hypertension_controlled": "caution: category is functional_strength, hip_strength, trunk_endurance",
    "caution_pregnancy_after_20_weeks": "caution: position is supine, supine_hooklying",
    "dr_match_extension": "none: spine.direction is flexion, lateral, mixed, rotation",
    "dr_match_flexion": "none: spine.direction is extension, lateral, mixed, rotation",
    "dr_match_lateral": "none: spine.direction is extension, flexion, mixed, rotation",
    "dr_stop": "caution: spine.direction is extension, flexion, lateral, mixed, rotation",
    "dr_unknown": "none: spine.direction is extension, flexion, lateral, mixed, rotation",
    "gb_falls_carry": (
        "none: category is functional_strength; position is standing, walking; spine.load is high, moderate"
    ),
    "gb_falls_free": "none: category is functional_strength; per_side is true; position is standing",
    "gb_fusion12_cap": "at most 2",
    "gb_fusion12_floor": "none: position is prone_support, quadruped, side_support",
    "gb_radic_loaded": "none: spine.direction is flexion, mixed; spine.load is high, moderate",
    "gb_vfx_end_range": "none: spine.direction is flexion, mixed; spine.range is end",
    "gb_vfx_loaded": "none: spine.direction is flexion, mixed; spine.load is high, moderate",
    "rf_neuro_mild_tension": "none: id is hamstring_stretch, sciatic_tensioner_seated",
    "weak_bones_end_range": "none: spine.direction is flexion, mixed; spine.range is end",
    "weak_bones_loaded": "none: spine.direction is flexion, mixed; spine.load is high, moderate",
}
IMPLIES = {
    "abdominal_surgery_under_12w": ("recent_spinal_or_invasive_procedure",),
    "acute_radiculopathy": ("leg_pain",),
    "bilateral_leg_pain_new": ("leg_pain",),
    "extension_peripheralizes": ("leg_pain",),
    "flexion_peripheralizes": ("leg_pain",),
    "lumbar_fusion_under_12w": ("recent_spinal_or_invasive_procedure",),
    "lumbar_surgery_under_6w": ("recent_spinal_or_invasive_procedure",),
    "neural_irritability_high": ("leg_pain",),
    "osteoporosis": ("osteoporosis_or_fragility_fracture",),
    "pregnancy_after_20_weeks": ("pregnancy",),
    "pregnancy_medical_restriction": ("pregnancy",),
    "pregnancy_warning_sign": ("pregnancy",),
    "spinal_stenosis_symptomatic": ("leg_pain",),
    "vertebral_fragility_fracture": ("osteoporosis_or_fragility_fracture",),
}


def departures(knowledge: KnowledgeBase) -> Iterator[str]:
    """The names of the lists from which *knowledge* departs."""
    if _levels(knowledge) != GATES:
        yield "GATES"
    if {rule.id: _told(rule.then) for rule in knowledge.acting("restrictions")} != RESTRICTIONS:
        yield "RESTRICTIONS"
    findings = knowledge.vocabulary.findings
    if {name: entry.implies for name, entry in findings.items() if entry.implies} != IMPLIES:
        yield "IMPLIES"
    following = {rule.id: rule.then for rule in knowledge.acting("follow_up")}
    if {name: then.step for name, then in following.items() if isinstance(then, TakeStep)} != STEPS:
        yield "STEPS"
    limits = {rule.id: (rule.then.what, rule.then.most) for rule in knowledge.acting("program")}
    if limits != LIMITS:
        yield "LIMITS"
    yield from listed_otherwise(knowledge)


def listed_otherwise(knowledge: KnowledgeBase) -> Iterator[str]:
    """Where the statement about a contraindication and the exercises that name it are not of one mind.

    Each says what to change, so that whoever adds an exercise can copy the line.
    """
    statements = {}
    for rule in knowledge.acting("invariants"):
        if rule.id.startswith("never_listed_"):
            (clause, _), *_ = clauses(rule.when)
            assert isinstance(clause, Has)
            assert isinstance(rule.then, Never)
            statements[clause.word] = rule.id, rule.then.selector.wants[0][1]
    named = {
        finding: [each.id for each in knowledge.exercises.values() if finding in each.contraindications]
        for finding in knowledge.vocabulary.findings
    }
    for finding, exercises in named.items():
        statement, listed = statements.get(finding, (None, ()))
        if exercises and statement is None:
            yield f"no statement in rules/invariants/ says from whom `{finding}` keeps {', '.join(exercises)}"
            continue
        for each in sorted({*exercises} - {*listed}):
            yield f"add `{each}` to rules/invariants/{statement}.yaml, or take `{finding}` off its contraindications"
        for each in sorted({*listed} - {*exercises}):
            yield f"take `{each}` off rules/invariants/{statement}.yaml, or add `{finding}` to its contraindications"


def _levels(knowledge: KnowledgeBase) -> dict[str, str]:
    return {rule.id: rule.then.level.value for rule in knowledge.acting("gates") if isinstance(rule.then, Refer)}


def _told(then: Conclusion) -> str:
    """A restriction in one line, its words in one order."""
    match then:
        case CapDifficulty(most):
            return f"at most {most}"
        case Exclude(selector):
            return f"none: {_wanted(selector)}"
        case Caution(_, selector):
            return f"caution: {_wanted(selector)}"
    return str(then)


def _wanted(selector: Selector) -> str:
    return "; ".join(f"{key} is {', '.join(sorted(words))}" for key, words in sorted(selector.wants))
