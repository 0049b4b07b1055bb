"""What is never printed, and what the text of an exercise cannot do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hep_engine import ReleaseError
from hep_engine.adapters import handout
from hep_engine.adapters.handout import print as printing
from hep_engine.model.seal import seal_of
from hep_engine.model.table import Table
from tests.handout.conftest import result_of

MAKERS = [handout.html, handout.pdf]


@pytest.mark.parametrize("make", MAKERS)
def test_a_result_is_not_a_release(engine, shipped, make):
    """
    Nor its program, nor a dict, nor nothing.
    """
    result = result_of(engine, "weak hips")
    for wrong in (result, result.program, result.model_dump(), None):
        with pytest.raises(ReleaseError) as caught:
            make(wrong, shipped)
        assert [each.field for each in caught.value.reasons] == ["released"]
        assert "made from what `release` returns" in str(caught.value)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "changes",
    [{"seal": ""}, {"by": "nobody"}, {"safety_net": ()}, {"exercises": ()}, {"minutes_per_day": 1}],
    ids=lambda each: next(iter(each)),
)
def test_a_release_that_was_changed_is_refused(released, shipped, make, changes):
    """
    Whatever was changed, the seal shows it.
    """
    with pytest.raises(ReleaseError, match="not as it was released"):
        make(replace(released["weak hips"], **changes), shipped)


@pytest.mark.parametrize("make", MAKERS)
def test_other_knowledge_is_refused(released, shipped, make):
    """
    The texts printed are those that were released, and no others.
    """
    with pytest.raises(ReleaseError, match="another edition"):
        make(released["weak hips"], replace(shipped, content="sha256:other"))


def test_an_unknown_paper_is_refused(released, shipped):
    """
    With the papers that there are.
    """
    with pytest.raises(ValueError, match="a4, letter"):
        handout.html(released["weak hips"], shipped, paper="a5")


def test_text_survives_as_text(released, shipped):
    """
    An exercise that says `<b>&` says so on paper, and a script stays words; a role too.
    """
    name = released["weak hips"].exercises[0].planned.exercise
    nasty = 'Lift <b>&"one</b><script>alert(1)</script> knee'
    changed = shipped.exercises[name].model_copy(update={"instructions": (nasty,), "purpose": nasty, "name": nasty})
    knowledge = replace(shipped, exercises=Table({**shipped.exercises, name: changed}))
    mine = replace(released["weak hips"], by="<i>me</i>", seal="")
    page = handout.html(replace(mine, seal=seal_of(mine)), knowledge)
    assert "<b>" not in page
    assert "<script" not in page
    assert "<i>" not in page
    assert page.count("Lift &lt;b&gt;&amp;") >= 2


def test_nothing_is_fetched():
    """
    Neither an address nor a file.
    """
    for url in ("https://example.org/a.png", "file:///a.png"):
        with pytest.raises(ValueError, match="fetches nothing"):
            printing._refused(url)


def test_without_pango_the_way_out_is_told(monkeypatch):
    """
    And without the extra, how to install it.
    """
    import builtins

    real = builtins.__import__
    for failure, told in (
        (OSError("no library"), "libpango-1.0-0"),
        (ModuleNotFoundError("x"), r"hep_engine\[handout\]"),
    ):

        def gone(name, *more, failure=failure, **rest):
            if name == "weasyprint":
                raise failure
            return real(name, *more, **rest)

        monkeypatch.setattr(builtins, "__import__", gone)
        with pytest.raises(ImportError, match=told):
            printing._weasyprint()
        monkeypatch.setattr(builtins, "__import__", real)
