"""What a purchase brings: published figures of the CDNOW sample, the integral, and simulated customers."""

import numpy as np
import pytest
from scipy import integrate, stats

from assets.statistics.spend import Prices, Spending, drawn, expected, fit, log_likelihood
from tests.buyers import cdnow


def spending(*rows):
    return Spending(*np.array(rows, dtype=float).T)


def simulated(random, prices, purchases):
    """Mean amounts of customers with so many purchases each, from gamma draws one by one."""
    level = random.gamma(prices.q, 1 / prices.gamma, size=len(purchases))
    means = [
        random.gamma(prices.p, 1 / nu, size=int(x)).mean() for x, nu in zip(purchases, level, strict=True)
    ]
    return Spending(purchases, np.array(means)), prices.p / level


def test_the_cdnow_sample_has_the_published_parameters():
    repeats, _, _, cents, _ = cdnow()
    mean = cents / np.maximum(repeats, 1) / 100
    found = fit(Spending(repeats, mean))
    assert found.parameters == pytest.approx([6.25, 3.74, 15.44], abs=6e-3)
    # The first customers of the sample as the authors of lifetimes print them.
    known = spending((2, 22.35), (1, 11.77), (0, 0))
    assert expected(Prices(*found.parameters), known) == pytest.approx([24.66, 18.91, 35.17], abs=0.01)


def test_the_likelihood_is_the_integral_that_it_stands_for():
    prices, x, mean = Prices(3.0, 4.0, 20.0), 3, 8.0

    def density(level):
        return stats.gamma.pdf(mean, prices.p * x, scale=1 / (level * x)) * stats.gamma.pdf(
            level, prices.q, scale=1 / prices.gamma
        )

    found = np.exp(log_likelihood(prices, spending((x, mean))))
    assert found == pytest.approx([integrate.quad(density, 0, 10)[0]], rel=1e-6)


def test_the_parameters_of_simulated_customers_are_found():
    random, truth = np.random.default_rng(3), Prices(5.0, 4.0, 2_000.0)
    known, _ = simulated(random, truth, random.integers(1, 8, size=8_000).astype(float))
    found = fit(known)
    errors = (np.log(found.parameters) - np.log(truth)) / np.sqrt(np.diag(found.covariance))
    assert np.abs(errors).max() < 3


def test_what_is_expected_is_the_level_of_such_customers_on_average():
    random, prices = np.random.default_rng(4), Prices(5.0, 4.0, 2_000.0)
    known, level = simulated(random, prices, np.full(40_000, 2.0))
    foretold = expected(prices, known)
    for some in (known.mean < np.median(known.mean), known.mean >= np.median(known.mean)):
        assert foretold[some].mean() == pytest.approx(level[some].mean(), rel=0.02)


def test_drawn_amounts_have_the_expected_mean_and_nothing_costs_nothing():
    random, prices = np.random.default_rng(5), Prices(5.0, 4.0, 2_000.0)
    known = spending((3, 900), (0, 0), (1, 2_000), (1, 2_000))
    made = np.array([2.0, 1.0, 4.0, 0.0])
    draws = np.array([drawn(prices, known, made, random) for _ in range(40_000)])
    error = draws.std(axis=0) / np.sqrt(len(draws))
    assert np.all(np.abs(draws.mean(axis=0) - made * expected(prices, known)) <= 4.5 * error)
    assert not draws[:, 3].any()


def test_a_level_without_a_mean_is_infinite():
    assert Prices(2.0, 0.9, 100.0).mean == float("inf")
