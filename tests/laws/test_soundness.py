"""
What is recommended fits, what does not fit is left out, and every reason that holds is given, no other.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from hep_engine.model.rulebook import Rulebook
from hep_engine.model.truth import Truth
from hep_engine.reasoning import plain
from hep_engine.steps.admit import admit
from tests.worlds.oracle import reasons
from tests.worlds.strategies import cases


@given(cases())
def test_every_exercise_is_in_exactly_one_list(case):
    """
    Recommended or left out, never both, never neither; each with at least one reason.
    """
    result = case.engine().recommend(case.profile)
    given_, left_out = [each.exercise for each in result.recommendations], [each.exercise for each in result.excluded]
    assert sorted(given_ + left_out) == sorted(case.knowledge.exercises)
    assert all(each.reasons for each in result.excluded)
    assert [each.rank for each in result.recommendations] == list(range(1, len(given_) + 1))


@given(cases())
def test_reasons_are_all_that_hold_and_none_that_does_not(case):
    """
    Worked out a second time from the exercise's own fields: the same codes, as often, and the same open ends.
    """
    result = case.engine().recommend(case.profile)
    reading = plain.read(Rulebook.of(case.knowledge), admit(case.profile, case.knowledge))
    for each in result.recommendations:
        expected, still_open = reasons(case.knowledge, case.profile, reading, each.exercise)
        assert not expected
        assert bool(each.confirm) == bool(still_open)
    for each in result.excluded:
        if result.status == "withheld":
            assert [reason.code for reason in each.reasons] == ["withheld"]
        else:
            expected, _ = reasons(case.knowledge, case.profile, reading, each.exercise)
            assert Counter(reason.code for reason in each.reasons) == expected


@given(cases())
def test_every_reason_names_a_line_that_exists(case):
    """
    Places are `file:line`, in a file of this knowledge.
    """
    result = case.engine().recommend(case.profile)
    places = [reason.at for each in result.excluded for reason in each.reasons]
    places += [each.at for each in result.recommendations] + [each.at for each in result.disposition.reasons]
    files = {span.file for span in case.knowledge.places.values()}
    for place in places:
        file, _, line = place.rpartition(":")
        assert file in files
        assert int(line) >= 1


@given(cases())
def test_a_rationale_is_two_to_four_sentences_and_each_is_said_once(case):
    """
    Sentences end with a full stop and a capital follows; no rationale repeats one.
    """
    for each in case.engine().recommend(case.profile).recommendations:
        sentences = [part for part in each.rationale.rstrip(".").split(". ") if part]
        assert 2 <= len(sentences) <= 4
        assert len(set(sentences)) == len(sentences)
        assert f"pain is {case.profile.pain_score} now" in each.rationale


@given(cases())
def test_parts_sum_to_the_score_and_order_is_total(case):
    """
    Whole numbers; best first; ties by exercise id.
    """
    result = case.engine().recommend(case.profile)
    for each in result.recommendations:
        assert sum(part.points for part in each.parts) == each.score
        assert all(type(part.points) is int for part in each.parts)
    keys = [(-each.score, each.exercise) for each in result.recommendations]
    assert keys == sorted(keys)


@given(cases())
def test_the_order_of_two_exercises_does_not_depend_on_a_third(case):
    """
    Leaving one out by the patient's wish leaves the order, and every score, of the others as it was.
    """
    before = case.engine().recommend(case.profile).recommendations
    for gone in before[:3]:
        wish = case.profile.model_copy(update={"avoid": case.profile.avoid | {gone.exercise}})
        after = case.engine().recommend(wish).recommendations
        kept = [(each.exercise, each.score) for each in before if each.exercise != gone.exercise]
        assert [(each.exercise, each.score) for each in after] == kept


@given(cases())
def test_cautions_are_the_precautions_that_apply(case):
    """
    Every precaution whose finding is present is shown with its own text and lowers the score; no other is.
    """
    reading = plain.read(Rulebook.of(case.knowledge), admit(case.profile, case.knowledge))
    for each in case.engine().recommend(case.profile).recommendations:
        precautions = case.knowledge.exercises[each.exercise].precautions
        applying = {name: text for name, text in precautions.items() if reading.findings[name] is Truth.YES}
        assert {caution.finding: caution.text for caution in each.cautions if caution.finding} == applying
        assert any(part.factor == "precautions" for part in each.parts) == bool(applying)
