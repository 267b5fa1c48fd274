"""With against without: the textbook cases, confounding by account, and tags that do nothing."""

import numpy as np
import pytest
from scipy import stats

from assets.statistics.differences import Members, Sample, differences


def members(*groups):
    sizes = [len(group) for group in groups]
    return Members(np.repeat(np.arange(len(groups)), sizes), np.concatenate(groups), len(groups))


def test_one_stratum_is_the_difference_of_means():
    score = np.random.default_rng(1).normal(size=40)
    found = differences(Sample(score, np.zeros(40, int), np.arange(40)), members(np.arange(12)))
    assert found.mean[0] == pytest.approx(score[:12].mean() - score[12:].mean())
    assert (found.units[0], found.others[0]) == (12, 28)


def test_strata_are_weighted_as_in_a_regression_with_a_constant_for_each():
    random = np.random.default_rng(2)
    stratum, tagged = random.integers(0, 4, size=200), random.random(200) < 0.3
    score = random.normal(size=200) + stratum
    design = np.column_stack([tagged, np.eye(4)[stratum]])
    expected = np.linalg.lstsq(design, score, rcond=None)[0][0]
    found = differences(Sample(score, stratum, np.arange(200)), members(np.flatnonzero(tagged)))
    assert found.mean[0] == pytest.approx(expected)


def test_an_account_that_does_better_does_not_make_its_tag_better():
    random = np.random.default_rng(3)
    account = np.repeat([0, 1], 200)
    score = random.normal(size=400) + 3 * account
    tagged = random.random(400) < np.where(account, 0.8, 0.1)
    found = differences(Sample(score, account, np.arange(400)), members(np.flatnonzero(tagged)))
    assert abs(found.mean[0]) < 0.3
    assert score[tagged].mean() - score[~tagged].mean() > 1.5


def test_without_effect_p_values_are_uniform():
    random = np.random.default_rng(4)
    p_values = []
    for _ in range(300):
        sample = Sample(random.normal(size=60), random.integers(0, 3, size=60), np.arange(60))
        p_values.append(differences(sample, members(random.choice(60, size=8, replace=False))).p_value[0])
    assert stats.kstest(p_values, "uniform").pvalue > 0.001


def test_a_campaign_of_few_lucky_days_is_not_judged_as_so_many_posts():
    random = np.random.default_rng(5)
    called = []
    for _ in range(300):
        day = np.repeat(np.arange(60), 5)
        score = random.normal(size=300) + random.normal(0, 0.8, size=60)[day]
        campaign = np.flatnonzero(np.isin(day, random.choice(60, size=6, replace=False)))
        called.append(
            differences(Sample(score, np.zeros(300, int), day), members(campaign)).p_value[0] < 0.05
        )
    assert np.mean(called) < 0.12


def test_what_every_post_of_a_stratum_has_cannot_be_compared():
    sample = Sample(np.arange(20.0), np.repeat([0, 1], 10), np.arange(20))
    found = differences(sample, members(np.arange(10), np.arange(5)))
    assert np.isnan([found.mean[0], found.variance[0], found.p_value[0]]).all()
    assert (found.units[0], found.others[0]) == (0, 0)
    assert (found.units[1], found.others[1]) == (5, 5)


def test_equal_scores_do_not_differ():
    found = differences(Sample(np.ones(20), np.zeros(20, int), np.arange(20)), members(np.arange(8)))
    assert found.mean[0] == 0
    assert found.p_value[0] == 1
