"""
Edits of the shipped knowledge, each told by whom it touches, and what can never be called equal.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import z3

from hep_engine import Engine
from hep_engine.model.condition import All, AnyOf, FactKind, Has
from hep_engine.model.record import Range
from hep_engine.model.rule import Refer
from hep_engine.model.table import Table
from hep_engine.model.words import Level
from hep_engine.verify import compare as comparing
from hep_engine.verify.compare import compare
from hep_engine.verify.seen import Seen
from hep_engine.verify.settle import settle
from tests.verify.edits import with_rule, written_otherwise


@pytest.fixture(scope="module")
def few(shipped):
    """The shipped knowledge with four of its exercises, so that there is less to compare."""
    kept = ("clamshell", "bird_dog", "pelvic_tilt", "walking_program")
    exercises = {name: shipped.exercises[name].model_copy(update={"progresses_to": ()}) for name in kept}
    return replace(shipped, exercises=Table(exercises))


def _compare(before, after):
    return compare(Engine(before, cross_check="off"), Engine(after, cross_check="off"))


def _with_exercise(knowledge, name, **changed):
    exercise = knowledge.exercises[name].model_copy(update=changed)
    return replace(knowledge, exercises=Table({**knowledge.exercises, name: exercise}))


def test_a_narrower_pain_range_takes_one_exercise_from_some_patients(few):
    """
    Clamshells up to pain 4: the smallest patient has pain 5, one deficit and no finding; the score changes for others.
    """
    found = _compare(few, _with_exercise(few, "clamshell", pain_level=Range(1, 4)))
    (change,) = found.for_all.changes
    assert (change.kind, change.id, change.relation, change.gained) == ("exercise", "clamshell", "narrower", None)
    assert change.lost.screened
    assert (change.lost.profile.pain_score, change.lost.profile.findings) == (5, frozenset())
    assert len(change.lost.profile.deficits) == 1
    assert [(each.part, each.id) for each in found.for_all.data] == [("exercise", "clamshell")]


def test_a_lower_gate_is_told_by_status_level_and_exercise(few):
    """
    Fever lowered to a review alongside: no longer withheld, every exercise wider, and by the gates alone.
    """
    found = _compare(few, with_rule(few, "rf_fever", then=Refer(Level.CLINICIAN_REVIEW_PARALLEL)))
    relation = {(each.kind, each.id): each.relation for each in found.for_all.changes}
    assert relation["status", "withheld"] == "narrower"
    assert relation["level", "urgent"] == "narrower"
    assert ("gate_fires", "rf_fever") not in relation
    exercises = [each for each in found.for_all.changes if each.kind == "exercise"]
    assert {(each.relation, each.by_gates) for each in exercises} == {("wider", True)}
    assert len(exercises) == 4
    assert found.for_all.changes[0].kind == "status"
    assert found.for_all.changes[0].lost.profile.findings == {"fever_or_rigors"}


def test_a_gate_made_a_draft_fires_for_nobody_any_more(few):
    """
    It stands there still, and acts no more.
    """
    found = _compare(few, with_rule(few, "rf_fever", status="draft"))
    relation = {(each.kind, each.id): each.relation for each in found.for_all.changes}
    assert relation["gate_fires", "rf_fever"] == "narrower"
    assert relation["status", "withheld"] == "narrower"


def test_a_reworded_precaution_is_proved_to_change_nothing(shipped):
    """
    Its text is read, its finding decides.
    """
    words = Table({**shipped.exercises["bird_dog"].precautions, "wrist_pain_loading": "Rest on your fists."})
    found = _compare(shipped, _with_exercise(shipped, "bird_dog", precautions=words))
    assert found.changes == "nothing"
    (record,) = found.records
    assert (record.id, record.decides) == ("bird_dog", False)
    assert sum(found.for_all.equal.values()) > 500


def test_a_split_gate_screens_the_same_patients(few):
    """
    Half of the cauda equina signs in a gate of their own: both gates differ, and nobody is referred otherwise.
    """
    gate = few.rules["rf_ces"]
    signs = gate.when.items
    rest = replace(gate, id="rf_ces_rest", when=AnyOf(signs[2:]))
    split = with_rule(few, "rf_ces", when=AnyOf(signs[:2]))
    places = _placed(split, "rf_ces", "rf_ces_rest")
    split = replace(split, rules=Table({**split.rules, "rf_ces_rest": rest}), places=places)
    found = _compare(few, split)
    fires = {each.id: each.relation for each in found.for_all.changes if each.kind == "gate_fires"}
    assert fires == {"rf_ces": "narrower", "rf_ces_rest": "wider"}
    assert {each.kind for each in found.for_all.changes} == {"gate_fires", "gate_open"}
    assert found.changes == "something"


def _placed(knowledge, rule, other):
    """The places, with those of *rule* for a new rule *other*."""
    found = {name: at for name, at in knowledge.places.items() if f"{name}/".startswith(f"rule/{rule}/")}
    return Table({**knowledge.places, **{name.replace(rule, other, 1): at for name, at in found.items()}})


@pytest.mark.parametrize("what", ["dose", "points", "clearable", "weights", "caution"])
def test_whatever_no_formula_compares_counts_as_a_change(few, what):
    """
    A dose, points, a finding that may be cleared now, a weight of the score, a number of a treatment approach.
    """
    vocabulary, policy = few.vocabulary, few.policy
    if what == "dose":
        dose = {name: each.model_copy(update={"sets": 1}) for name, each in few.exercises["clamshell"].dose.items()}
        other = _with_exercise(few, "clamshell", dose=Table(dose))
    elif what == "points":
        (rule, *_) = few.acting("ranking")
        other = with_rule(few, rule.id, then=replace(rule.then, points=rule.then.points + 1))
    elif what == "weights":
        focus = policy.weights.focus.model_copy(update={"points": 11})
        weights = policy.weights.model_copy(update={"focus": focus})
        other = replace(few, policy=policy.model_copy(update={"weights": weights}))
    else:
        kind, word = (
            ("findings", "wrist_pain_loading") if what == "clearable" else ("treatment_approaches", "maintenance")
        )
        entries = getattr(vocabulary, kind)
        update = {"clearable": True} if what == "clearable" else {"caution": entries[word].caution + 5}
        changed = {**entries, word: entries[word].model_copy(update=update)}
        other = replace(few, vocabulary=replace(vocabulary, **{kind: Table(changed)}))
    found = _compare(few, other)
    assert found.for_all.data
    assert found.changes == "something"


def test_the_same_verdicts_that_rest_on_other_questions_are_a_change(few):
    """
    `fever` or `fever and unwell` is fever: the gate fires and stays open for the same, but asks one thing more.
    """
    gate = few.rules["rf_fever"]
    (fever,) = gate.when.items
    wider = AnyOf((fever, All((fever, Has(FactKind.FINDING, "systemically_unwell")))))
    found = _compare(few, with_rule(few, "rf_fever", when=wider))
    assert {(each.kind, each.id) for each in found.for_all.changes} == {("questions", "rf_fever")}
    assert found.changes == "something"


def test_another_reason_for_the_same_exclusion_is_a_change(few):
    """
    Clamshells that nobody gets, as retired or as for no phase: the codes differ.
    """
    one, other = _with_exercise(few, "clamshell", status="retired"), _with_exercise(few, "clamshell", phases=())
    assert {(each.kind, each.id) for each in _compare(one, other).for_all.changes} == {("reasons", "clamshell")}


def test_a_contraindication_behind_a_gate_is_one_thing_more_to_confirm(few):
    """
    Whoever has the sign is withheld everything already; where it is not known, there is one question more.
    """
    against = (*few.exercises["clamshell"].contraindications, "saddle_sensory_change")
    found = _compare(few, _with_exercise(few, "clamshell", contraindications=against))
    kinds = {(each.kind, each.id) for each in found.for_all.changes}
    assert ("exercise", "clamshell") not in kinds
    assert kinds == {("questions", "clamshell")}


def test_a_new_red_flag_leaves_everybody_open(few):
    """
    Nothing can be told about it on both sides: some are provisional who were ready, and nobody is newly withheld.
    """
    entries = few.vocabulary.findings
    flag = Table({**entries, "drenching_sweats": entries["fever_or_rigors"]})
    gate = replace(few.rules["rf_fever"], id="rf_sweats", when=AnyOf((Has(FactKind.FINDING, "drenching_sweats"),)))
    more = replace(few, vocabulary=replace(few.vocabulary, findings=flag), places=_placed(few, "rf_fever", "rf_sweats"))
    found = _compare(few, replace(more, rules=Table({**few.rules, "rf_sweats": gate})))
    status = {each.id: each.relation for each in found.for_all.changes if each.kind == "status"}
    assert status == {"provisional": "wider", "ready": "narrower"}
    assert [(each.kind, each.id, each.known) for each in found.for_all.held] == [
        ("finding", "drenching_sweats", "after")
    ]


def test_what_the_solver_gives_up_on_is_unknown(few):
    """
    Twelve pigeons in eleven holes, in a twentieth of a second; the claim beside it is settled all the same.
    """
    inside = [[z3.Bool(f"pigeon {pigeon} in {hole}") for hole in range(11)] for pigeon in range(12)]
    each_has_one = [z3.Or(holes) for holes in inside]
    alone = [z3.AtMost(*hole, 1) for hole in zip(*inside, strict=True)]
    hard = z3.And(*each_has_one, *alone)
    assert settle({"hard": hard, "never": z3.BoolVal(False)}, [], 0.05) == {"hard": "unknown", "never": "never"}


def test_a_follow_up_number_is_shown_by_a_week(few):
    """
    One point more of pain before the flare rule speaks: for fewer weeks, and the week is told.
    """
    rule = few.rules["fu_morning_worse"]
    clause = rule.when.items[0]
    moved = replace(clause, value=clause.value + 1)
    found = _compare(few, with_rule(few, rule.id, when=replace(rule.when, items=(moved, *rule.when.items[1:]))))
    (change,) = found.for_all.changes
    assert (change.kind, change.id) == ("follow_up", rule.id)
    assert clause.number in (change.lost or change.gained).week


def test_words_that_one_side_knows_are_held_back_and_told(few):
    """
    A new piece of equipment, a score with another step: no patient has them, and nothing is called proved.
    """
    vocabulary = few.vocabulary
    more = Table({**vocabulary.equipment, "swing": vocabulary.equipment["mat"]})
    coarse = Table({**vocabulary.measures, "odi": vocabulary.measures["odi"].model_copy(update={"step": 2})})
    found = _compare(few, replace(few, vocabulary=replace(vocabulary, equipment=more, measures=coarse)))
    assert {(each.kind, each.id, each.known) for each in found.for_all.held} == {
        ("equipment", "swing", "after"),
        ("measure", "odi", "both"),
    }
    assert found.changes == "something"


def test_a_question_that_is_not_decided_is_never_equal(few, monkeypatch):
    """
    Where the solver gives up, whatever it was asked about is unknown.
    """
    monkeypatch.setattr(comparing, "settle", lambda claims, *_: dict.fromkeys(claims, "unknown"))
    found = _compare(few, written_otherwise(few, 1))
    assert found.changes == "unknown"
    assert {each.relation for each in found.for_all.changes} == {"undecided"}


def test_a_witness_that_the_engines_do_not_show_is_told(few, monkeypatch):
    """
    An engine that does not do what its formula says is an error of its own kind.
    """
    (old, narrow) = (Engine(each, cross_check="off") for each in (few, _with_exercise(few, "clamshell", phases=())))
    monkeypatch.setattr(comparing, "Seen", lambda engine, profile: Seen(old, profile))
    assert [each.relation for each in compare(old, narrow).for_all.changes] == ["differs"]
