"""Faults as an edit could make them: each turns the shipped knowledge into one that a statement must refute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from hep_engine.model.condition import All, AnyOf, AtLeast, Compares, Condition, FactKind, Has, Is, NoneOf
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.record import Range
from hep_engine.model.rule import CapDifficulty, Exclude, Refer, Selector
from hep_engine.model.table import Table
from hep_engine.model.truth import Truth
from hep_engine.model.words import Level

Edit = Callable[[KnowledgeBase], KnowledgeBase]


class Fault(NamedTuple):
    """One edit, the statement it breaks, and what must be true of the patient who shows it."""

    what: str
    edit: Edit
    refutes: str
    patient: dict[str, Any]


def on_rule(rule: str, **changed: Any) -> Edit:
    """A rule with other fields."""
    return lambda known: replace(known, rules=Table({**known.rules, rule: replace(known.rules[rule], **changed)}))


def on_exercise(exercise: str, **changed: Any) -> Edit:
    """An exercise with other fields; a callable gets the field as it is."""

    def edit(known: KnowledgeBase) -> KnowledgeBase:
        old = known.exercises[exercise]
        values = {name: each(getattr(old, name)) if callable(each) else each for name, each in changed.items()}
        return replace(known, exercises=Table({**known.exercises, exercise: old.model_copy(update=values)}))

    return edit


def on_finding(finding: str, **changed: Any) -> Edit:
    """A finding of the vocabulary with other fields."""

    def edit(known: KnowledgeBase) -> KnowledgeBase:
        findings = known.vocabulary.findings
        entry = findings[finding].model_copy(update=changed)
        return replace(known, vocabulary=replace(known.vocabulary, findings=Table({**findings, finding: entry})))

    return edit


def both(first: Edit, second: Edit) -> Edit:
    """One edit after another."""
    return lambda known: second(first(known))


def narrowed(rule: str) -> Edit:
    """A restriction that speaks of one word less, the first of its first key."""

    def edit(known: KnowledgeBase) -> KnowledgeBase:
        then = known.rules[rule].then
        assert isinstance(then, Exclude)
        (key, (_, *words)), *others = then.selector.wants
        return on_rule(rule, then=Exclude(Selector(((key, tuple(words)), *others))))(known)

    return edit


def without(*words: str) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """A list without some of its words."""
    return lambda listed: tuple(each for each in listed if each not in words)


def has(finding: str) -> Has:
    """`has finding`."""
    return Has(FactKind.FINDING, finding)


def pain(op: Any, value: int) -> Compares:
    """`pain_score op value`."""
    return Compares("pain_score", op, Decimal(value))


def any_has(*findings: str) -> Condition:
    """`any:` of some findings."""
    return AnyOf(tuple(map(has, findings)))


SADDLE = ("saddle_sensory_change", "bladder_change", "bowel_change", "sexual_function_change")
ILL = (
    "unexplained_weight_loss",
    "constant_progressive_nonmechanical_pain",
    "severe_night_pain",
    "systemically_unwell",
    "thoracic_or_band_pain",
)

FAULTS = (
    Fault(
        "a contraindication dropped",
        on_exercise("childs_pose", contraindications=without("kneeling_intolerance")),
        "never_kneeling_when_unable_to_kneel",
        {"findings": {"kneeling_intolerance"}},
    ),
    Fault(
        "a contraindication dropped where a rule does not stand behind it",
        on_exercise("prone_press_up", contraindications=without("extension_peripheralizes")),
        "never_end_range_arching_where_arching_provokes",
        {"findings": {"extension_peripheralizes"}},
    ),
    Fault(
        "a `>=` turned `>`, and one pain range too wide",
        both(
            on_rule("pc_9_10", when=All((pain(">", 9),))),
            on_exercise("diaphragmatic_breathing", pain_level=Range(0, 10)),
        ),
        "never_anything_at_pain_9_or_10",
        {"pain_score": 9},
    ),
    Fault(
        "an emergency gate's level lowered below blocking",
        on_rule("rf_ces", then=Refer(Level.CLINICIAN_REVIEW_PARALLEL)),
        "nothing_behind_a_gate",
        {},
    ),
    Fault(
        "a sign taken out of the cauda equina gate",
        on_rule("rf_ces", when=any_has(*SADDLE)),
        "never_anything_with_a_cauda_equina_sign",
        {"findings": {"bilateral_leg_pain_new"}},
    ),
    Fault(
        "`any` turned `all` in the cauda equina gate",
        on_rule("rf_ces", when=All((*map(has, SADDLE), has("bilateral_leg_pain_new")))),
        "never_anything_with_a_cauda_equina_sign",
        {},
    ),
    Fault(
        "an `implies` removed: osteoporosis no longer counts among weak bones",
        on_finding("osteoporosis", implies=()),
        "never_anything_with_a_fracture_sign_and_thin_bones",
        {"findings": {"osteoporosis"}},
    ),
    Fault(
        "an `implies` removed: an operation is no longer a procedure inside the body",
        on_finding("lumbar_surgery_under_6w", implies=()),
        "never_anything_with_an_infection_sign_after_an_operation",
        {"findings": {"lumbar_surgery_under_6w"}},
    ),
    Fault(
        "an `implies` removed: a direction for leg pain that nobody tested",
        on_finding("acute_radiculopathy", implies=()),
        "never_a_direction_with_untested_nerve_pain",
        {"findings": {"acute_radiculopathy"}, "directional_preference": None},
    ),
    Fault(
        "a comparison turned into another",
        on_rule("age_over_65_male_or_75_female", when=Compares("age", "=", Decimal(76))),
        "never_anything_with_a_fracture_sign_and_thin_bones",
        {},
    ),
    Fault(
        "a threshold of age raised by one year",
        on_rule(
            "age_over_65_male_or_75_female",
            when=AnyOf(
                (
                    Compares("age", ">", Decimal(75)),
                    All((Compares("age", ">", Decimal(66)), Is("sex", ("male",), Truth.YES))),
                )
            ),
        ),
        "never_anything_with_a_fracture_sign_in_an_older_man",
        {"age": 66},
    ),
    Fault(
        "sex not told no longer counts towards the lower limit",
        on_rule(
            "age_over_65_male_or_75_female",
            when=AnyOf(
                (
                    Compares("age", ">", Decimal(75)),
                    All((Compares("age", ">", Decimal(65)), Is("sex", ("male",), Truth.NO))),
                )
            ),
        ),
        "never_anything_with_a_fracture_sign_in_an_older_man",
        {"sex": None},
    ),
    Fault(
        "a gate narrowed by age",
        on_rule("rf_fever", when=All((has("fever_or_rigors"), Compares("age", ">", Decimal(50))))),
        "never_anything_with_a_fever",
        {"findings": {"fever_or_rigors"}},
    ),
    Fault(
        "a gate made a draft",
        on_rule("rf_bp", status="draft"),
        "never_anything_with_very_high_blood_pressure",
        {"findings": {"resting_bp_180_110"}},
    ),
    Fault(
        "two signs turned three",
        on_rule("rf_unexplained_systemic", when=AtLeast(3, tuple(map(has, ILL)))),
        "never_anything_with_two_signs_of_serious_illness",
        {},
    ),
    Fault(
        "a clearance for one operation taken for another",
        on_rule(
            "gb_abdo12",
            when=All(
                (
                    has("abdominal_surgery_under_12w"),
                    NoneOf((Has(FactKind.CLEARED, "lumbar_surgery_under_6w"),)),
                )
            ),
        ),
        "never_anything_uncleared_after_abdominal_surgery",
        {"findings": {"abdominal_surgery_under_12w", "lumbar_surgery_under_6w"}},
    ),
    Fault(
        "an age limit set one year too low",
        on_rule("age_under_18", when=All((Compares("age", "<", Decimal(17)),))),
        "never_anything_under_18",
        {"age": 17},
    ),
    Fault(
        "a restriction's selector narrowed",
        narrowed("dr_match_extension"),
        "never_against_a_preference_for_extension",
        {},
    ),
    Fault(
        "a restriction made a draft",
        on_rule("gb_falls_free", status="draft"),
        "never_free_one_sided_strength_with_falls_risk",
        {"findings": {"falls_risk_high"}},
    ),
    Fault(
        "a cap made a draft",
        on_rule("cap_difficulty_needs_helper", status="draft"),
        "never_hard_for_someone_who_needs_a_helper",
        {},
    ),
    Fault(
        "a cap raised",
        on_rule("cap_difficulty_irritability_high", then=CapDifficulty(2)),
        "never_above_the_easiest_grade_when_irritability_is_high",
        {"irritability": "high"},
    ),
    Fault(
        "a word of a restriction turned into another",
        on_rule("cap_difficulty_irritability_high", when=All((Is("irritability", ("moderate",)),))),
        "never_above_the_easiest_grade_when_irritability_is_high",
        {"irritability": "high"},
    ),
    Fault(
        "a restriction that a found direction should lift, lifted by none",
        on_rule("dr_unknown", when=All((has("leg_pain"), has("flexion_peripheralizes")))),
        "never_a_direction_with_untested_leg_pain",
        {},
    ),
    Fault(
        "a safeguard put under `none`",
        on_rule("rf_fever", when=NoneOf((has("fever_or_rigors"),))),
        "one_more_finding_never_adds",
        {},
    ),
    Fault(
        "a safeguard that rests on what was not asked",
        on_rule("rf_fever", when=NoneOf((has("fever_or_rigors"),))),
        "one_more_ruled_out_never_removes",
        {},
    ),
    Fault(
        "a rule that can never fire",
        on_rule("rf_dvt", when=All((pain(">=", 6), pain("<=", 5)))),
        "every_rule_can_fire",
        {},
    ),
    Fault(
        "an exercise that nobody can get",
        on_exercise("clamshell", phases=()),
        "every_exercise_is_reachable",
        {},
    ),
)
