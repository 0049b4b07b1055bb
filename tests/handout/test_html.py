"""The web page: its structure, its words, and nothing that an exercise's text could smuggle in."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from hep_engine.adapters import handout
from tests.handout.conftest import PATIENTS

VOID = {"meta", "br", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline"}


class Outline(HTMLParser):
    """Elements in order, each with its attributes, its text and the elements around it."""

    def __init__(self, page):
        super().__init__()
        self.all, self.open = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        made = {"tag": tag, "is": dict(attrs), "text": "", "in": [each["tag"] for each in self.open]}
        self.all.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag, attrs):
        """Note an element without content."""
        self.all.append({"tag": tag, "is": dict(attrs), "text": "", "in": [each["tag"] for each in self.open]})

    def handle_endtag(self, tag):
        """Close what was opened last, which has to be the same."""
        if tag not in VOID:
            assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        """Text belongs to every element around it."""
        for each in self.open:
            each["text"] += data

    def named(self, *tags):
        """All elements of these kinds."""
        return [each for each in self.all if each["tag"] in tags]


@pytest.fixture(scope="module")
def outlines(released, shipped):
    """The page of each patient."""
    return {name: Outline(handout.html(each, shipped)) for name, each in released.items()}


@pytest.mark.parametrize("name", PATIENTS)
def test_the_page_is_built_for_screen_readers(outlines, name):
    """
    A language, one h1, headings that never skip a step, landmarks, and tables with a caption and scoped heads.
    """
    page = outlines[name]
    assert page.open == []
    assert page.named("html")[0]["is"]["lang"] == "en"
    assert page.named("title")[0]["text"] == "Your home exercises"
    levels = [int(each["tag"][1]) for each in page.named("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(page.named("main")) == len(page.named("header")) == 1
    assert len(page.named("caption")) == len(page.named("table")) > 0
    assert {each["is"].get("scope") for each in page.named("th")} == {"col", "row"}


@pytest.mark.parametrize("name", PATIENTS)
def test_every_picture_has_a_name_and_every_id_is_alone(outlines, name):
    """
    What a drawing shows is said; what a section is called by exists.
    """
    page = outlines[name]
    titles = [each["text"] for each in page.named("title") if "svg" in each["in"]]
    assert len(page.named("svg")) == len(titles) > 0
    assert all(each["is"]["role"] == "img" for each in page.named("svg"))
    assert len(set(titles)) == len(titles)
    assert all(15 < len(each) < 200 for each in titles)
    ids = [each["is"]["id"] for each in page.all if "id" in each["is"]]
    assert len(ids) == len(set(ids))
    assert {each["is"]["aria-labelledby"] for each in page.named("section")} <= set(ids)


@pytest.mark.parametrize("name", PATIENTS)
def test_everything_that_was_released_is_on_the_page(outlines, released, shipped, name):
    """
    Names, instructions, cautions, signs to stop, the safety net, the role, and that nobody signed the rules off.
    """
    text = " ".join(outlines[name].named("body")[0]["text"].split())
    for each in released[name].exercises:
        exercise = shipped.exercises[each.planned.exercise]
        said = [exercise.name, exercise.purpose, *exercise.instructions, *(caution.text for caution in each.cautions)]
        lists = (*exercise.stop_if, *exercise.provider_tips, *exercise.common_compensations)
        assert [part for part in (*said, *(item[:1].upper() + item[1:] for item in lists)) if part not in text] == []
    assert [each for each in released[name].safety_net if each not in text] == []
    assert "Released by: physiotherapist." in text
    assert "The rules behind this plan have not been signed off by a clinician." in text
    assert "No result is promised." in text
    assert released[name].knowledge.decision[:19] in text


def test_a_clinicians_change_is_shown_as_the_clinicians(outlines, released):
    """
    The change itself, and whose it is.
    """
    (change,) = released["weak hips"].overrides
    shown = f"Changed by your clinician: {change.text.removeprefix(f'{change.name}: ')}"
    assert shown in outlines["weak hips"].named("main")[0]["text"]


def test_the_page_needs_no_other_file(released, shipped):
    """
    No address to fetch from, no script, no form.
    """
    page = handout.html(released["weak hips"], shipped)
    assert not re.search(r"(?i)\b(src|href|action)=|url\(|@import|<script|<link|<form", page)


def test_the_boxes_of_the_week_are_those_of_the_dose(outlines, released):
    """
    As many days as the dose says, and on each as many boxes as times a day.
    """
    for name, each in released.items():
        rows = [row for row in outlines[name].named("tr") if "tbody" in row["in"]]
        assert len(rows) == len(each.exercises)
        for row, exercise in zip(rows, each.exercises, strict=True):
            dose = exercise.planned.dose
            assert row["text"].count("\N{BALLOT BOX}") == dose.days_per_week * dose.times_per_day


def test_contrast_is_at_least_seven_to_one():
    """
    By the formula of WCAG 2, every colour of the styles against the white of the page.
    """
    from hep_engine.adapters.handout.render import files

    style = (files("hep_engine.adapters.handout") / "templates" / "handout.css").read_text()
    assert set(re.findall(r"background: (#\w+)", style)) == {"#ffffff"}
    inks = set(re.findall(r"(?<!-)\bcolor: (#\w+)", style)) | set(re.findall(r"solid (#\w+)", style))
    assert inks
    assert all(len(each) == 7 for each in inks)
    assert [each for each in inks if 1.05 / (_luminance(each) + 0.05) < 7] == []


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_deficit_is_told_in_plain_words(shipped):
    """
    No label of the catalogue stands on the page as clinicians write it.
    """
    assert [name for name, each in shipped.vocabulary.deficits.items() if each.for_patient is None] == []


def test_every_exercise_of_the_catalogue_has_a_page(everything, shipped):
    """
    All of them in one handout: each with its name, its drawing and its signs to stop.
    """
    page = Outline(handout.html(everything, shipped))
    own = [each for each in page.named("section") if each["is"].get("class", "").startswith("exercise")]
    assert len(own) == len(shipped.exercises)
    for section, exercise in zip(own, shipped.exercises.values(), strict=True):
        assert exercise.name in section["text"]
        assert [each for each in exercise.stop_if if each[1:] not in section["text"]] == []
    drawn = [each for each in shipped.exercises.values() if each.poses is not None]
    assert len(page.named("svg")) == 2 * len(drawn)
