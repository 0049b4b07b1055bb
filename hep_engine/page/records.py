"""What two knowledge bases say differently, on a page: record by record, field by field, shortly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hep_engine.model.comparison import FieldChange, RecordChange
from hep_engine.model.words import spoken
from hep_engine.page.lines import Line, heading, said

__all__ = ["field_lines", "field_name", "named", "record_lines"]

_ONE = {
    "deficits": "deficit", "findings": "finding", "phases": "phase", "positions": "position", "categories": "category",
    "muscles": "muscle", "body_parts": "body part", "measures": "measure", "referral_levels": "referral level",
    "treatment_approaches": "treatment approach", "facts": "question about", "override_reasons": "override reason",
    "follow_up": "number of a week", "coherence": "demand", "inputs": "what is read of a profile",
    "questions": "what is asked", "conclusions": "what findings follow from",
}  # fmt: skip
"""What one entry of a list is called."""
_LONGEST = 90
_MOST, _MOST_TEXTS = 8, 2
"""So many items of a list are named; of a list of texts, which are long, only a few."""


def record_lines(records: Sequence[RecordChange]) -> Iterator[Line]:
    """Every record that differs: first those in which something decides, then those that people read."""
    deciding = [each for each in records if each.decides]
    reading = [each for each in records if not each.decides]
    if not records:
        yield from heading("Both say the same")
    for title, chosen in (
        ("Written differently, where it can decide", deciding),
        ("Written differently, to read or to check", reading),
    ):
        if chosen:
            yield from heading(title)
        for each in chosen:
            how = "" if each.how == "changed" else f": {each.how}"
            yield from said(f"- {named(each)}{how}", 2, hang=2)
            yield from field_lines([field for field in each.fields if field.decides], 4)
            texts = [field for field in each.fields if not field.decides]
            if texts and each.decides:
                yield from said("and to read:", 4)
            yield from field_lines(texts, 4)


def named(record: RecordChange) -> str:
    """What kind of record it is, and its id."""
    part = _ONE.get(record.part, spoken(record.part))
    return part if record.part == record.id else f"{part} {record.id}"


def field_name(change: FieldChange) -> str:
    """The field as a person says it; the ids in it stay as they are."""
    first, comma, rest = change.field.partition(", ")
    return f"{spoken(first)}{comma}{rest}"


def field_lines(fields: Iterable[FieldChange], indent: int) -> Iterator[Line]:
    """Each field with what it was and what it is."""
    for each in fields:
        yield from said(f"{field_name(each)}: {_told(each)}", indent, hang=2)


def _told(change: FieldChange) -> str:
    if change.form == "order":
        return "the same in another order"
    if change.form == "list":
        most = _MOST if change.decides else _MOST_TEXTS
        gone = f"no longer {_listed(change.before, most)}" if change.before else ""
        come = f"now also {_listed(change.after, most)}" if change.after else ""
        return "; ".join(each for each in (gone, come) if each)
    before, after = change.before or "nothing", change.after or "nothing"
    start = _common(before, after) if max(len(before), len(after)) > _LONGEST else 0
    return f"{_cut(before, start)}; now {_cut(after, start)}"


def _listed(items: str, most: int) -> str:
    listed = items.split("; ")
    if len(listed) > most:
        return f"{', '.join(_cut(each, 0) for each in listed[:most])} and {len(listed) - most} more"
    return ", ".join(_cut(each, 0) for each in listed)


def _common(before: str, after: str) -> int:
    """Where two texts begin to differ, at the start of a word."""
    length = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    return before.rfind(" ", 0, length) + 1


def _cut(text: str, start: int) -> str:
    """A long text from where it matters."""
    shown = text[start : start + _LONGEST].rsplit(" ", 1)[0] if len(text) - start > _LONGEST else text[start:]
    return ("… " if start else "") + shown + (" …" if len(text) - start > _LONGEST else "")
