"""What a table should say of a patient, as the engine recommends for one."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from hep_engine import Engine, PatientProfile, ProfileError

__all__ = ["by_patient", "expected", "mistaken_fields"]


def expected(engine: Engine, profile: PatientProfile, *, top: int, provisional: bool) -> dict[str, Any]:
    """Status, level, exercises in order, questions and codes of one patient."""
    result = engine.recommend(profile)
    shown = result.status == "ready" or (result.status == "provisional" and provisional)
    asked = [] if result.status == "ready" else [each.id for each in result.disposition.ask_first]
    offers = result.recommendations[:top] if shown else ()
    left_out = result.excluded if shown else ()
    return {
        "status": result.status,
        "level": result.disposition.level.value,
        "offers": [(each.rank, each.exercise, each.score, list(each.matched_indications)) for each in offers],
        "codes": {each.exercise: {reason.code for reason in each.reasons} for each in left_out},
        "questions": asked,
        "errors": [],
    }


def by_patient(table: Any) -> dict[Any, dict[str, Any]]:
    """The rows of a table that came out, put together again for each patient."""
    found: dict[Any, dict[str, Any]] = {}
    for row in table.to_pylist():
        first = {"status": row["status"], "level": row["level"], "offers": [], "codes": {}}
        mine = found.setdefault(row["patient"], {**first, "questions": row["questions"], "errors": row["errors"]})
        if row["rank"] is not None:
            mine["offers"].append((row["rank"], row["exercise"], row["score"], row["matched"]))
        elif row["exercise"] is not None:
            mine["codes"][row["exercise"]] = set(row["codes"])
    return found


def mistaken_fields(engine: Engine, told: dict[str, Any]) -> set[str]:
    """The fields of which the profile or the engine says that they are wrong; of a list, the list."""
    try:
        engine.recommend(PatientProfile(**told))
    except ValidationError as wrong:
        return {str(each["loc"][0]) for each in wrong.errors()}
    except ProfileError as wrong:
        return {each.field for each in wrong.mistakes}
    return set()
