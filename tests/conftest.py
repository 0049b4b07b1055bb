"""Settings and things that many tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hep_engine import Engine, KnowledgeBase
from hep_engine.knowledge import yaml_page
from hep_engine.knowledge.files import SourceFile
from hep_engine.knowledge.load import load_knowledge
from hep_engine.knowledge.yaml_page import Page, read_page
from tests.worlds.budget import HUNTING, MORE

_quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
settings.register_profile("ci", derandomize=True, max_examples=100, deadline=None, suppress_health_check=_quiet)
settings.register_profile("hunt", max_examples=200 * MORE, deadline=None, suppress_health_check=_quiet)
settings.load_profile("hunt" if HUNTING else "ci")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _each_file_is_parsed_once() -> Iterator[None]:
    """Parse a file the first time it is seen: the tests load the shipped knowledge hundreds of times, little changed.

    Every other check of the loader runs each time. Pages are handed out as copies; their trees are never changed.
    """
    seen: dict[tuple[SourceFile, object], Page] = {}

    def read_once(file: SourceFile) -> Page:
        key = file, yaml_page._LOADER
        if key not in seen:
            if len(seen) > 5_000:  # generated files: each is seen once or twice
                seen.clear()
            seen[key] = read_page(file)
        page = seen[key]
        return Page(page.file, page.lines, list(page.problems), page.root)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hep_engine.knowledge.load.read_page", read_once)
        yield


@pytest.fixture(scope="session")
def shipped() -> KnowledgeBase:
    """The knowledge the library comes with."""
    return load_knowledge(ROOT / "rules", ROOT / "catalog")


@pytest.fixture(scope="session")
def engine(shipped: KnowledgeBase) -> Engine:
    """An engine on the shipped knowledge, with the second reading where it can be imported."""
    return Engine(shipped)
