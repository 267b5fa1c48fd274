"""Purchases: published figures of the CDNOW sample, integrals done the long way, and simulated customers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from assets.statistics.futures import drawn, expected
from assets.statistics.likelihood import NotFitted
from assets.statistics.purchases import Histories, Process, alive, fit, log_likelihood
from tests.buyers import MODIFIED, PLAIN, cdnow, simulated

BOTH = pytest.mark.parametrize("process", [PLAIN, MODIFIED], ids=["plain", "modified"])


def histories(*rows):
    return Histories(*np.array(rows, dtype=float).T)


@pytest.fixture(scope="module")
def sample():
    repeats, recency, age, *_ = cdnow()
    return Histories(repeats, recency / 7, age / 7)


@pytest.fixture(scope="module")
def fitted(sample):
    return fit(sample)


def test_many_purchases_do_not_overflow():
    found = log_likelihood(Process(0.25, 4, 0.8, 2.5), histories((200, 38, 40), (0, 0, 40)))
    assert found == pytest.approx([100.7957, -0.59947], abs=5e-5)


def test_the_cdnow_sample_has_the_published_parameters(fitted):
    assert fitted.parameters == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=5e-4)
    assert fitted.log_likelihood == pytest.approx(-9582.4, abs=0.05)


def test_the_published_customer_is_expected_to_buy_as_often_as_published(fitted):
    process = Process(*fitted.parameters)
    assert expected(process, histories((2, 30.43, 38.86)), 39.0) == pytest.approx([1.226], abs=5e-4)


def test_the_later_purchases_of_the_cdnow_customers_are_foretold(sample, fitted):
    later = cdnow()[4]
    foretold = expected(Process(*fitted.parameters), sample, 39.0)
    assert foretold.sum() == pytest.approx(later.sum(), rel=0.15)
    assert stats.spearmanr(foretold, later).statistic > 0.4


def plainly(process, repeats, recency, age):
    """The likelihood as a sum over a fine grid of paces and chances of leaving, before anything is solved."""
    pace, leaving = np.linspace(1e-4, 15, 12_000)[:, None], (np.arange(600) + 0.5)[None, :] / 600
    can_leave = repeats > 0 or process.is_modified
    stays = (1 - leaving) ** (repeats + process.is_modified) * np.exp(-pace * age)
    left = (
        leaving * (1 - leaving) ** (repeats - 1 + process.is_modified) * np.exp(-pace * recency) * can_leave
    )
    weight = stats.gamma.pdf(pace, process.r, scale=1 / process.alpha)
    weight = weight * stats.beta.pdf(leaving, process.a, process.b)
    return float(
        integrate.trapezoid(((stays + can_leave * left) * pace**repeats * weight).mean(axis=1), pace[:, 0])
    )


@BOTH
@pytest.mark.parametrize("customer", [(0, 0, 10), (1, 3, 20), (4, 9, 12)])
def test_the_likelihood_is_the_integral_that_it_stands_for(process, customer):
    solid = Process(2.5, 5.0, 1.3, 2.5, process.is_modified)
    found = np.exp(log_likelihood(solid, histories(customer)))
    assert found == pytest.approx([plainly(solid, *customer)], rel=1e-3)


@BOTH
def test_the_parameters_of_simulated_customers_are_found(process):
    random = np.random.default_rng(11)
    customers, _ = simulated(random, process, random.uniform(20, 100, size=20_000))
    found = fit(customers, process.is_modified)
    truth = np.log([process.r, process.alpha, process.a, process.b])
    errors = (np.log(found.parameters) - truth) / np.sqrt(np.diag(found.covariance))
    assert np.abs(errors).max() < 3


def test_intervals_of_parameters_hold_the_truth_about_as_often_as_they_say():
    held = []
    for world in range(25):
        random = np.random.default_rng(world)
        customers, _ = simulated(random, PLAIN, random.uniform(30, 90, size=1_500))
        found = fit(customers)
        truth = np.log([PLAIN.r, PLAIN.alpha, PLAIN.a, PLAIN.b])
        held.append(np.abs(np.log(found.parameters) - truth) < 1.96 * np.sqrt(np.diag(found.covariance)))
    assert np.mean(held) == pytest.approx(0.95, abs=0.06)


@BOTH
def test_what_is_expected_is_what_comes_on_average(process):
    random = np.random.default_rng(5)
    customers, later = simulated(random, process, np.full(150_000, 30.0), further=20.0)
    foretold = expected(process, customers, 20.0)
    for least, most in ((0, 0), (1, 2), (3, 99)):
        some = (customers.repeats >= least) & (customers.repeats <= most)
        error = later[some].std() / np.sqrt(some.sum())
        assert foretold[some].mean() == pytest.approx(later[some].mean(), abs=4 * error)


@BOTH
def test_drawn_futures_have_the_expected_mean_at_every_horizon(process):
    random, horizons = np.random.default_rng(6), np.array([5.0, 20.0, 80.0])
    customers = histories((0, 0, 30), (1, 2, 30), (6, 28, 30), (6, 9, 30))
    futures = np.array([drawn(process, customers, horizons, random) for _ in range(30_000)])
    for place, horizon in enumerate(horizons):
        error = futures[:, place].std(axis=0) / np.sqrt(len(futures))
        assert np.all(
            np.abs(futures[:, place].mean(axis=0) - expected(process, customers, horizon)) < 4.5 * error
        )
    assert np.all(np.diff(futures, axis=1) >= 0)


def test_who_bought_once_is_certain_to_be_there_only_in_the_plain_form():
    once = histories((0, 0, 50))
    assert alive(PLAIN, once) == pytest.approx([1])
    assert 0.1 < alive(MODIFIED, once)[0] < 0.9


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.floats(0, 1), st.floats(1, 500)), min_size=1, max_size=9),
    st.tuples(*[st.floats(0.05, 20)] * 4),
    st.booleans(),
)
def test_figures_stay_within_their_bounds(rows, parameters, is_modified):
    process = Process(*parameters, is_modified)
    customers = histories(*[(x, age * part if x else 0, age) for x, part, age in rows])
    chance = alive(process, customers)
    near, far = expected(process, customers, 5), expected(process, customers, 50)
    assert np.all((chance >= 0) & (chance <= 1))
    assert np.all((near >= -1e-9) & (far >= near - 1e-9) & np.isfinite(far))
    assert np.all(np.isfinite(log_likelihood(process, customers)))


def test_the_order_of_the_customers_does_not_matter(sample, fitted):
    turned = Histories(*(column[::-1] for column in sample))
    assert fit(turned).parameters == pytest.approx(fitted.parameters, rel=1e-6)


def test_customers_who_never_come_back_have_no_process():
    with pytest.raises(NotFitted):
        fit(Histories(np.zeros(300), np.zeros(300), np.linspace(10, 90, 300)))
