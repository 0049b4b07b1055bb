"""The handout: a released program on paper, and as a web page, for the patient who does it.

Needs the extra `handout`. Nothing but a `Released` is printed: what a clinician has not released, no patient sees.
"""

from __future__ import annotations

from hep_engine.adapters.handout.print import printed
from hep_engine.adapters.handout.render import rendered
from hep_engine.adapters.handout.sheet import Paper, sheet_of
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.release import Released

__all__ = ["Paper", "html", "pdf"]


def html(released: Released, knowledge: KnowledgeBase, *, paper: Paper = "a4", large: bool = False) -> str:
    """The handout as one HTML page that needs no other file; printed from a browser it looks like the PDF.

    *paper* is `a4` or `letter`; *large* sets the text in 20 points rather than 14.

    Raises `ReleaseError` for anything but a program that a clinician released with this *knowledge*, and `ImportError`
    without the extra.
    """
    return rendered(sheet_of(released, knowledge, paper=paper, large=large))


def pdf(released: Released, knowledge: KnowledgeBase, *, paper: Paper = "a4", large: bool = False) -> bytes:
    """The handout as a tagged PDF (PDF/UA-1): first the plan, then a page for each exercise,
    two in large print. A page that holds more than fits, as with many cautions, goes on to the next.

    The same program gives the same bytes where the same fonts are installed. Takes and raises what `html` does;
    `ImportError` too where the library that sets the type, Pango, is not installed.
    """
    return printed(sheet_of(released, knowledge, paper=paper, large=large))
