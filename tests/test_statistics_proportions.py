"""Intervals and tests of proportions against published figures, scipy.stats, and what always holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assets.statistics.proportion_tests import fewest_expected, fisher, p_value, pooled_z, probability_above
from assets.statistics.proportions import Arm, jeffreys, newcombe, ratio, wilson

ARMS = st.integers(1, 400).flatmap(lambda units: st.builds(Arm, st.integers(0, units), st.just(units)))


@pytest.mark.parametrize(
    ("arm", "low", "high"),
    [
        (Arm(1, 4), 0.05, 0.70),
        (Arm(0, 4), 0.00, 0.49),
        (Arm(81, 263), 0.2553, 0.3662),
        (Arm(15, 148), 0.0624, 0.1605),
        (Arm(0, 20), 0.0000, 0.1611),
        (Arm(1, 29), 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(arm, low, high):
    """DEFINITIONS.md §6.2, and Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    places = 2 if arm.units == 4 else 4
    assert tuple(round(end, places) for end in wilson(arm)) == (low, high)


@pytest.mark.parametrize(
    ("arm", "other", "low", "high"),
    [
        (Arm(56, 70), Arm(48, 80), 0.0524, 0.3339),
        (Arm(9, 10), Arm(3, 10), 0.1705, 0.8090),
        (Arm(6, 7), Arm(2, 7), 0.0582, 0.8062),
        (Arm(5, 56), Arm(0, 29), -0.0381, 0.1926),
        (Arm(0, 10), Arm(0, 20), -0.1611, 0.2775),
        (Arm(0, 10), Arm(0, 10), -0.2775, 0.2775),
        (Arm(10, 10), Arm(0, 20), 0.6791, 1.0000),
        (Arm(10, 10), Arm(0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_gives_the_published_intervals(arm, other, low, high):
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    assert tuple(round(end, 4) for end in newcombe(arm, other)) == (low, high)


@given(ARMS, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_intervals_of_one_proportion_are_those_of_scipy(arm, level):
    published = stats.binomtest(arm.successes, arm.units).proportion_ci(level, method="wilson")
    assert tuple(wilson(arm, level)) == pytest.approx((published.low, published.high), abs=1e-12)
    posterior = stats.beta(arm.successes + 0.5, arm.units - arm.successes + 0.5)
    low, high = posterior.interval(level)
    expected = (low if arm.successes else 0, high if arm.successes < arm.units else 1)
    assert tuple(jeffreys(arm, level)) == pytest.approx(expected, abs=1e-9)


@given(ARMS, ARMS)
def test_every_interval_holds_its_estimate_and_stays_in_range(arm, other):
    assert 0 <= wilson(arm).low <= arm.rate <= wilson(arm).high <= 1
    assert 0 <= jeffreys(arm).low <= arm.rate <= jeffreys(arm).high <= 1
    difference = newcombe(arm, other)
    assert -1 - 1e-12 <= difference.low <= arm.rate - other.rate <= difference.high <= 1 + 1e-12
    if arm.successes and other.successes:
        assert ratio(arm, other).low <= arm.rate / other.rate * (1 + 1e-12)
        assert ratio(arm, other).high >= arm.rate / other.rate * (1 - 1e-12)


@given(ARMS, ARMS)
def test_fisher_is_that_of_scipy(arm, other):
    failures = [side.units - side.successes for side in (arm, other)]
    expected = stats.fisher_exact([[arm.successes, other.successes], failures]).pvalue
    assert fisher(arm, other) == pytest.approx(expected, rel=1e-6)


def test_the_lady_tasting_tea_has_not_shown_her_skill_with_one_mistake():
    assert fisher(Arm(3, 4), Arm(1, 4)) == pytest.approx(34 / 70)


@given(ARMS, ARMS)
def test_the_pooled_z_test_is_the_chi_square_test_without_correction(arm, other):
    successes, units = arm.successes + other.successes, arm.units + other.units
    if successes in (0, units):
        assert pooled_z(arm, other) == 1
        return
    table = [[side.successes, side.units - side.successes] for side in (arm, other)]
    expected = stats.chi2_contingency(table, correction=False).pvalue
    assert pooled_z(arm, other) == pytest.approx(expected, abs=1e-12)


def test_the_exact_test_is_used_from_the_first_expected_cell_under_five():
    arm, other = Arm(8, 20), Arm(2, 20)
    assert fewest_expected(arm, other) == 5
    assert p_value(arm, other) == pooled_z(arm, other)
    assert p_value(Arm(7, 20), other) == fisher(Arm(7, 20), other)


@pytest.mark.parametrize(
    ("arm", "other"),
    [
        (Arm(1, 4), Arm(0, 4)),
        (Arm(0, 200), Arm(0, 5)),
        (Arm(30, 1000), Arm(20, 1000)),
        (Arm(10_000, 20_000), Arm(10_200, 20_000)),
        (Arm(4, 4), Arm(1, 9)),
    ],
)
def test_the_probability_of_above_is_that_of_the_two_posteriors(arm, other):
    ours, theirs = (stats.beta(k + 0.5, n - k + 0.5) for k, n in (arm, other))
    shares = (np.arange(50_000) + 0.5) / 50_000
    assert probability_above(arm, other) == pytest.approx(np.mean(theirs.cdf(ours.ppf(shares))), abs=2e-5)


@given(ARMS, ARMS)
def test_above_and_below_are_all_there_is(arm, other):
    assert probability_above(arm, other) + probability_above(other, arm) == pytest.approx(1, abs=1e-6)


def test_the_ratio_interval_is_the_published_one():
    """Katz log interval of the relative risk of 30/100 against 15/100, checked with scipy's."""
    published = stats.contingency.relative_risk(30, 100, 15, 100).confidence_interval(0.95)
    assert tuple(ratio(Arm(30, 100), Arm(15, 100))) == pytest.approx(
        (published.low, published.high), abs=1e-9
    )


def test_a_ratio_with_nothing_on_a_side_is_not_stated():
    assert ratio(Arm(1, 4), Arm(0, 4)) is None
    assert ratio(Arm(0, 4), Arm(1, 4)) is None


@pytest.mark.parametrize("arm", [Arm(0, 0), Arm(5, 4), Arm(-1, 4)])
def test_impossible_counts_are_refused_with_the_counts(arm):
    with pytest.raises(ValueError, match=f"got {arm.successes} of {arm.units}"):
        wilson(arm)
    with pytest.raises(ValueError, match=f"got {arm.successes} of {arm.units}"):
        p_value(arm, Arm(1, 2))
