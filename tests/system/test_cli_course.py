"""`hep simulate`, `hep sign` and the program on the page of `hep recommend`: what they print, and how they exit."""

from __future__ import annotations

import shutil
from xml.etree import ElementTree

import pytest

from hep_engine.knowledge.load import load_knowledge
from tests.conftest import ROOT

PATIENT = "--pain 3 --phase subacute --deficit hip_stabilization --deficit walking_tolerance --age 45 --screened"


def words(text):
    """Text without its line breaks."""
    return " ".join(text.split())


def test_the_page_shows_the_program_first(hep, told):
    """
    Before everything that fits: what is done in which order, the time, and why the rest is not in it.
    """
    page = hep(f"recommend {PATIENT}").stdout
    program = told(f"recommend {PATIENT}")["program"]
    assert page.index("The program: ") < page.index("All that fits, best first")
    assert f"about {program['minutes_per_day']} minutes" in page
    for each in program["plan"]:
        assert f"{each['name']} ({each['minutes']} min)" in page
    for each in program["not_chosen"]:
        assert f"- {each['name']}: {each['text']}" in words(page)


def test_a_simulated_course_says_that_it_is_one(hep, told, tmp_path):
    """
    Eight weeks, the same for the same seed, with a picture that is well-formed and names every exercise.
    """
    out = tmp_path / "course.svg"
    done = hep(f"simulate {PATIENT} --out {out}")
    assert done.exit_code == 0
    assert done.stdout.startswith("A SIMULATED COURSE: the patient is invented")
    assert done.stdout.count("Week ") == 8
    assert done.stdout == hep(f"simulate {PATIENT}").stdout != hep(f"simulate {PATIENT} --seed 2").stdout
    course = told(f"simulate {PATIENT}")
    picture = out.read_text()
    ElementTree.fromstring(picture)
    for week in course["weeks"]:
        for each in week["plan"]:
            assert each["name"][:33] in picture


def test_a_patient_without_a_program_has_no_course(hep):
    """
    It ends before the first week, and says why.
    """
    done = hep("simulate --pain 3 --phase subacute --deficit balance --age 45")
    assert "no program in week 1: the result is provisional" in words(done.stdout)


@pytest.fixture
def my_rules(tmp_path):
    """A copy of the rules that may be signed."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    return tmp_path / "rules"


def test_signing_holds_until_something_changes(hep, told, my_rules):
    """
    Name, role and day on every result; after the change of a word, unsigned again.
    """
    done = hep(f"sign --name Example --role physiotherapist --on 2026-11-22 --rules {my_rules}")
    assert done.exit_code == 0
    signed = told(f"recommend {PATIENT} --rules {my_rules}")["knowledge"]
    assert (signed["signed_off"], signed["signed_by"]) == (True, "Example, physiotherapist, 2026-11-22")
    assert "signed off by Example" in hep(f"check --rules {my_rules}").stdout
    policy = my_rules / "policy.yaml"
    policy.write_text(policy.read_text().replace("Ten to twenty minutes", "Some twenty minutes"))
    assert told(f"recommend {PATIENT} --rules {my_rules}")["knowledge"]["signed_off"] is False
    assert "changed since, so it is not signed off now" in words(hep(f"check --rules {my_rules}").stdout)
    assert load_knowledge(my_rules).signature is not None


def test_a_day_that_is_none_is_refused(hep, my_rules):
    """
    Exit 2, and nothing is written.
    """
    done = hep(f"sign --name Example --role physiotherapist --on tomorrow --rules {my_rules}")
    assert done.exit_code == 2
    assert not (my_rules / "signature.yaml").exists()
