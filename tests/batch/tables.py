"""Profiles as a table, in the shapes a registry may have them in."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from hep_engine import PatientProfile

__all__ = ["LISTS", "table_of"]

LISTS = ("deficits", "findings", "ruled_out", "cleared", "equipment", "avoid")
_WORDS = ("phase", "sex", "irritability", "directional_preference")


def table_of(profiles: Sequence[PatientProfile], *, measures: str = "map") -> pa.Table:
    """The profiles as columns, the patients numbered; *measures* as a `map`, a `struct` or `columns`."""
    columns = {"patient": pa.array([f"p{number}" for number in range(len(profiles))])}
    for name in ("pain_score", "age"):
        columns[name] = pa.array([getattr(each, name) for each in profiles], pa.int64())
    for name in _WORDS:
        columns[name] = pa.array([getattr(each, name) for each in profiles], pa.string())
    for name in LISTS:
        lists = [getattr(each, name) for each in profiles]
        columns[name] = pa.array([None if each is None else sorted(each) for each in lists], pa.list_(pa.string()))
    scores = [dict(each.measures) for each in profiles]
    known = sorted({name for each in scores for name in each})
    if measures == "map":
        kind = pa.map_(pa.string(), pa.float64())
        columns["measures"] = pa.array([[*map(_scored, each.items())] for each in scores], kind)
    elif measures == "struct" and known:
        kind = pa.struct([(name, pa.float64()) for name in known])
        columns["measures"] = pa.array([{name: each.get(name) for name in known} for each in scores], kind)
    else:
        columns |= {f"measure_{name}": pa.array([each.get(name) for each in scores], pa.float64()) for name in known}
    return pa.table(columns)


def _scored(entry: tuple[str, float]) -> tuple[str, float]:
    return entry[0], float(entry[1])
