"""Comparisons of counts: against exact tests, simulations, and the thresholds of the definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assets.statistics.counts import (
    change,
    dispersion,
    dispersion_of_series,
    robust_z,
    week_to_week,
)


def test_poisson_counts_have_a_dispersion_of_one():
    counts = np.random.default_rng(1).poisson(40, size=4000)
    assert dispersion(counts) == pytest.approx(1, abs=0.06)
    assert dispersion_of_series(counts) == pytest.approx(1, abs=0.06)


def test_overdispersed_counts_show_their_dispersion():
    counts = np.random.default_rng(2).negative_binomial(10, 10 / 50, size=4000)
    assert dispersion(counts) == pytest.approx(5, rel=0.1)
    assert dispersion_of_series(counts) == pytest.approx(5, rel=0.1)


def test_growth_is_no_noise_for_a_series():
    counts = np.random.default_rng(3).poisson(np.linspace(50, 500, 200))
    assert dispersion(counts) > 20
    assert dispersion_of_series(counts) == pytest.approx(1, abs=0.25)


@pytest.mark.parametrize("counts", [[], [5], [0, 0, 0]])
def test_counts_that_say_nothing_have_the_poisson_dispersion(counts):
    assert dispersion(counts) == dispersion_of_series(counts) == 1


@pytest.mark.parametrize(("before", "now"), [(100, 130), (40, 22), (500, 505), (1000, 1100)])
def test_poisson_changes_are_judged_as_by_the_exact_test(before, now):
    exact = stats.binomtest(now, before + now, 0.5).pvalue
    assert change(before, now).p_value == pytest.approx(exact, abs=0.04)


def test_more_dispersion_makes_the_interval_wider_and_the_change_less_certain():
    calm, wild = change(100, 140, 1), change(100, 140, 4)
    assert calm.p_value < 0.05 < wild.p_value
    assert wild.low < calm.low < 1.4 < calm.high < wild.high


@given(st.integers(10, 10_000), st.integers(0, 10_000), st.floats(1, 50))
def test_the_interval_holds_the_ratio(before, now, phi):
    found = change(before, now, phi)
    assert found.low <= found.ratio <= found.high
    assert found.ratio == pytest.approx(max(now, 0.5) / before)


def test_there_is_no_statement_on_a_base_under_ten():
    assert change(9, 50) is None
    assert change(10, 50) is not None


def test_a_fall_to_nothing_is_a_change_and_not_an_error():
    assert change(60, 0).p_value < 0.001


def test_equal_weeks_are_called_different_in_one_case_of_twenty():
    random = np.random.default_rng(4)
    weeks = random.negative_binomial(20, 20 / 100, size=(2000, 14))
    called = [week_to_week(row[-2], row[-1], row[:-1].tolist()).p_value < 0.05 for row in weeks]
    assert 0.02 < np.mean(called) < 0.12


@pytest.mark.parametrize(("before", "now", "phi"), [(-1, 5, 1), (20, -5, 1), (20, 30, 0.5)])
def test_impossible_counts_are_refused(before, now, phi):
    with pytest.raises(ValueError, match="counts >= 0 and phi >= 1"):
        change(before, now, phi)


def test_a_week_far_from_its_history_is_out_of_line():
    history = [100, 96, 104, 99, 101, 103, 98, 100]
    assert abs(robust_z(103, history)) < 1
    assert robust_z(320, history) > 3.5
    assert robust_z(5, history) < -3.5


def test_the_z_of_a_varied_history_is_the_published_formula():
    history = [20, 400, 80, 150, 60, 300, 110, 35, 90]
    logs = np.log1p(history)
    expected = 0.6745 * (np.log1p(700) - np.median(logs)) / stats.median_abs_deviation(logs)
    assert robust_z(700, history) == pytest.approx(expected)


def test_a_history_that_never_varied_is_judged_by_the_poisson_deviation():
    expected = 0.6745 * (np.log1p(130) - np.log1p(100)) / (np.sqrt(100) / 101)
    assert robust_z(130, [100] * 8) == pytest.approx(expected)


def test_eight_weeks_are_needed_and_only_twelve_are_used():
    assert robust_z(100, [100] * 7) is None
    assert robust_z(150, [1] * 30 + [90, 100, 110] * 4) == robust_z(150, [90, 100, 110] * 4)
