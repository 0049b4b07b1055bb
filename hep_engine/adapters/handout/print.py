"""The PDF of a handout. The one place that knows WeasyPrint."""

from __future__ import annotations

from typing import Any, NoReturn

from hep_engine.adapters.handout.fit import CLOSER
from hep_engine.adapters.handout.render import NEEDED, rendered
from hep_engine.adapters.handout.sheet import Sheet

__all__ = ["printed"]

_NO_PANGO = (
    "the PDF needs the library Pango, which is not installed or cannot be opened; on Debian and Ubuntu: "
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)

_OPTIONS = {"pdf_variant": "pdf/ua-1"}
"""Tagged for screen readers. What is set and what is written are told the same."""


def printed(sheet: Sheet) -> bytes:
    """The handout as a tagged PDF that needs no other file; exercises that run over their page are set closer first."""
    document = _set(sheet)
    while over := _running_over(document, sheet):
        sheet = sheet.closer(over)
        document = _set(sheet)
    made: bytes = document.write_pdf(**_OPTIONS)
    return made


def _set(sheet: Sheet) -> Any:
    return _weasyprint().HTML(string=rendered(sheet), url_fetcher=_refused).render(**_OPTIONS)


def _running_over(document: Any, sheet: Sheet) -> set[int]:
    """The exercises that take more than a page, and could be set closer."""
    starts = {name: number for number, page in enumerate(document.pages) for name in page.anchors}
    first = [starts[f"exercise-{each.number}"] for each in sheet.exercises]
    after = [*first[1:], len(document.pages)]
    taken = zip(sheet.exercises, first, after, strict=True)
    return {each.number for each, start, end in taken if end - start > 1 and each.fit in CLOSER}


def _refused(url: str, *_: Any, **__: Any) -> NoReturn:
    """A handout holds all it needs: whatever would be fetched, from the network or from a file, is refused."""
    raise ValueError(f"a handout fetches nothing, and was asked for {url[:80]}")


def _weasyprint() -> Any:
    """WeasyPrint, imported when a PDF is asked for: it loads Pango, and HTML needs neither."""
    try:
        import weasyprint
    except ModuleNotFoundError as missing:
        raise ImportError(NEEDED, name=missing.name) from missing
    except OSError as missing:
        raise ImportError(_NO_PANGO) from missing
    return weasyprint
