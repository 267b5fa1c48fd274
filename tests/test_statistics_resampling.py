"""Resampling: the same answer every time, and the right one in cases that are known."""

import numpy as np
import pytest
from scipy import stats

from assets.statistics.resampling import bootstrap_mean, generator


def test_equal_names_give_equal_numbers_and_other_names_other_ones():
    first, again = (generator("acme", "lead_sources", "email").random(4).tolist() for _ in range(2))
    assert first == again
    assert generator("acme", "lead_sources", "x").random(4).tolist() != first
    assert generator("acmelead_sources", "", "email").random(4).tolist() != first


def test_the_bootstrap_interval_is_that_of_scipy():
    random = np.random.default_rng(5)
    amounts = random.integers(1_000, 90_000, size=60)
    everyone = np.concatenate([amounts, np.zeros(240)])
    low, high = bootstrap_mean(amounts, 300, generator("acme"), draws=20_000)
    other = stats.bootstrap(
        (everyone,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(6)
    ).confidence_interval
    assert (low, high) == pytest.approx((other.low, other.high), rel=0.02)


def test_the_bootstrap_interval_holds_the_true_mean_about_as_often_as_it_says():
    random = np.random.default_rng(7)
    truth, held = 0.2 * 5_000, 0
    for world in range(300):
        paying = random.exponential(5_000, size=random.binomial(300, 0.2)).astype(np.int64)
        low, high = bootstrap_mean(paying, 300, generator(str(world)), draws=400)
        held += low <= truth <= high
    assert held / 300 == pytest.approx(0.95, abs=0.04)


def test_the_order_of_the_amounts_does_not_matter():
    amounts = np.array([100, 900, 250, 400, 700, 50])
    assert bootstrap_mean(amounts, 40, generator("a")) == bootstrap_mean(amounts[::-1], 40, generator("a"))


def test_fewer_than_five_amounts_have_no_interval():
    assert bootstrap_mean(np.array([50_000] * 4), 100, generator("acme")) is None


def test_more_amounts_than_units_are_refused():
    with pytest.raises(ValueError, match="3 units cannot have 5 values"):
        bootstrap_mean(np.array([1] * 5), 3, generator("acme"))
