"""Does the group matter at all: against scipy's Kruskal-Wallis test, and in worlds where days have luck."""

import numpy as np
import pytest
from scipy import stats

from assets.statistics.clusters import noise
from assets.statistics.permutation import groups_differ
from assets.statistics.resampling import generator


def world(seed, days, posts_a_day, day_luck=0.0, effect=0.0):
    """Posts with a weekday and one of eight blocks; block 4 gains `effect`."""
    random = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), posts_a_day)
    block = random.integers(0, 8, size=len(day))
    slot = day % 7 * 8 + block
    luck = random.normal(0, day_luck, size=days)[day]
    return random.normal(size=len(day)) + luck + effect * (block == 4), slot, day


@pytest.mark.parametrize("seed", range(4))
def test_single_posts_a_day_give_the_kruskal_wallis_test(seed):
    random = np.random.default_rng(seed)
    values, groups = random.normal(size=120).round(1), random.integers(0, 5, size=120)
    expected = stats.kruskal(*(values[groups == group] for group in range(5))).pvalue
    assert groups_differ(values, groups, np.arange(120), generator(str(seed))) == pytest.approx(
        expected, abs=0.08
    )


def test_what_differs_clearly_has_the_smallest_p():
    values = np.concatenate([np.arange(40.0), np.arange(40.0) + 100])
    groups = np.repeat([0, 1], 40)
    assert groups_differ(values, groups, np.arange(80), generator("a")) == pytest.approx(1 / 1000)


def test_a_lucky_day_is_not_taken_for_a_good_slot():
    ours, plain = [], []
    for seed in range(200):
        values, slot, day = world(seed, days=100, posts_a_day=4, day_luck=1.0)
        ours.append(groups_differ(values, slot, day, generator(str(seed))) < 0.05)
        plain.append(stats.kruskal(*(values[slot == each] for each in np.unique(slot))).pvalue < 0.05)
    assert np.mean(ours) < 0.09
    assert np.mean(plain) > 0.15


def test_a_time_that_is_better_is_noticed_in_spite_of_lucky_days():
    found = [
        groups_differ(*world(seed, 150, 4, 0.5, effect=1.0), generator(str(seed))) < 0.05
        for seed in range(40)
    ]
    assert np.mean(found) > 0.8


def test_one_group_has_nothing_to_differ_from():
    assert groups_differ(np.arange(9.0), np.zeros(9, dtype=int), np.arange(9), generator("a")) is None


def test_equal_values_do_not_differ():
    assert groups_differ(np.ones(40), np.arange(40) % 4, np.arange(40) // 2, generator("a")) == 1


def test_the_same_data_give_the_same_p():
    values, slot, day = world(1, 60, 3)
    assert groups_differ(values, slot, day, generator("a")) == groups_differ(
        values, slot, day, generator("a")
    )


def test_what_a_day_shares_is_found():
    random = np.random.default_rng(9)
    day = np.repeat(np.arange(2000), 4)
    values = random.normal(size=8000) + random.normal(0, 0.5, size=2000)[day]
    found = noise(values, day, 7999)
    assert found.variance == pytest.approx(1.25, rel=0.05)
    assert found.shared == pytest.approx(0.2, abs=0.04)


@pytest.mark.parametrize("day", [np.arange(6), np.zeros(6, dtype=int)])
def test_days_of_one_post_or_one_day_of_all_share_nothing_that_could_be_seen(day):
    assert noise(np.array([1.0, -1.0, 2.0, -2.0, 0.5, -0.5]), day, 5).shared == 0
