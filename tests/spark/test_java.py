"""
Without a Java that Spark can run on, the command says what to install.
"""

from __future__ import annotations

import pytest

from tests.spark.java import missing_java


def _java(folder, said):
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("said", "fine"),
    [
        ('openjdk version "17.0.15" 2025-04-15', True),
        ('openjdk version "25" 2025-09-16', True),
        ('openjdk version "21-ea"', True),
        ('java version "1.8.0_292"', False),
        ('openjdk version "11.0.2"', False),
        ("Unrecognized option", False),
    ],
)
@pytest.mark.parametrize("by", ["JAVA_HOME", "PATH"])
def test_the_version_is_read(tmp_path, said, fine, by):
    """
    17 or later will do; the one that JAVA_HOME names, else the one on the path.
    """
    home = _java(tmp_path, said)
    what = missing_java({"JAVA_HOME": str(home)} if by == "JAVA_HOME" else {"PATH": str(home / "bin")})
    assert (what is None) == fine
    assert what is None or "apt install openjdk-17" in what


def test_none_at_all(tmp_path):
    """
    The message names a package that brings one.
    """
    what = missing_java({"PATH": str(tmp_path)})
    assert what is not None
    assert "there is none" in what
    assert "JAVA_HOME" in what
