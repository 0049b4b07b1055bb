"""
The choice of a program is the best there is: nothing that may be chosen is better, whatever the bounds.
"""

from __future__ import annotations

from itertools import combinations
from random import Random
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from hep_engine.planning.candidate import Bounds, Candidate, worth
from hep_engine.planning.choice import Choosing, choose
from hep_engine.planning.outdone import in_the_running
from tests.worlds.budget import tried


def offered(random: Random, count: int) -> list[Candidate]:
    """Candidates of every kind, some of which exclude each other."""
    names = [f"e{number}" for number in range(count)]
    excluded: dict[str, set[str]] = {name: set() for name in names}
    for _ in range(random.randint(0, count)):
        one, other = random.choice(names), random.choice(names)
        if one != other:
            excluded[one].add(other)
            excluded[other].add(one)
    deficits = [f"d{number}" for number in range(random.randint(1, 6))]
    scores = sorted((random.randint(-9, 40) for _ in names), reverse=True)
    return [
        Candidate(
            name,
            rank,
            scores[rank - 1],
            frozenset(random.sample(deficits, random.randint(1, min(3, len(deficits))))),
            random.choice([0, 60, 240, 300, 480]),
            random.random() < 0.2,
            random.random() < 0.5,
            random.random() < 0.4,
            frozenset(excluded[name]),
        )
        for rank, name in enumerate(names, start=1)
    ]


def admissible(candidates, bounds):
    """Every set that keeps to the bounds, the empty one among them."""
    for size in range(bounds.most + 1):
        for chosen in combinations(candidates, size):
            names = {each.exercise for each in chosen}
            in_time = sum(each.seconds for each in chosen) <= bounds.seconds
            if in_time and all(names.isdisjoint(each.excludes) for each in chosen):
                yield chosen


@st.composite
def tables(draw):
    """Candidates, and bounds."""
    random = Random(draw(st.integers(0, 10_000)))
    candidates = offered(random, draw(st.integers(0, 10)))
    most = draw(st.integers(1, 5))
    bounds = Bounds(most, draw(st.integers(1, most)), draw(st.sampled_from([0, 200, 600, 1200, 10_000])))
    return candidates, bounds


@tried(150)
@given(tables())
def test_no_admissible_set_is_better(table):
    """
    And the one that was chosen is admissible itself.
    """
    candidates, bounds = table
    found = choose(candidates, bounds)
    assert found is not None
    every = list(admissible(candidates, bounds))
    assert found.chosen in every
    assert found.worth == worth(found.chosen, bounds) == max(worth(each, bounds) for each in every)


@tried(150)
@given(tables())
def test_where_time_does_not_press_more_time_changes_nothing(table):
    """
    `pressed` may be said too often, never too seldom: composing trusts it to stop looking.
    """
    candidates, bounds = table
    found = choose(candidates, bounds)
    assert found is not None
    if not found.pressed:
        assert found.chosen == choose(candidates, Bounds(bounds.most, bounds.least, 10**6)).chosen


@tried(150)
@given(tables(), st.integers(0, 2), st.lists(st.sampled_from([0, 60, 240, 480]), min_size=10, max_size=10))
def test_few_and_many_are_chosen_alike(table, kept, times):
    """
    Looking at every set and leaving branches early come to the same, also with something kept, and with other times.
    """
    candidates, bounds = table
    firm = [each.exercise for each in candidates[:kept]]
    found = []
    for few in 0, 10:
        with patch("hep_engine.planning.choice.FEW", few):
            choosing = Choosing(candidates, bounds, firm)
            first = choosing.best([each.seconds for each in candidates])
            later = choosing.best(times[: len(candidates)], first.value if first else -1)
            found.append([each and each.chosen for each in (first, later)])
    assert found[0] == found[1]


@tried(60)
@given(tables(), st.integers(0, 10**6))
def test_what_enough_others_outdo_is_in_no_better_set(table, seed):
    """
    The same is chosen when the candidates come many times over, each copy a little worse.
    """
    candidates, bounds = table
    random = Random(seed)
    worse = [
        random.choice(candidates)._replace(
            exercise=f"copy{number}",
            rank=len(candidates) + number,
            score=min(each.score for each in candidates) - number,
            excludes=frozenset(),
        )
        for number in range(1, 40 if candidates else 1)
    ]
    assert set(in_the_running(candidates + worse, bounds.most, ())) >= set(choose(candidates + worse, bounds).chosen)
    best = max(worth(each, bounds) for each in admissible([*candidates, *worse[:4]], bounds))
    assert choose([*candidates, *worse[:4]], bounds).worth == best


def test_many_of_many_are_outdone():
    """
    Of five hundred that differ in little a good part need not be searched; of a handful nobody is left out.
    """
    random = Random(1)
    names = [f"d{number}" for number in range(8)]
    many = [
        Candidate(
            f"e{rank}", rank, 600 - rank, frozenset(random.sample(names, 2)), random.choice([240, 300]), False,
            random.random() < 0.5, random.random() < 0.3,
        )
        for rank in range(1, 501)
    ]  # fmt: skip
    running = in_the_running(many, 4, ())
    assert len(running) < 350
    assert in_the_running(many[:4], 4, ()) == many[:4]


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_in_which_candidates_come_changes_nothing(table, random):
    """
    The choice looks at ranks, not at places in a list.
    """
    candidates, bounds = table
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert choose(shuffled, bounds) == choose(candidates, bounds)


def test_each_aim_counts_before_those_after_it():
    """
    Coverage before walking, walking before size, size before score.
    """

    def one(name, rank, score, covers, *, walks=False, floor=False, concern=False):
        return Candidate(name, rank, score, frozenset(covers), 60, walks, floor, concern)

    wide = one("wide", 3, 1, ["a", "b"])
    strong = one("strong", 1, 90, ["a"])
    walk = one("walk", 4, 0, ["a"], walks=True)
    down = one("down", 2, 90, ["a"], floor=True)

    def pick(candidates, most, least=1):
        return {each.exercise for each in choose(candidates, Bounds(most, least, 1000)).chosen}

    assert pick([strong, wide], 1) == {"wide"}
    assert pick([strong, walk], 1) == {"walk"}
    assert pick([strong, down], 2, least=1) == {"strong"}
    assert pick([strong, down, wide], 3, least=3) == {"strong", "down", "wide"}
    doubtful, sure = one("doubtful", 1, 90, ["a", "b"], concern=True), one("sure", 2, 1, ["a"])
    assert pick([doubtful, sure], 1) == {"sure"}
    assert pick([doubtful, sure], 2) == {"doubtful", "sure"}
    assert pick([one("floor", 1, 5, ["a"], floor=True), one("up", 2, 5, ["a"])], 1) == {"up"}
