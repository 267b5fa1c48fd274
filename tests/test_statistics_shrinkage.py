"""Shrinkage of many groups: simulations with a known prior, published data, and what always holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.statistics.proportions import Arm
from assets.statistics.shrinkage import beta_prior, shrunk_effects, shrunk_rates

ARMS = st.integers(1, 300).flatmap(lambda units: st.builds(Arm, st.integers(0, units), st.just(units)))
SCHOOLS = np.array([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
SCHOOL_ERRORS = np.array([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])


def test_the_moments_find_the_prior_that_made_the_groups():
    random = np.random.default_rng(3)
    units = random.integers(20, 400, size=3000)
    rates = random.beta(3, 27, size=3000)
    arms = [Arm(int(k), int(n)) for k, n in zip(random.binomial(units, rates), units, strict=True)]
    mean, strength = beta_prior(arms)
    assert mean == pytest.approx(0.1, abs=0.005)
    assert strength == pytest.approx(30, rel=0.1)


def test_groups_that_differ_by_chance_alone_get_the_common_rate():
    arms = [Arm(1, 10), Arm(2, 20), Arm(3, 30), Arm(4, 40), Arm(5, 50)]
    assert beta_prior(arms)[1] == np.inf
    assert shrunk_rates(arms) == pytest.approx([0.1] * 5)


def test_under_five_groups_each_stands_alone_with_jeffreys():
    assert shrunk_rates([Arm(1, 4), Arm(0, 4)]) == pytest.approx([1.5 / 5, 0.5 / 5])


def test_one_of_one_does_not_lead_once_others_are_known():
    arms = [Arm(1, 1), Arm(40, 100), Arm(10, 100), Arm(5, 100), Arm(15, 100)]
    rates = shrunk_rates(arms)
    assert rates[0] < rates[1]


@given(st.lists(ARMS, min_size=5, max_size=30))
def test_a_shrunk_rate_lies_between_its_own_and_the_common_rate(arms):
    common = sum(arm.successes for arm in arms) / sum(arm.units for arm in arms)
    for arm, shrunk in zip(arms, shrunk_rates(arms), strict=True):
        assert min(arm.rate, common) - 1e-9 <= shrunk <= max(arm.rate, common) + 1e-9


@given(st.lists(ARMS, min_size=5, max_size=30), st.randoms())
def test_the_order_of_the_groups_does_not_matter(arms, random):
    order = list(range(len(arms)))
    random.shuffle(order)
    shuffled = shrunk_rates([arms[index] for index in order])
    assert shuffled == pytest.approx([shrunk_rates(arms)[index] for index in order])


def test_shrunk_effects_are_near_the_truth_more_often_than_raw_ones():
    random = np.random.default_rng(4)
    truth = random.normal(0, 0.3, size=2000)
    variances = random.uniform(0.02, 0.5, size=2000)
    raw = random.normal(truth, np.sqrt(variances))
    shrunk = shrunk_effects(raw, variances)
    assert shrunk.between == pytest.approx(0.09, rel=0.2)
    assert np.mean((shrunk.mean - truth) ** 2) < 0.5 * np.mean((raw - truth) ** 2)
    low, high = shrunk.interval(0.8)
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.8, abs=0.03)


def test_nothing_between_groups_gives_no_effect_but_not_certainty():
    shrunk = shrunk_effects(SCHOOLS - 7.7, SCHOOL_ERRORS**2)
    assert shrunk.between == 0
    assert shrunk.mean == pytest.approx(np.zeros(8))
    assert np.all(shrunk.deviation > 1)
    assert shrunk.probability_above_zero() == pytest.approx(np.full(8, 0.5))


def test_under_five_effects_stand_as_they_are():
    shrunk = shrunk_effects(np.array([0.5, -0.2]), np.array([0.04, 0.09]))
    assert shrunk.mean.tolist() == [0.5, -0.2]
    assert shrunk.deviation == pytest.approx([0.2, 0.3])
