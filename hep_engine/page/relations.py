"""What a change means, in sentences: who gets more and who gets less."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.model.comparison import Change, Kind, Witness

__all__ = ["sentences"]

_LEVELS = {
    "emergency": "as an emergency",
    "urgent": "urgently or as an emergency",
    "clinician_review_before": "for a review before any exercise, or more urgently",
    "clinician_review_parallel": "for a review alongside, or more urgently",
}
_OTHER = "some patients of whom it did not"
_SENTENCES: dict[Kind, tuple[str, str]] = {
    "status": ("Some patients are now {id} who were not.", "Some patients are no longer {id}."),
    "level": ("Some patients are now referred {level} who were not.", "Some patients are no longer referred {level}."),
    "gate_fires": ("Gate {id} now fires for some patients for whom it did not.",
                   "Gate {id} no longer fires for some patients."),
    "gate_open": ("Gate {id} now stays open for some patients, until they are asked.",
                  "Gate {id} is no longer open for some patients."),
    "exercise": ("{name} ({id}): some patients now get it who did not.",
                 "{name} ({id}): some patients no longer get it."),
    "approach": ("Some patients are now treated by {name} who were not.",
                 "Some patients are no longer treated by {name}."),
    "finding": ("Finding {id} now holds for some patients for whom it did not.",
                "Finding {id} no longer holds for some patients."),
    "finding_open": ("Of some patients it is now unknown whether they have {id}.",
                     "Of some patients it is no longer unknown whether they have {id}."),
    "restriction": ("Restriction {id} now holds for some patients for whom it did not.",
                    "Restriction {id} no longer holds for some patients."),
    "caution": ("The advice of {id} is now given to some patients who did not get it.",
                "The advice of {id} is no longer given to some patients."),
    "ranking": ("Ranking rule {id} now holds for some patients for whom it did not.",
                "Ranking rule {id} no longer holds for some patients."),
    "program": ("Program rule {id} now limits some patients whom it did not.",
                "Program rule {id} no longer limits some patients."),
    "follow_up": ("Follow-up rule {id} now holds, or could, after some weeks when it did not.",
                  "Follow-up rule {id} no longer holds, or no longer could, after some weeks."),
    "rule_open": ("Of some patients it is now unknown whether rule {id} holds.",
                  "Of some patients it is no longer unknown whether rule {id} holds."),
    "questions": ("For {id}, other questions have to be asked of some patients.", ""),
    "reasons": ("{id} is left out for other reasons with some patients.", ""),
}  # fmt: skip


def sentences(change: Change) -> Iterator[tuple[str, Witness | None]]:
    """What changes, each way in a sentence, with who shows it; and whether that is all that is known."""
    more, less = (_filled(each, change) for each in _of(change))
    if change.relation == "differs":
        about = change.name if change.name == change.id else f"{change.name} ({change.id})"
        yield (
            f"The engines do not show what the formulas say of {about}. Please report this.",
            (change.gained or change.lost),
        )
        return
    if change.gained:
        yield more, change.gained
    if change.lost:
        yield less, change.lost
    if change.relation == "undecided":
        other = "more of this" if change.gained or change.lost else f"{change.kind.replace('_', ' ')} {change.id}"
        yield f"Not decided in the time there was: {other}. Give it more with --seconds.", None


def _of(change: Change) -> tuple[str, str]:
    if change.kind == "level" and change.id.endswith(", open"):
        return (
            "Some patients could now turn out to be referred {level}, who could not.",
            "Some patients can no longer turn out to be referred {level}.",
        )
    return _SENTENCES[change.kind]


def _filled(sentence: str, change: Change) -> str:
    level = _LEVELS.get(change.id.removesuffix(", open"), "") if change.kind == "level" else ""
    return sentence.format(id=change.id, name=change.name, level=level)
