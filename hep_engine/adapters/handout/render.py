"""The HTML of a handout. The one place that knows Jinja2."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hep_engine.adapters.handout.sheet import Sheet
from hep_engine.adapters.handout.week import DAYS

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["NEEDED", "rendered"]

NEEDED = 'the handout needs two more packages: pip install "hep_engine[handout]"'

_PAGE = {"a4": "A4", "letter": "Letter"}


def rendered(sheet: Sheet) -> str:
    """The handout as one HTML page: styles and drawings inside, nothing to fetch."""
    template, style = _template()
    page: str = template.render(sheet=sheet, days=DAYS, style=style, page=_PAGE[sheet.paper])
    return page


@cache
def _template() -> tuple[Template, Any]:
    """The page and its styles; both are ours, so that the styles need no escaping."""
    try:
        from jinja2 import Environment, StrictUndefined  # an extra: the library imports without it
        from markupsafe import Markup
    except ModuleNotFoundError as missing:
        raise ImportError(NEEDED, name=missing.name) from missing
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["drawing"] = Markup
    folder = files(__package__) / "templates"
    page, style = (folder.joinpath(name).read_text(encoding="utf-8") for name in ("handout.html", "handout.css"))
    return environment.from_string(page), Markup(style)  # noqa: S704  # our own style sheet, with nothing of a patient or a file in it
