"""Corrections for many statements: the example of Benjamini and Hochberg, scipy, and what always holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assets.statistics.multiplicity import benjamini_hochberg, holm

PAPER = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip
P_VALUES = st.lists(st.floats(0, 1), max_size=60)


def test_the_example_of_benjamini_and_hochberg_rejects_four_and_holm_three():
    """Benjamini and Hochberg (1995), section 4.1: thrombolysis, 15 hypotheses at 5 %."""
    assert sum(q <= 0.05 for q in benjamini_hochberg(PAPER)) == 4
    assert sum(p <= 0.05 for p in holm(PAPER)) == 3


@given(P_VALUES)
def test_q_values_are_those_of_scipy(p_values):
    expected = stats.false_discovery_control(p_values) if p_values else []
    assert benjamini_hochberg(p_values) == pytest.approx(list(expected))


@given(P_VALUES)
def test_corrections_never_lower_a_p_value_and_keep_their_order(p_values):
    for correct in (benjamini_hochberg, holm):
        corrected = np.array(correct(p_values))
        assert np.all(corrected >= np.array(p_values) - 1e-12)
        assert np.all(np.diff(corrected[np.argsort(p_values, kind="stable")]) >= -1e-12)


@given(P_VALUES)
def test_holm_is_stricter_than_benjamini_hochberg(p_values):
    pairs = zip(holm(p_values), benjamini_hochberg(p_values), strict=True)
    assert all(strict >= mild - 1e-12 for strict, mild in pairs)


@given(st.permutations(range(len(PAPER))))
def test_the_order_of_the_statements_does_not_matter(order):
    shuffled = benjamini_hochberg([PAPER[index] for index in order])
    assert shuffled == [benjamini_hochberg(PAPER)[index] for index in order]


def test_what_was_not_tested_is_neither_counted_nor_given_a_q_value():
    assert benjamini_hochberg([None, 0.02, None, 0.04]) == [None, 0.04, None, 0.04]
    assert holm([None]) == [None]


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_value_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, wrong])
