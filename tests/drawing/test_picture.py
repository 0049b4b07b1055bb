"""
The picture: well-formed, named, the same every time, and readable without colour.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given

from hep_engine.drawing import draw, panel
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import assemble
from hep_engine.knowledge.shape import fill
from hep_engine.knowledge.yaml_page import read_page
from hep_engine.model.exercise import Exercise
from hep_engine.model.pose import Poses
from tests.conftest import ROOT
from tests.drawing.strategies import poses, read
from tests.worlds.budget import tried

_SVG = "{http://www.w3.org/2000/svg}"
_BRIDGE = {"start": {"body": "hook_lying"}, "end": {"tilt": "-24", "feet": "planted"}, "anchor": "shoulders",
           "arrows": ["pelvis"], "props": ["mat"]}  # fmt: skip


@tried(30)
@given(poses())
def test_a_picture_is_well_formed_and_the_same_every_time(drawn):
    """
    XML with a title, a description and finite numbers, twice the same bytes.
    """
    text = draw(drawn, title="A < B", description='Bend & "hold"')
    assert text == draw(drawn, title="A < B", description='Bend & "hold"')
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.findtext(f"{_SVG}title") == "A < B"
    assert root.findtext(f"{_SVG}desc") == 'Bend & "hold"'
    assert "nan" not in text
    assert "inf" not in text


def test_numbers_have_one_decimal():
    """
    So that a machine that rounds otherwise in the tenth digit writes the same file.
    """
    assert not re.search(r"\d\.\d\d", draw(read(_BRIDGE), title="Bridge", description="Lift the hips."))


def test_every_shade_is_a_grey():
    """
    A photocopy loses nothing.
    """
    for colour in re.findall(r"#([0-9a-f]{6})", draw(read(_BRIDGE), title="Bridge", description="Lift.")):
        assert colour[:2] == colour[2:4] == colour[4:]


def test_start_and_end_are_named_and_can_be_renamed():
    """
    The headings are `Start` and `End`, or what the author wrote.
    """
    text = draw(read(_BRIDGE), title="Bridge", description="Lift.")
    assert ">Start<" in text
    assert ">End<" in text
    assert ">Breathe in<" in draw(
        read(_BRIDGE | {"captions": ["Breathe out", "Breathe in"]}), title="B", description="L"
    )


def test_only_the_end_has_the_arrow():
    """
    The arrow shows how the body came there.
    """
    start, end = (panel(read(_BRIDGE), which, title="Bridge", description="Lift.") for which in ("start", "end"))
    assert 'fill="#000000"' not in start
    assert 'fill="#000000"' in end


def test_both_panels_have_the_same_size():
    """
    Drawn alone, start and end can be laid beside each other.
    """
    boxes = {re.search(r'viewBox="([^"]+)"', panel(read(_BRIDGE), which, title="B", description="L"))[1]
             for which in ("start", "end")}  # fmt: skip
    assert len(boxes) == 1


def _drawn() -> list[pytest.param]:
    files = sorted((ROOT / "catalog" / "exercises").glob("*.yaml"))
    pages = [read_page(SourceFile(f"catalog/exercises/{file.name}", file.read_bytes())) for file in files]
    found = [fill(Exercise, page.root, page) for page in pages if page.root]
    return [pytest.param(each.poses, id=each.id) for each in found if each and each.poses]


@pytest.mark.parametrize("drawn", _drawn())
def test_every_shipped_pose_can_be_drawn(drawn: Poses):
    """
    Each gives a picture with both positions, small enough to be sent.
    """
    text = draw(drawn, title="t", description="d")
    assert text.count("</text>") >= 2
    assert len(text) < 45_000


@pytest.mark.parametrize(
    ("written", "wrong", "told"),
    [
        ("body: hook_lying", "body: hook_liing", "HEP011"),
        ("tilt: -24", "tilt: -240", "HEP015"),
        ("tilt: -24", "tild: -24", "HEP010"),
        ("feet: planted", "feet: 20", "HEP011"),
        ("{bend: 24}", "{bend: 240}", "HEP015"),
        ("{bend: 24}", "24", "HEP013"),
        ("arrows: [pelvis]", "arrows: pelvis", "HEP013"),
    ],
)
def test_a_mistake_in_a_pose_is_told_at_its_line(written, wrong, told):
    """
    With the file, the line and the code of its help page.
    """
    text = (ROOT / "catalog" / "exercises" / "bridge.yaml").read_text()
    assert text.count(written) == 1
    page = read_page(SourceFile("catalog/exercises/bridge.yaml", text.replace(written, wrong).encode()))
    assert page.root is not None
    fill(Exercise, page.root, page)
    line = text[: text.index(written)].count("\n") + 1
    assert [(each.code, each.at.line) for each in page.problems] == [(told, line)]


def test_a_pose_changes_no_decision(shipped):
    """
    Poses are looked at: the content fingerprint sees them, the decision one does not.
    """
    files = {path: SourceFile(str(path.relative_to(ROOT)), path.read_bytes())
             for folder in ("catalog", "rules") for path in (ROOT / folder).rglob("*.yaml")}  # fmt: skip
    bridge = ROOT / "catalog" / "exercises" / "bridge.yaml"
    text = bridge.read_text()
    files[bridge] = SourceFile("catalog/exercises/bridge.yaml", text[: text.index("\nposes:") + 1].encode())
    without = assemble(files.values())
    assert without.decision == shipped.decision
    assert without.content != shipped.content
