"""The page of a comparison: who gets more or less, most severe first, each with a patient who shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hep_engine.model.comparison import Change, Comparison, ForAll, Held, Kind, PatientChange, RecordChange
from hep_engine.model.wording import phrase
from hep_engine.model.words import spoken
from hep_engine.page.example import Examples
from hep_engine.page.lines import Line, Style, heading, said
from hep_engine.page.records import field_lines, field_name, named, record_lines
from hep_engine.page.relations import sentences

__all__ = ["comparison_page"]

_SECTIONS: tuple[tuple[str, tuple[Kind, ...], Style], ...] = (
    ("Screening and referral", ("status", "level", "gate_fires"), "alert"),
    ("Exercises", ("exercise",), "warn"),
    ("Rules", ("approach", "finding", "restriction", "caution", "ranking", "program", "follow_up"), ""),
    (
        "What is not known, asked or given as a reason",
        ("gate_open", "finding_open", "rule_open", "questions", "reasons"),
        "",
    ),
)
_COUNTED: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("statuses", ("status",)),
    ("degrees of referral", ("level",)),
    ("gates", ("gate_fires",)),
    ("exercises", ("exercise",)),
    ("treatment approaches", ("approach",)),
    ("findings", ("finding",)),
    ("other rules", ("restriction", "caution", "ranking", "program", "follow_up")),
    ("lists of questions", ("questions",)),
)
_REFERS = "then, refer"
_NOT_WRITTEN = ("rule", "questions", "inputs", "conclusions")
"""What follows from the records, and does not stand among them as such."""
_MOST = 6
"""So many changes of one sort are shown with an example each."""


def comparison_page(found: Comparison, before: str, after: str) -> Iterator[Line]:
    """What changes; *before* and *after* are the folders, as they were called."""
    yield from _verdict(found)
    yield from said(f"{before} is the knowledge as it was, {after} as it is now.", style="quiet")
    if found.for_all:
        yield from _for_all(found.for_all, before, after)
    yield from _patients(found.patients, found.tried)
    yield from record_lines(found.records)
    yield Line()
    decisions = [each.decision[:19] for each in (found.before, found.after)]
    same = f"The same decision fingerprint, {decisions[0]}"
    yield from said(
        f"Decision {decisions[0]}, now {decisions[1]}." if decisions[0] != decisions[1] else f"{same}.", 0, "quiet"
    )
    if found.for_all:
        yield from said(
            "Proved of the rules read as formulas. That the engine does the same is tested, not proved.", 0, "quiet"
        )


def _verdict(found: Comparison) -> Iterator[Line]:
    if found.for_all is None:
        if found.patients:
            yield Line(f"SOMETHING CHANGES for {len(found.patients)} of {found.tried} patients tried", "alert")
        else:
            yield Line(f"NOTHING CHANGES for the {found.tried} patients tried", "good")
            yield from said("This is no proof. `--all-patients` compares every patient there could be.")
        return
    match found.changes:
        case "nothing":
            yield Line("NOTHING CHANGES for anybody: proved for all patients", "good")
            if found.records:
                yield from said("What differs is only how it is written, or what people read.")
        case "unknown":
            yield Line("NOT KNOWN: some questions were not decided, so something may change", "warn")
        case "something":
            yield Line("SOMETHING CHANGES", "alert")
            yield from said(_summary(found.for_all))


def _summary(found: ForAll) -> str:
    """Who is touched, in a sentence or two."""
    sure = [each for each in found.changes if each.relation != "undecided"]
    open_still = len(found.changes) - len(sure)
    touched = _touched(sure)
    if touched:
        summary = f"It changes {phrase(touched)}."
    elif _touched(found.changes):
        summary = "Whether somebody is screened, referred or given an exercise otherwise was not decided."
    else:
        whom = "nobody" if not found.held else "nobody who can be compared"
        summary = f"Proved: {whom} is screened, referred or given an exercise otherwise. What does change stands below."
    return summary + (f" Not decided in the time there was: {open_still} more." if open_still else "")


def _touched(changes: Sequence[Change]) -> list[str]:
    kinds = {each.kind for each in changes}
    exercises = sum(each.kind == "exercise" for each in changes)
    touched = ["who is withheld, provisional or ready"] if "status" in kinds else []
    touched += ["how urgently some patients are referred"] if "level" in kinds else []
    count = "one exercise" if exercises == 1 else f"{exercises} exercises"
    return touched + ([f"who gets {count}"] if exercises else [])


def _for_all(found: ForAll, before: str, after: str) -> Iterator[Line]:
    examples = Examples()
    for title, kinds, style in _SECTIONS:
        chosen = [each for each in found.changes if each.kind in kinds and not _said_already(each, found.changes)]
        levels = list(_new_levels(found.data)) if "level" in kinds else []
        if chosen or levels:
            yield from heading(title)
            yield from levels
            alone = [each for each in chosen if not each.by_gates]
            for _, group in groupby(alone, key=lambda each: (each.kind, each.relation)):
                yield from _changes(list(group), style, examples)
            yield from _by_gates([each for each in chosen if each.by_gates], style, examples)
    if examples:
        yield Line()
        yield from said("Run an example on both sides, with these options added:", 0, "quiet")
        for folder in (before, after):
            yield Line(f"  --rules {folder}/rules --catalog {folder}/catalog", "quiet")
    yield from _data(found.data)
    yield from _held(found.held)
    yield from _same(found)


def _new_levels(data: Sequence[RecordChange]) -> Iterator[Line]:
    """Gates that refer otherwise when they fire."""
    for record in data:
        for field in record.fields:
            if field.field == _REFERS:
                was, now = (spoken(each or "") for each in (field.before, field.after))
                yield from said(f"- Where gate {record.id} fires it said {was}, and now says {now}.", 2, "alert", 2)


def _data(data: Sequence[RecordChange]) -> Iterator[Line]:
    """What decides and no formula compares: whatever stands among the records below is only named."""
    chosen = [each for each in data if not each.fields or {field.field for field in each.fields} != {_REFERS}]
    if not chosen:
        return
    yield from heading("Different too, and it decides: compared as it is written, not by formula")
    for record in chosen:
        if record.how != "changed":
            yield from said(f"- {named(record)}: {record.how}", 2, "warn", 2)
        elif record.part in _NOT_WRITTEN:
            yield from said(f"- {named(record)}", 2, "warn", 2)
            yield from field_lines([each for each in record.fields if each.field != _REFERS], 4)
        else:
            fields = "; ".join(map(field_name, record.fields))
            yield from said(f"- {named(record)}: {fields}", 2, "warn", 2)


def _same(found: ForAll) -> Iterator[Line]:
    yield from heading("The same for all patients")
    counts = []
    for called, counted in _COUNTED:
        same = sum(found.equal.get(kind, 0) for kind in counted)
        differing = sum(each.kind in counted for each in found.changes)
        if same + differing:
            counts.append(f"{same} of {same + differing} {called}")
    yield from said(f"{'; '.join(counts)}.", 2)


def _said_already(change: Change, changes: Sequence[Change]) -> bool:
    """A level that could be reached, where the level that is reached changes in the same way."""
    level = change.id.removesuffix(", open")
    same = [each for each in changes if each.kind == "level" and each.id == level and each.relation == change.relation]
    return change.kind == "level" and level != change.id and bool(same)


def _changes(group: list[Change], style: Style, examples: Examples) -> Iterator[Line]:
    for each in group[:_MOST]:
        for sentence, witness in sentences(each):
            yield from said(f"- {sentence}", 2, style, 2)
            yield from examples.shown(witness)
    rest = group[_MOST:]
    if rest:
        names = ", ".join(each.id for each in rest)
        yield from said(f"- Likewise {len(rest)} more: {names}. `--json` has an example for each.", 2, style, 2)


def _by_gates(changes: list[Change], style: Style, examples: Examples) -> Iterator[Line]:
    """Exercises that fit the same patients as before, and are withheld from others."""
    for relation, group in groupby(sorted(changes, key=lambda each: each.relation), key=lambda each: each.relation):
        found = list(group)
        count = "One exercise" if len(found) == 1 else f"{len(found)} exercises"
        who = {
            "wider": "given now to some patients from whom the gates withheld everything",
            "narrower": "withheld now from some patients, with everything else",
        }.get(relation, "withheld from other patients than before, with everything else")
        them = "It fits" if len(found) == 1 else "Each fits"
        yield from said(f"- {count} {'is' if len(found) == 1 else 'are'} {who}. Proved: the gates alone make the"
                        f" difference. {them} the same patients as before.", 2, style, 2)  # fmt: skip
        yield from said(", ".join(each.id for each in found), 4, "quiet")
        yield from examples.shown(found[0].gained or found[0].lost)


def _held(held: Sequence[Held]) -> Iterator[Line]:
    if not held:
        return
    yield from heading("Not compared")
    yield from said("No patient here uses these words, since they do not mean the same on both sides:", 2)
    for each in held:
        where = {"before": "only known before", "after": "only known now", "both": "has another range or step now"}
        yield from said(f"- {each.kind} {each.id}, {where[each.known]}", 4, "warn", 2)


def _patients(patients: Sequence[PatientChange], tried: int) -> Iterator[Line]:
    if not tried:
        return
    gets = "gets" if len(patients) == 1 else "get"
    yield from heading(f"Patients tried: {tried}, of whom {len(patients) or 'none'} {gets} something else")
    for each in patients:
        yield from said(f"- {each.title} ({each.patient})", 2, "warn", 2)
        yield from field_lines(each.changes, 4)
