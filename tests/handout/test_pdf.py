"""The PDF: its pages, its words, and the same bytes each time."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

import pypdfium2.raw as raw
import pytest

from hep_engine.adapters import handout

SIZES = {"a4": (595, 842), "letter": (612, 792), "large": (595, 842)}


def squeezed(text):
    """Without blanks, so that line ends and columns do not matter."""
    return "".join(each for each in text if not each.isspace() and each not in "\ufffe\N{BULLET}")


def unpacked(made):
    """What the compressed parts of a PDF hold, as text."""
    parts = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(packed).decode("latin-1"))
    return "\n".join(parts)


def texts(document):
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


@pytest.mark.parametrize("key", SIZES)
def test_pages_have_the_size_of_the_paper_and_the_number_promised(opened, released, key):
    """
    One page an exercise after the plan; in large print two at most.
    """
    name, document = opened(key)
    assert {tuple(round(side) for side in page.get_size()) for page in document} == {SIZES[key]}
    count = len(released[name].exercises)
    assert len(document) == 1 + count if key != "large" else len(document) <= 2 + 2 * count


@pytest.mark.parametrize("key", SIZES)
def test_all_of_it_is_in_the_pdf(opened, released, shipped, key):
    """
    Every name, instruction, caution and line about safety, on the pages of its exercise.
    """
    name, document = opened(key)
    pages = texts(document)
    whole = "".join(pages)
    for number, each in enumerate(released[name].exercises, start=1):
        exercise = shipped.exercises[each.planned.exercise]
        own = "".join(
            page for page in pages if f"{number}.{squeezed(exercise.name)}" in page and "Yourweek" not in page
        )
        parts = (*exercise.instructions, exercise.purpose, *(caution.text for caution in each.cautions))
        listed = (*exercise.stop_if, *exercise.provider_tips, *exercise.common_compensations)
        wanted = [*map(squeezed, parts), *(squeezed(item)[1:] for item in listed)]
        # A line over the break of two pages has the running head inside it.
        assert [part for part in wanted if part not in own and part[:20] not in own] == []
    assert [each for each in released[name].safety_net if squeezed(each) not in whole] == []
    assert squeezed("have not been signed off by a clinician") in whole


@pytest.mark.parametrize("key", SIZES)
def test_nothing_reaches_the_edge(opened, key):
    """
    Every letter stands at least nine millimetres inside the paper.
    """
    _, document = opened(key)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            assert right <= left or (left > 25 and right < width - 25 and bottom > 25 and top < height - 20)


def test_letters_are_as_large_as_promised(opened):
    """
    14 points, 20 in large print; only the running head, the foot and the hints in drawings are smaller.
    """
    for key, least in (("a4", 13.9), ("large", 19.9)):
        _, document = opened(key)
        text = document[1].get_textpage()
        sizes = [raw.FPDFText_GetFontSize(text.raw, at) for at in range(text.count_chars())]
        assert sum(size >= least for size in sizes) > 0.9 * len(sizes)


def test_the_pdf_says_what_it_is(printed, opened):
    """
    Title, language, tags, and the mark of PDF/UA.
    """
    _, made = printed["a4"]
    _, document = opened("a4")
    assert document.get_metadata_dict()["Title"] == "Your home exercises"
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert re.search('pdfuaid:part(="1"|>1<)', unpacked(made))
    assert "/Lang" in unpacked(made) or b"/Lang" in made


def test_the_same_program_gives_the_same_bytes(printed, released, shipped):
    """
    No clock and no chance in it.
    """
    name, made = printed["a4"]
    assert handout.pdf(released[name], shipped) == made
    assert handout.html(released[name], shipped) == handout.html(released[name], shipped)
