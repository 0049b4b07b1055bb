"""Settings and things that many tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hep_engine import Engine, KnowledgeBase
from hep_engine.knowledge.load import load_knowledge

_quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
settings.register_profile("ci", derandomize=True, max_examples=200, deadline=None, suppress_health_check=_quiet)
settings.register_profile("hunt", max_examples=20_000, deadline=None, suppress_health_check=_quiet)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shipped() -> KnowledgeBase:
    """The knowledge the library comes with."""
    return load_knowledge(ROOT / "rules", ROOT / "catalog")


@pytest.fixture(scope="session")
def engine(shipped: KnowledgeBase) -> Engine:
    """An engine on the shipped knowledge, with the second reading where it can be imported."""
    return Engine(shipped)
