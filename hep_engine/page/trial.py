"""The page of a trial: which vignettes and clauses held, and for each that did not, which condition decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hep_engine.audit.clauses import ClauseSeen
from hep_engine.audit.trial import Tried
from hep_engine.page.lines import Line, heading, said
from hep_engine.page.patient import in_words

__all__ = ["trial_page"]


def trial_page(tried: Tried) -> Iterator[Line]:
    """What was tried, then everything that did not hold."""
    failed = [each for each in tried.vignettes if each.misses]
    yield Line("all as expected" if tried.passed else "not as expected", "good" if tried.passed else "alert")
    yield from said(
        f"{tried.rules} rules on {tried.examples} examples of their own; "
        f"{len(tried.vignettes) - len(failed)} of {len(tried.vignettes)} patients as expected; "
        f"{sum(each.both_ways for each in tried.clauses)} of {len(tried.clauses)} clauses seen to decide both ways; "
        f"{tried.invariants - len(tried.broken)} of {tried.invariants} statements about all patients not broken"
    )
    if not tried.vignettes:
        yield from said("no patient was tried: the folder holds none", style="alert")
    for broken in tried.broken:
        yield from heading(f"{broken.rule} does not hold ({broken.at})")
        yield from said(f"{broken.exercise} is recommended to {in_words(broken.profile)}", 2, "alert", 2)
    for each in failed:
        yield from heading(f"{each.vignette.id}: {each.vignette.title}")
        yield from said(f"It guards: {each.vignette.guards}", 2, hang=2)
        for miss in each.misses:
            yield from said(f"- {miss.what} ({miss.at})", 2, "alert", 2)
            for why in miss.why:
                yield from said(why, 4, "quiet", 2)
    yield from _one_sided([each for each in tried.clauses if not each.both_ways])


def _one_sided(clauses: Sequence[ClauseSeen]) -> Iterator[Line]:
    if not clauses:
        return
    yield from heading("Clauses that no patient shows to matter; add an example in which only this clause decides")
    for each in clauses:
        sides = [] if each.held else ["where it holds"]
        sides += [] if each.did_not_hold else ["where it does not hold"]
        yield from said(f"- `{each.clause}` in {each.rule}: none {' and none '.join(sides)}", 2, "warn", 2)
        yield from said(str(each.clause.at or ""), 4, "quiet")
