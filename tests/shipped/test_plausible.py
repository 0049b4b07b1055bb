"""Ten thousand plausible patients: every rationale is whole, says nothing twice, and is true of its patient."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from hep_engine import Engine
from hep_engine.model.facts import Facts
from hep_engine.model.truth import Truth
from hep_engine.model.wording import claim_sentence, lower_first
from hep_engine.model.words import spoken
from tests.worlds.budget import MORE
from tests.worlds.plausible import DEFICIT_GROUPS, plausible

PATIENTS = 10_000 * MORE
OFFERED = re.compile(
    r"^(?P<name>.+) may be offered at pain (?P<range>\d+-\d+|\d+) in the (?P<phase>\w+) phase; "
    r"pain is (?P<pain>\d+) now(?P<top>, the top of that range)?, "
    r"and the dose is the one for the (?P<approach>[\w ]+) approach\.$"
)
CHANGED = re.compile(r"; it is offered with a change, because of: (?P<findings>.+)\.$")


def sentences(rationale: str) -> list[str]:
    """A rationale cut where a full stop is followed by a capital."""
    return re.split(r"(?<=\.) (?=[A-Z])", rationale)


def untrue(each, profile, facts: Facts, knowledge) -> list[str]:
    """Every premise of a rationale that does not hold of this patient and this exercise."""
    exercise, label = knowledge.exercises[each.exercise], knowledge.vocabulary.label
    first, second, *others = sentences(each.rationale)
    told = first.removeprefix("For ").partition(": ")[0].split("; and ")
    named = {lower_first(label("deficits", word)): word for word in profile.deficits | facts.told.deficits}
    said = OFFERED.match(second)
    wrong = []
    if not all(deficit in named and named[deficit] in exercise.indications for deficit in told):
        wrong.append(first)
    if (
        said is None
        or said["name"] != exercise.name
        or said["range"] != str(exercise.pain_level)
        or not exercise.pain_level.low <= profile.pain_score <= exercise.pain_level.high
        or int(said["pain"]) != profile.pain_score
        or bool(said["top"]) != (profile.pain_score == exercise.pain_level.high)
        or said["phase"] != profile.phase
        or profile.phase not in exercise.phases
        or said["approach"] != spoken(facts.approach or "")
        or facts.approach not in exercise.dose
    ):
        wrong.append(second)
    claims = {claim_sentence(claim) for claim in exercise.clinical_rationale}
    wrong += [sentence for sentence in others[:-1] if sentence not in claims]
    changed = CHANGED.search(others[-1])
    present = {lower_first(label("findings", word)) for word, truth in facts.findings.items() if truth is Truth.YES}
    wanted = {
        lower_first(label("findings", word)) for word in exercise.precautions if facts.findings[word] is Truth.YES
    }
    concerns = set(changed["findings"].split("; ")) if changed else set()
    if concerns != wanted or not concerns <= present:
        wrong.append(others[-1])
    return wrong


@pytest.fixture(scope="module")
def results(shipped):
    """Each patient with group, facts and result, made as it is asked for."""
    engine = Engine(shipped, cross_check="off")
    return [
        (group, profile, engine.facts(profile), engine.recommend(profile).recommendations)
        for group, profile in plausible(shipped, PATIENTS)
    ]


def test_no_rationale_repeats_a_sentence_or_is_empty(results):
    """
    Two to four sentences, each said once.
    """
    assert sum(bool(offered) for *_, offered in results) > PATIENTS / 2
    for *_, offered in results:
        for each in offered:
            said = sentences(each.rationale)
            assert 2 <= len(said) <= 4, each.rationale
            assert len(set(said)) == len(said)
            assert all(sentence.strip(" .") for sentence in said)


def test_every_premise_of_a_rationale_is_true(results, shipped):
    """
    The deficits are the patient's, pain, phase and approach are today's, and each change has its finding.
    """
    for _, profile, facts, offered in results:
        for each in offered:
            assert untrue(each, profile, facts, shipped) == []


def test_each_group_of_deficits_has_its_own_exercises(results):
    """
    The ten most frequent exercises are not the same ten for any two groups.
    """
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for group, _, _, offered in results:
        counted[group].update(each.exercise for each in offered[:4])
    tens = {group: frozenset(name for name, _ in counted[group].most_common(10)) for group in DEFICIT_GROUPS}
    assert all(len(ten) >= 5 for ten in tens.values())
    assert len(set(tens.values())) == len(tens)
