"""Vignettes made for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hep_engine import Engine, KnowledgeBase
from hep_engine.audit.miss import Miss
from hep_engine.audit.vignettes import try_vignette
from hep_engine.knowledge.vignettes import read_vignettes

_PATIENT = """patient: someone
title: Someone
guards: something
profile: {profile}
expect: {expect}
because: a reason
origin: ours
sources: []
"""

Written = Callable[..., tuple[Miss, ...]]


@pytest.fixture(scope="session")
def plain_engine(shipped: KnowledgeBase) -> Engine:
    """An engine on the shipped knowledge that reads once."""
    return Engine(shipped, cross_check="off")


@pytest.fixture
def misses(tmp_path: Path, plain_engine: Engine) -> Written:
    """What a patient written on two lines misses."""

    def tried(profile: str, expect: str) -> tuple[Miss, ...]:
        (tmp_path / "someone.yaml").write_text(_PATIENT.format(profile=profile, expect=expect))
        (vignette,) = read_vignettes(plain_engine.knowledge, tmp_path)
        return try_vignette(vignette, plain_engine)

    return tried
