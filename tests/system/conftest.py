"""Running `hep` inside the test's process, and checkouts that a test may spoil."""

from __future__ import annotations

import json
import shutil
import sys

import pytest
from typer.testing import CliRunner

from hep_engine.cli import app
from tests.conftest import ROOT

HIP = "--pain 3 --phase subacute --deficit hip_stabilization --age 45"
"""The patient of the README, as options."""
CHECKED_BY = ["index", "plain"] if sys.version_info >= (3, 13) else ["index", "durable"]


@pytest.fixture(scope="session")
def hep():
    """Run `hep` with a line of options; answers click's result, with `stdout`, `stderr` and `exit_code`."""

    def run(line, stdin=None):
        result = CliRunner().invoke(app, line.split(), input=stdin, env={"COLUMNS": "80", "TERM": "dumb"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture(scope="session")
def told(hep):
    """Run `hep` with `--json` and read what it printed, whether it ended well or not."""
    return lambda line, stdin=None: json.loads(hep(f"{line} --json", stdin).stdout)


@pytest.fixture
def broken_rules(tmp_path):
    """A copy of the rules with one word misspelt."""
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    file = rules / "gates" / "rf_ces.yaml"
    file.write_text(file.read_text().replace("has bladder_change", "has blader_change"))
    return rules
