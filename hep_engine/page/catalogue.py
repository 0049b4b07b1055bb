"""The catalogue as Markdown: one page an exercise, and an index by category."""

from __future__ import annotations

from collections.abc import Iterator

from hep_engine.drawing import draw
from hep_engine.model.exercise import Exercise
from hep_engine.model.knowledge import KnowledgeBase
from hep_engine.model.wording import SUPPORT, claim_sentence, lower_first, phrase
from hep_engine.model.words import spoken
from hep_engine.page.dose import dose_in_words

__all__ = ["catalogue_drawings", "catalogue_pages"]

_GENERATED = "<!-- Written by `hep catalogue`; change the exercise's file, not this page. -->"


def catalogue_pages(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """File name and text of every page: the index, the sheet of drawings, each exercise that is not retired."""
    shown = _shown(knowledge)
    yield "README.md", "\n".join(_index(shown, knowledge)) + "\n"
    yield "drawings.md", "\n".join(_sheet(shown)) + "\n"
    for exercise in shown:
        yield f"{exercise.id}.md", "\n".join(_page(exercise, knowledge)) + "\n"


def catalogue_drawings(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """File name and SVG of every drawing: start and end beside each other."""
    for exercise in _shown(knowledge):
        if exercise.poses:
            yield f"{exercise.id}.svg", draw(exercise.poses, title=exercise.name, description=exercise.purpose)


def _shown(knowledge: KnowledgeBase) -> list[Exercise]:
    return [each for each in knowledge.exercises.values() if each.status != "retired"]


def _drawing(exercise: Exercise, folder: str = "drawings") -> str:
    return f"![{exercise.name}, start and end]({folder}/{exercise.id}.svg)"


def _sheet(shown: list[Exercise]) -> Iterator[str]:
    """The contact sheet: every drawing with its name, two exercises a row."""
    drawn = [each for each in shown if each.poses]
    yield from (_GENERATED, "", "# All drawings", "")
    yield f"{2 * len(drawn)} drawings: start and end of {len(drawn)} exercises, made from the angles in their files."
    yield from ("", "| | |", "|---|---|")
    for number in range(0, len(drawn), 2):
        pair = drawn[number : number + 2]
        yield f"| {' | '.join(f'{_drawing(each)} [{each.name}]({each.id}.md)' for each in pair)} |"


def _index(shown: list[Exercise], knowledge: KnowledgeBase) -> Iterator[str]:
    yield from (_GENERATED, "", "# The catalogue", "")
    yield f"{len(shown)} exercises, knowledge {knowledge.policy.version}. {_signed(knowledge)}."
    yield from ("", "[All drawings on one sheet](drawings.md)")
    yield from ("", "![How many exercises each deficit has, by phase and pain](coverage.svg)")
    for category in knowledge.vocabulary.categories:
        members = [each for each in shown if each.category == category]
        if members:
            yield from ("", f"## {knowledge.vocabulary.label('categories', category)}", "")
            yield from ("| exercise | pain | difficulty | phases | for |", "|---|---|---|---|---|")
            for each in sorted(members, key=lambda each: (each.difficulty, each.id)):
                deficits = "; ".join(_labels(each.indications, "deficits", knowledge))
                name = f"[{each.name}]({each.id}.md)"
                yield f"| {name} | {each.pain_level} | {each.difficulty} | {', '.join(each.phases)} | {deficits} |"


def _signed(knowledge: KnowledgeBase) -> str:
    return f"Signed off by {knowledge.signature}" if knowledge.signed_off else "Not signed off by a clinician"


def _page(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[str]:
    yield from (_GENERATED, "", f"# {exercise.name}", "")
    if exercise.also_called:
        yield from (f"Also called {phrase(exercise.also_called, 'or')}.", "")
    yield from (exercise.purpose, "")
    if exercise.poses:
        yield from (_drawing(exercise), "")
    yield from _facts(exercise, knowledge)
    yield from _section("How to do it", exercise.instructions, numbered=True)
    yield from _section("What goes wrong, and how to see it", exercise.common_compensations)
    yield from _section("Tips for the clinician", exercise.provider_tips)
    yield from _section("Why", [claim_sentence(each) for each in exercise.clinical_rationale])
    yield from _section("Never with", [_named(each, exercise, knowledge) for each in exercise.contraindications])
    changes = [f"{_named(each, exercise, knowledge)}: {text}" for each, text in exercise.precautions.items()]
    yield from _section("With a change", changes)
    yield from _section("Dose, by treatment approach", list(_doses(exercise, knowledge)))
    yield from _section("Stop if there is", exercise.stop_if)
    later = [f"[{knowledge.exercises[each].name}]({each}.md)" for each in exercise.progresses_to]
    yield from _section("Leads on to", later)
    yield from _evidence(exercise, knowledge)


def _facts(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[str]:
    def label(kind: str, word: str) -> str:
        return lower_first(knowledge.vocabulary.label(kind, word))

    printed = f" (the sheet prints {exercise.printed_pain_level})" if exercise.printed_pain_level else ""
    rows = {
        "For": "; ".join(_labels(exercise.indications, "deficits", knowledge)),
        "Pain now": f"{exercise.pain_level}{printed}",
        "Phases": ", ".join(exercise.phases),
        "Difficulty": f"{exercise.difficulty} of 5",
        "Position": label("positions", exercise.position),
        "Low back": f"{exercise.spine.direction}, {exercise.spine.range} range, {spoken(exercise.spine.load)} load",
        "Weight through": ", ".join(label("body_parts", each) for each in exercise.weight_through) or "nothing unusual",
        "At home": ", ".join(label("equipment", each) for each in exercise.equipment) or "nothing",
        "Works": ", ".join(label("muscles", each) for each in exercise.muscles.primary),
        "Helps": ", ".join(label("muscles", each) for each in exercise.muscles.secondary) or "nothing named",
    }
    yield from ("| | |", "|---|---|")
    yield from (f"| {name} | {text} |" for name, text in rows.items())


def _section(title: str, items: tuple[str, ...] | list[str], *, numbered: bool = False) -> Iterator[str]:
    if items:
        yield from ("", f"## {title}", "")
        yield from (f"{number}. {each}" if numbered else f"- {each}" for number, each in enumerate(items, start=1))


def _evidence(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[str]:
    evidence = exercise.evidence
    yield from ("", "## Evidence", "", f"{spoken(evidence.directness).capitalize()}: {SUPPORT[evidence.directness]}.")
    yield from ("", evidence.note, "")
    yield from (f"- `{each}`: {knowledge.sources[each].title}" for each in evidence.sources)
    yield ""
    sheet = phrase(map(spoken, exercise.from_sheet))
    yield (
        f"From the provider sheet: {sheet}. The rest of this page is our own choice and waits for sign-off."
        if sheet
        else "Nothing here comes from a provider's sheet: wording, ranges and doses are our own and wait for sign-off."
    )


def _named(finding: str, exercise: Exercise, knowledge: KnowledgeBase) -> str:
    """A finding as people call it, and why it stands here if the source facts do not ask for it."""
    label = knowledge.vocabulary.label("findings", finding)
    return f"{label} (our choice: {exercise.stricter[finding]})" if finding in exercise.stricter else label


def _doses(exercise: Exercise, knowledge: KnowledgeBase) -> Iterator[str]:
    """The dose of each approach it is for, the most cautious first."""
    for approach in knowledge.vocabulary.approaches:
        if approach in exercise.dose:
            yield f"{spoken(approach)}: {dose_in_words(exercise.dose[approach], per_side=exercise.per_side)}"


def _labels(words: tuple[str, ...], kind: str, knowledge: KnowledgeBase) -> list[str]:
    return [knowledge.vocabulary.label(kind, each) for each in words]
