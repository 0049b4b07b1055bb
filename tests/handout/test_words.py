"""How much, how often, on which days, and how hard it is to read."""

from __future__ import annotations

import re
from itertools import product
from statistics import median

import pytest
import textstat

from hep_engine.adapters.handout.week import Task, spread
from hep_engine.adapters.handout.words import amount, effort, how_often, kept_smaller
from hep_engine.model.exercise import Dose

HARDEST_GRADE = 7.0
"""No exercise is harder to read than this grade by Flesch and Kincaid; docs/how-to/print-a-handout.md says so."""


def dose(**parts):
    usual = {"sets": 1, "reps": "10-12", "hold_seconds": 0, "days_per_week": 7, "times_per_day": 1}
    return Dose.model_validate({name: str(value) for name, value in {**usual, **parts}.items()})


@pytest.mark.parametrize(
    ("parts", "sides", "said"),
    [
        ({"sets": 2}, True, "Do 10 to 12 on each side. Do all of this twice."),
        ({"sets": 3, "reps": 8}, False, "Do 8. Rest a little. Do all of this 3 times."),
        ({"hold_seconds": 1}, False, "Do 10 to 12. Hold each one for 1 second."),
        ({"reps": 1, "hold_seconds": 30}, True, "Do this once on each side. Hold it for 30 seconds."),
        ({"reps": 1, "minutes": 5}, False, "Do this for about 5 minutes."),
        ({"minutes": 1}, False, "Do 10 to 12. It takes about 1 minute."),
    ],
)
def test_a_dose_is_told_as_people_say_it(parts, sides, said):
    """
    Short sentences, in the order in which it is done.
    """
    assert " ".join(amount(dose(**parts), per_side=sides)) == said


def test_how_often_and_how_hard():
    """
    Days, times, effort, and why there is less of it than usual.
    """
    assert how_often(dose()) == "Once a day, every day."
    assert how_often(dose(days_per_week=1, times_per_day=2)) == "Twice a day, on 1 day a week."
    assert how_often(dose(days_per_week=4, times_per_day=3)) == "3 times a day, on 4 days a week."
    assert effort(dose()) is None
    assert effort(dose(effort=5)) == "Effort: about 5 out of 10 (0 is rest, 10 is as hard as you can)."
    assert (
        kept_smaller("2 sets rather than 3: short lists.") == "Kept smaller for you: 2 sets rather than 3. Short lists."
    )


@pytest.mark.parametrize("count", range(1, 8))
def test_days_are_spread_evenly(count):
    """
    As many as asked, and no gap longer than another by more than a day.
    """
    (days,) = spread([Task("sitting", count, 5)])
    on = [day for day in range(7) if days[day]]
    gaps = [(after - before) % 7 or 7 for before, after in zip(on, [*on[1:], on[0]], strict=True)]
    assert len(on) == count
    assert max(gaps) - min(gaps) <= 1


def test_one_position_stays_together_and_the_days_are_shared():
    """
    Whoever does less in one position does it on days of the other; two positions share the week.
    """
    for first, second in product(range(1, 8), repeat=2):
        one, other = spread([Task("prone", first, 4), Task("prone", second, 4)])
        assert sum(a and b for a, b in zip(one, other, strict=True)) == min(first, second)
    one, other = spread([Task("prone", 3, 10), Task("sitting", 3, 10)])
    assert not any(a and b for a, b in zip(one, other, strict=True))
    assert spread([]) == ()


def told(exercise):
    """All that a patient may read about one exercise, each line as a sentence."""
    lists = (exercise.instructions, exercise.provider_tips, exercise.common_compensations, exercise.stop_if)
    texts = [exercise.purpose, *(text for texts in lists for text in texts), *exercise.precautions.values()]
    return " ".join(f"{text.rstrip('.')}." for text in texts)


def syllables(word):
    """Groups of vowels, without a silent ending: a count that needs no dictionary to be fetched."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeioutdy]ed$|[^aeiouyscgxz]es$", word)
    return max(1, groups - bool(silent))


def grade(text):
    """The grade by Flesch and Kincaid."""
    words = re.findall(r"[a-z]+", text.lower().replace("'", ""))
    return 0.39 * len(words) / textstat.sentence_count(text) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_syllables_are_counted_as_spoken():
    """
    Silent endings are not, and a word has one at least.
    """
    counted = {"knee": 1, "breathe": 1, "little": 2, "lifted": 2, "raised": 1, "bridges": 2, "shoulder": 2, "the": 1}
    assert {word: syllables(word) for word in counted} == counted


def test_every_exercise_is_easy_to_read(shipped):
    """
    The bound holds for each, and half of them are well below.
    """
    grades = {name: grade(told(each)) for name, each in shipped.exercises.items()}
    assert {name: found for name, found in grades.items() if found > HARDEST_GRADE} == {}
    assert median(grades.values()) <= 6
    letters = {name: textstat.automated_readability_index(told(each)) for name, each in shipped.exercises.items()}
    assert {name: found for name, found in letters.items() if found > HARDEST_GRADE} == {}
