"""The largest value of a likelihood: known ones are found from far away, those without one are refused."""

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.special import digamma

from assets.statistics.likelihood import NotFitted, maximum


def of_gamma(values):
    """Log-likelihood of a gamma distribution in the logarithms of shape and rate, with its gradient."""

    def likelihood(logs):
        shape, rate = np.exp(logs)
        value = stats.gamma.logpdf(values, shape, scale=1 / rate).sum()
        by_shape = np.sum(np.log(rate) + np.log(values) - digamma(shape))
        by_rate = np.sum(shape / rate - values)
        return float(value), np.array([shape * by_shape, rate * by_rate])

    return likelihood


@pytest.fixture
def values():
    return np.random.default_rng(1).gamma(3.0, 1 / 0.2, size=500)


def test_the_maximum_is_that_of_scipy_from_wherever_it_starts(values):
    shape, _, scale = stats.gamma.fit(values, floc=0)
    for start in ((1.0, 1.0), (50.0, 0.01), (0.01, 20.0)):
        found = maximum(of_gamma(values), [start])
        assert found.parameters == pytest.approx([shape, 1 / scale], rel=1e-4)


def test_the_covariance_is_the_inverse_of_the_curvature(values):
    found, likelihood = maximum(of_gamma(values), [(1.0, 1.0)]), of_gamma(values)
    hessian = optimize.approx_fprime(np.log(found.parameters), lambda logs: -likelihood(logs)[1], 1e-6)
    assert found.covariance == pytest.approx(np.linalg.inv(hessian), rel=1e-3)


def test_draws_have_the_covariance_and_stay_the_same(values):
    found = maximum(of_gamma(values), [(1.0, 1.0)])
    first, again = (np.log(found.draws(np.random.default_rng(2), 20_000)) for _ in range(2))
    assert np.cov(first.T) == pytest.approx(found.covariance, rel=0.05)
    assert first.mean(axis=0) == pytest.approx(np.log(found.parameters), abs=0.005)
    assert (first == again).all()


def test_what_rises_without_end_is_refused():
    with pytest.raises(NotFitted, match="rises without end"):
        maximum(lambda logs: (float(logs.sum()), np.ones(2)), [(1.0, 1.0)])


def test_what_does_not_tell_the_parameters_apart_is_refused():
    def ridge(logs):
        return -float(logs.sum() ** 2), -2 * logs.sum() * np.ones(2)

    with pytest.raises(NotFitted, match="flat"):
        maximum(ridge, [(2.0, 1.0)])
