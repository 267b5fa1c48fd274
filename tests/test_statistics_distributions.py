"""Normal and Student distributions against scipy.stats, which computes them another way."""

import numpy as np
import pytest
from scipy import stats

from assets.statistics.distributions import (
    normal_below,
    normal_quantile,
    normal_two_sided,
    student_two_sided,
)

Z = np.linspace(-8, 8, 41)


def test_the_normal_distribution_is_that_of_scipy():
    assert normal_below(Z) == pytest.approx(stats.norm.cdf(Z), rel=1e-12)
    assert normal_two_sided(Z) == pytest.approx(2 * stats.norm.sf(np.abs(Z)), rel=1e-12)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.99])
def test_the_quantile_encloses_its_level(level):
    assert normal_quantile(level) == pytest.approx(stats.norm.ppf((1 + level) / 2), rel=1e-12)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 10, 29, 30, 200, 999, 1000])
def test_students_distribution_is_that_of_scipy(freedom):
    assert student_two_sided(Z, freedom) == pytest.approx(2 * stats.t.sf(np.abs(Z), freedom), abs=1e-12)


def test_students_distribution_passes_into_the_normal_one():
    assert student_two_sided(Z, 5000) == pytest.approx(2 * stats.t.sf(np.abs(Z), 5000), abs=1e-4)


def test_students_distribution_needs_a_degree_of_freedom():
    with pytest.raises(ValueError, match="at least 1 degree of freedom, got 0"):
        student_two_sided(1.0, 0)
