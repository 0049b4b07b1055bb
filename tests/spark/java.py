"""Whether there is a Java that Spark can run on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

__all__ = ["missing_java"]

_LEAST = 17
_REMEDY = "install one, on Debian and Ubuntu `apt install openjdk-17-jre-headless`, or let JAVA_HOME name one"


def missing_java(environment: Mapping[str, str] = os.environ) -> str | None:
    """What to install before Spark starts; `None` where there is nothing to do."""
    home = environment.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin") if home else environment.get("PATH", ""))
    if java is None:
        return f"Spark needs Java {_LEAST} or later, and there is none: {_REMEDY}"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found is None or int(found[1]) < _LEAST:
        return f"Spark needs Java {_LEAST} or later, and {java} is {found[1] if found else 'another'}: {_REMEDY}"
    return None
