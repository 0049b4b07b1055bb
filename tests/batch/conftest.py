"""What the laws of tables share."""

from __future__ import annotations

import pytest

from hep_engine import Engine, KnowledgeBase, PatientProfile
from hep_engine.batch import recommend_table
from tests.batch.tables import table_of


@pytest.fixture(scope="session")
def alone(shipped: KnowledgeBase) -> Engine:
    """An engine on the shipped knowledge without a second reading: it is compared with a table, row by row."""
    return Engine(shipped, cross_check="off")


@pytest.fixture(scope="session", autouse=True)
def _compiled(alone: Engine) -> None:
    """Compile before the first law, so that no law is blamed for it: some ten seconds where nothing is kept yet."""
    told = table_of([PatientProfile(pain_score=3, phase="acute", avoid=["clamshell"], measures={"odi": 3})])
    recommend_table(alone, told, codes=True, provisional=True)
