"""The figures as JSON, with every turn, and on what they were measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bench.peers.engines import ENGINES
from bench.peers.figures import Aim, Figures
from bench.peers.run import Plan

__all__ = ["as_json", "machine", "versions"]


def machine() -> str:
    """When and on what this is measured, and how busy that is."""
    python = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    busy = f"{os.getloadavg()[0]:.1f} programs running on {os.cpu_count()} cores"
    return f"{datetime.now(UTC).date().isoformat()} with {python}, {busy} when it began"


def as_json(figures: Figures, plan: Plan, found: Sequence[Aim], where: str) -> dict[str, Any]:
    """Everything that was measured, with every turn."""
    kept = []
    for (engine, size, way, cohort), turns in figures.turns.items():
        if (engine, size) in figures.wrong:
            continue
        key = engine, size, way, cohort
        kept.append(
            {
                **dict(zip(("engine", "exercises", "way", "patients"), key, strict=True)),
                "processor_us": _rounded(figures.processor(*key)),
                "wall_us": _rounded(figures.wall(*key)),
                "checked": figures.checked[key],
                "turns": [{"processor_us": _rounded(one), "wall_us": _rounded(other)} for one, other in turns],
            }
        )
    return {
        "measured": where,
        "plan": asdict(plan),
        "versions": versions(plan.engines),
        "aims": [{**asdict(each), "met": each.met} for each in found],
        "figures": kept,
        "not_measured": [
            {"engine": engine, "exercises": size, "why": why} for (engine, size), why in figures.skipped.items()
        ],
        "wrong": [asdict(each) for each in figures.wrong.values()],
    }


def versions(engines: Sequence[str]) -> dict[str, str]:
    """The version of each package that was measured."""
    measured = [ENGINES[name] for name in engines]
    return {each.package: each.version() for each in measured if each.package}


def _rounded(microseconds: float | None) -> float | None:
    """Four digits: more would be noise."""
    return None if microseconds is None else float(f"{microseconds:.4g}")
