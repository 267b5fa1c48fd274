"""Removal effects: worked out by hand, walked by brute force, and shares that add up to the unit."""

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.statistics.apportionment import apportioned
from assets.statistics.markov import GOAL, LOST, START, removal_effects, shares

CHANNELS = ("search", "social", "email", "direct")


def steps(*journeys):
    """Of journeys such as ("search", "email", GOAL)."""
    return Counter(step for journey in journeys for step in pairwise((START, *journey)))


def test_journeys_by_hand():
    """C3 converts half of the time; C2 converts, is lost and goes on to C3 a third of the time each: 1/2.

    C1 always goes on to C2. Of four journeys two begin at C1, one at C2, one at C3: half of all convert.
    """
    found = removal_effects(steps(("C1", "C2", "C3", GOAL), ("C1", "C2", LOST), ("C2", GOAL), ("C3", LOST)))
    assert found["C1"] == pytest.approx(1 - (1 / 4 + 1 / 4) * (1 / 2) / (1 / 2))
    assert found["C2"] == pytest.approx(1 - (1 / 4) * (1 / 2) / (1 / 2))
    # Without C3 only what C2 converts itself is left.
    assert found["C3"] == pytest.approx(1 - (3 / 4) * (1 / 3) / (1 / 2))
    assert shares(found) == pytest.approx({"C1": 2 / 7, "C2": 3 / 7, "C3": 2 / 7})


def test_a_channel_on_every_way_to_the_goal_has_the_whole_effect_and_one_that_only_loses_has_none():
    found = removal_effects(steps(("ads", LOST), ("email", "search", GOAL), ("search", GOAL)))
    assert found == pytest.approx({"ads": 0, "email": 1 / 2, "search": 1})


def test_repeats_of_a_channel_change_nothing():
    once = removal_effects(steps(("a", "b", GOAL), ("b", LOST), ("a", LOST)))
    often = removal_effects(steps(("a", "a", "b", GOAL), ("b", LOST), ("a", "a", "a", LOST)))
    assert once == pytest.approx(often)


def test_without_arrivals_nothing_has_an_effect_and_there_are_no_shares():
    found = removal_effects(steps(("a", LOST)))
    assert (found, shares(found), shares({})) == ({"a": 0.0}, {}, {})


def walked(counts, draw, removed=None, walks=20_000):
    """The share of random walks along the steps that arrive, when nobody gets past `removed`."""
    after = {}
    for (before, state), times in counts.items():
        names, weights = after.setdefault(before, ([], []))
        names.append(state)
        weights.append(times)
    arrived = 0
    for _ in range(walks):
        state = START
        while state not in (GOAL, LOST, removed):
            state = draw.choices(*after[state])[0]
        arrived += state == GOAL
    return arrived / walks


def test_the_effects_are_those_of_walks():
    draw = random.Random(7)
    journeys = [
        (*draw.choices(CHANNELS, (4, 3, 2, 1), k=draw.randrange(1, 6)), draw.choice((GOAL, LOST, LOST)))
        for _ in range(400)
    ]
    counts = steps(*journeys)
    every = walked(counts, draw)
    for channel, effect in removal_effects(counts).items():
        assert effect == pytest.approx(1 - walked(counts, draw, channel) / every, abs=0.03)


@given(st.integers(0, 10**18), st.lists(st.floats(0, 1e6), min_size=1, max_size=20).filter(any))
def test_shares_are_the_amount_and_each_is_off_by_less_than_one(amount, parts):
    found = apportioned(amount, parts)
    assert sum(found) == amount
    assert all(share == 0 for share, part in zip(found, parts, strict=True) if not part)


def test_the_odd_cent_goes_to_the_largest_remainder_then_to_the_first():
    assert apportioned(100, [1, 1, 1]) == [34, 33, 33]
    assert apportioned(100, [1, 2, 4]) == [14, 29, 57]
