"""The page about mutants: how many, what noticed them, and every one that nothing noticed, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bench.mutation.mutant import AREAS, SAFETY, Verdict

__all__ = ["KILLERS", "page"]

KILLERS = ("check", "proof", "test", "equivalent", "survivor")

_ABOUT = {
    "gates": "gates",
    "findings": "finding and approach rules",
    "restrictions": "restrictions",
    "contraindications": "contraindications",
    "vocabulary": "what findings mean, and how approaches are ordered",
    "ranking": "ranking rules",
    "program": "program rules",
    "follow_up": "follow-up rules",
    "precautions": "precautions",
    "fit": "whom an exercise is for: pain, phase, deficits, equipment, dose, difficulty",
    "form": "how an exercise is done: position, spine, weight, category, sides",
    "policy": "policy",
}
_HEAD = """# Mutants of the knowledge

What one slip of the pen can do, and what notices it. A mutant is the shipped knowledge with one small edit: a clause
dropped, turned or replaced, a comparator or number changed, a conclusion softened or widened, a word of a list dropped
or added. `make mutants` makes every one, in the same order each time, and asks in turn:

* **check**: does the loader refuse it, or does a rule fail one of its own examples (`hep check`)?
* **proof**: is a statement about all patients refuted, by a patient who is then shown in the engine? What is asked are
  the statements of `rules/invariants/`, that every rule can fire, and that every exercise is reachable. The other
  theorems hold of whatever loads; they guard the library.
* **test**: does a patient under `tests/patients/` miss what is expected, does a list in `tests/shipped/pinned.py`
  differ, or does a clause of the rule decide for nobody (`hep test`, `make test`)?
* **equivalent**: does the solver prove that nobody is treated differently? Compared are status, gates, findings,
  approach, what is recommended and what is to be confirmed, scores, cautions, doses, limits, and the steps after a
  week. The wording of reasons is not.
* **survivor**: somebody is treated differently, and nothing noticed.

The statements themselves are not edited: they decide nothing. Neither are texts, doses within their limits, and links
to the next exercise. A mutant is counted once, at the first of these that holds, so many that are counted under check
would be refuted by a proof as well. Written by `bench/mutants.py`; do not edit by hand.
"""


def page(verdicts: Iterable[Verdict]) -> str:
    """The whole page, as Markdown."""
    found = sorted(verdicts, key=lambda each: (AREAS.index(each.area), each.kind, each.id))
    return "\n".join([_HEAD, *_tables(found), *_survivors(found), ""])


def _tables(found: Sequence[Verdict]) -> Iterator[str]:
    yield "## What noticed them\n"
    yield from _table("edits of", [(_ABOUT[each.area], each.killer) for each in found], total=True)
    safe = sum(each.killer == "survivor" and each.area in SAFETY for each in found)
    rows = ", ".join(_ABOUT[area] for area in SAFETY)
    yield f"\nThe safety rules are the first five rows ({rows}): {safe or 'none'} of their mutants survived.\n"
    yield from _tests(found)
    yield "## By kind of edit\n"
    yield from _table("edit", [(f"{each.area}: {each.kind}", each.killer) for each in found])


def _tests(found: Sequence[Verdict]) -> Iterator[str]:
    """Of the tests, whether a patient noticed it or a list, which says the same a second time and knows no patient."""
    noticed = [each for each in found if each.killer == "test"]
    patients = sum(each.by.startswith("patient ") for each in noticed)
    clauses = sum(each.by.startswith("a clause") for each in noticed)
    lists = len(noticed) - patients - clauses
    yield f"Of the {len(noticed)} that a test noticed, {patients} failed a patient, {clauses} left a clause"
    yield f"that decides for nobody, and {lists} differed from a list that is kept twice."
    yield "Lists are asked before patients.\n"


def _table(first: str, rows: Sequence[tuple[str, str]], *, total: bool = False) -> Iterator[str]:
    yield f"| {first} | made | {' | '.join(KILLERS)} |"
    yield "|---|" + "---:|" * (len(KILLERS) + 1)
    for name in dict.fromkeys(row for row, _ in rows):
        yield _line(name, Counter(killer for row, killer in rows if row == name))
    if total:
        yield _line("**all**", Counter(killer for _, killer in rows))


def _line(name: str, counts: Counter[str]) -> str:
    return f"| {name} | {sum(counts.values())} | {' | '.join(str(counts[each]) for each in KILLERS)} |"


def _survivors(found: Sequence[Verdict]) -> Iterator[str]:
    yield "\n## Every survivor\n"
    left = [each for each in found if each.killer == "survivor"]
    if not left:
        yield "There is none."
        return
    yield "Read such an edit before it goes out; nothing else will.\n"
    for area, in_area in groupby(left, key=lambda each: each.area):
        verdicts = list(in_area)
        yield f"### {_ABOUT[area].capitalize()} ({len(verdicts)})\n"
        for kind, of_kind in groupby(verdicts, key=lambda each: each.kind):
            yield f"* {kind}: " + "; ".join(_by_subject([each.says for each in of_kind]))
        yield ""


def _by_subject(said: Sequence[str]) -> Iterator[str]:
    """What is said of one exercise or rule, together."""
    parts = [each.partition(": ")[::2] for each in said]
    for subject, each in groupby(parts, key=lambda part: part[0]):
        yield f"{subject} " + ", ".join(edit for _, edit in each)
