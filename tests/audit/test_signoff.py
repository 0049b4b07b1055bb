"""Everything of our own is on the list for a clinician, and nothing a guideline says."""

from __future__ import annotations

from pathlib import Path

from hep_engine.audit.signoff import to_sign
from tests.conftest import ROOT


def test_every_choice_of_ours_is_listed_with_a_place_that_exists(shipped):
    """
    Rules, policy, coherence, exercises, and each finding named more strictly than its facts.
    """
    listed = to_sign(shipped)
    ours = {rule.id for rule in shipped.rules.values() if rule.active and rule.origin == "ours"}
    assert {each.id for each in listed if each.part == "rule"} == ours
    assert {each.id for each in listed if each.part == "exercise"} == set(shipped.exercises)
    stricter = sum(len(exercise.stricter) for exercise in shipped.exercises.values())
    assert sum("stricter" in each.what for each in listed) == stricter
    for each in listed:
        file, _, line = each.at.rpartition(":")
        assert Path(ROOT / file).read_text().splitlines()[int(line) - 1].strip()
        assert each.why.strip()


def test_what_a_guideline_says_is_not_listed(shipped):
    """
    The list is what remains to be decided.
    """
    listed = {each.id for each in to_sign(shipped)}
    assert "rf_ces" not in listed
    assert "program_size" not in listed


def test_a_key_that_stands_on_the_sheet_is_not_our_choice(shipped):
    """
    The clamshell's pain range is the sheet's; its dose is ours.
    """
    (clamshell,) = [each for each in to_sign(shipped) if each.id == "clamshell" and "stricter" not in each.what]
    assert "dose" in clamshell.what
    assert "pain level" not in clamshell.what
