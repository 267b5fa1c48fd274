"""The marts of simulated products against their truth: exact counts, and spoilt figures are noticed."""

from dataclasses import replace

import pytest

from benchmarks.twin_product_layer import worlds
from benchmarks.twin_product_marts import built
from benchmarks.twin_product_scoring import score
from twin.careers_product import COMPASS_PRODUCT

SMALL = replace(COMPASS_PRODUCT, visitors_per_day=9)
EXACT = 2


@pytest.fixture(scope="module")
def products():
    return worlds(range(700, 703), SMALL)


@pytest.fixture(scope="module")
def marts(products):
    return built(products)


@pytest.fixture(scope="module")
def shares(products, marts):
    return score(products, marts)


def test_counts_and_sums_are_exact(shares):
    counts, payments = shares[:EXACT]
    assert (counts.of, payments.of) == (3 * 12, 3 * 12)
    assert (counts.percent, payments.percent) == (100, 100)


def test_every_question_is_asked_of_enough_figures_and_most_intervals_hold(shares):
    for share in shares[EXACT:]:
        assert share.of >= 3
        assert share.percent > 60, share.what


def test_an_event_or_a_penny_too_much_is_noticed(products, marts):
    counts = [{**marts.counts[0], "number": marts.counts[0]["number"] + 1}, *marts.counts[1:]]
    assert not score(products, replace(marts, counts=counts))[0].is_met
    paid = next(row for row in marts.payments if row["kind"] == "payment")
    payments = [{**row, "amount_minor": row["amount_minor"] + (row is paid)} for row in marts.payments]
    assert not score(products, replace(marts, payments=payments))[1].is_met


def test_rates_that_are_off_are_noticed(products, marts):
    off = [{**row, "previous_low": 0.99, "previous_high": 1.0} for row in marts.steps]
    spoilt = {share.what: share for share in score(products, replace(marts, steps=off))}
    assert not spoilt["step rates of funnels in their 95 % interval"].is_met
