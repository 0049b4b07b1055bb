"""
Gates: one that fires empties the list, one that is open makes it provisional, and one round of answers settles it.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hep_engine import Engine, PatientProfile
from hep_engine.model.rule import Refer
from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning import plain
from hep_engine.steps.admit import admit
from tests.worlds.strategies import cases


def _gates(case, wanted):
    reading = plain.read(Rulebook.of(case.knowledge), admit(case.profile, case.knowledge))
    return [
        rule.then.level
        for rule in case.knowledge.rules.values()
        if rule.active and isinstance(rule.then, Refer) and reading.rules[rule.id] is wanted
    ]


def settled_by_what_is_above(disposition, still_open):
    """Gates that are open count where they refer at a higher level than those that hold, and no others."""
    level = disposition.level
    above = [each for each in still_open if each.severity > level.severity]
    assert disposition.settled is not any(each.blocks for each in above)
    assert disposition.could_be == max([level, *above], key=lambda each: each.severity)


def test_an_open_gate_of_the_level_that_holds_unsettles_nothing(shipped):
    """
    Each finding alone, nothing else asked: many gates are open then, at the level of the one that holds, too.
    """
    engine = Engine(shipped, cross_check="off")
    alike = 0
    for finding, entry in shipped.vocabulary.findings.items():
        if not entry.derived:
            profile = PatientProfile(pain_score=3, phase="subacute", deficits={"hip_stabilization"}, findings={finding})
            disposition = engine.recommend(profile).disposition
            rules = plain.read(engine.book, admit(profile, shipped)).rules
            still_open = [level for rule, level in shipped.gates if rules[rule.id] is Truth.UNKNOWN]
            settled_by_what_is_above(disposition, still_open)
            alike += disposition.settled and disposition.level in still_open
    assert alike


@given(cases())
def test_status_follows_from_the_gates(case):
    """
    A blocking gate that holds withholds everything; one that is open leaves the result provisional, or withheld where
    policy says so; nothing else does.
    """
    result = case.engine().recommend(case.profile)
    fired, still_open = _gates(case, Truth.YES), _gates(case, Truth.UNKNOWN)
    unsettled = any(level.blocks for level in still_open)
    if any(level.blocks for level in fired):
        assert result.status == "withheld"
    elif unsettled:
        assert (
            result.status
            == {"provisional": "provisional", "withhold": "withheld"}[case.knowledge.policy.unscreened.value]
        )
        assert not result.disposition.settled
    else:
        assert result.status == "ready"
        assert result.disposition.settled
    if result.status == "withheld":
        assert result.recommendations == ()
    assert (result.program is None) == (result.status != "ready")
    settled_by_what_is_above(result.disposition, still_open)
    assert result.disposition.level == max(fired, key=lambda level: level.severity, default="none")


@given(cases(), st.data())
def test_answering_every_question_either_way_settles_the_status(case, data):
    """
    Whatever the answers, no question that could withhold the exercises is open afterwards.
    """
    result = case.engine().recommend(case.profile)
    answered = _answered(case, result.disposition.ask_first, data)
    assert case.engine().recommend(answered).disposition.settled


@given(cases())
def test_asking_all_of_today_s_questions_leaves_no_finding_open(case):
    """
    `screened` answers every finding asked about, so what is still asked is a number or a word.
    """
    engine = case.engine()
    result = engine.recommend(case.profile.screened(engine.questions()))
    assert {each.kind for each in result.disposition.ask_first} <= {"age", "measure", "word"}


def _answered(case, questions, data):
    told = {"findings": set(case.profile.findings), "ruled_out": set(case.profile.ruled_out)}
    measures = dict(case.profile.measures)
    fields = {}
    for each in questions:
        match each.kind:
            case "finding":
                yes = data.draw(st.booleans())
                told["findings" if yes else "ruled_out"].add(each.id)
                if yes:
                    told["ruled_out"].discard(each.id)
            case "age":
                fields["age"] = data.draw(st.integers(0, 110))
            case "measure":
                measures[each.id] = data.draw(st.integers(0, 9))
            case "word":
                fields[each.id] = data.draw(st.sampled_from(_words(each.id, case.profile)))
    return case.profile.model_copy(
        update={**{name: frozenset(words) for name, words in told.items()}, "measures": measures, **fields}
    )


def _words(field, profile):
    """The answers that do not contradict a direction already told as a deficit."""
    if field == "irritability":
        return ["low", "moderate", "high"]
    told = {"dp_extension", "dp_flexion"} & profile.deficits
    if not told:
        return ["none", "extension", "flexion", "lateral"]
    return [min(told).removeprefix("dp_")]
