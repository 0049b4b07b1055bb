"""Small sound files that the museum breaks."""

from __future__ import annotations

from tests.knowledge.conftest import ROOT

GATE = "rules/gates/rf_suicide.yaml"
CES = "rules/gates/rf_ces.yaml"
CLAMSHELL = "catalog/exercises/clamshell.yaml"
BAND_ROW = "catalog/exercises/band_row.yaml"
POLICY = "rules/policy.yaml"
FINDINGS = "catalog/vocabulary/findings.yaml"


def shipped_text(path: str) -> str:
    """A shipped file as text."""
    return (ROOT / path).read_text()


def swapped(path: str, old: str, new: str) -> str:
    """A shipped file with one stretch of text replaced; the stretch must be there."""
    text = shipped_text(path)
    assert old in text, f"{path} has no {old!r}: the museum needs another exhibit"
    return text.replace(old, new, 1)


def rule(name: str, when: str, then: str, *, patient: str = "", more: str = "status: active") -> str:
    """A small sound rule file; *when* and *then* are YAML on one line each."""
    return f"""rule: {name}
{more}
when: {when}
then: {then}
because: a reason
origin: ours
sources: []
examples:
  - fires: someone
    patient: {{pain_score: 3, phase: acute{patient}}}
  - quiet: someone else
    patient: {{pain_score: 3, phase: chronic}}
"""
