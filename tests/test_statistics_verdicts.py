"""The tiers of wording: each threshold from both sides, and nothing from few units whatever the figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.statistics.proportions import Arm
from assets.statistics.verdicts import compare, compared, ratio_allowed, slot, timing

CHANCE = st.floats(0, 1)


@pytest.mark.parametrize(
    ("units", "others", "q_value", "probability", "expected"),
    [
        (4, 4, 0.001, 0.99, "too_few"),
        (9, 500, 0.001, 0.99, "too_few"),
        (500, 9, 0.001, 0.99, "too_few"),
        (10, 10, 0.049, 0.99, "finding"),
        (10, 10, 0.049, 0.01, "finding"),
        (10, 10, 0.050, 0.99, "nothing"),
        (30, 30, 0.050, 0.90, "hint"),
        (30, 30, 0.050, 0.10, "hint"),
        (29, 900, 0.050, 0.99, "nothing"),
        (30, 30, 0.050, 0.89, "nothing"),
        (30, 30, None, 0.95, "hint"),
        (30, 30, 0.010, 0.50, "nothing"),
        (30, 30, None, None, "nothing"),
    ],
)
def test_a_comparison_gets_its_tier(units, others, q_value, probability, expected):
    assert compared(units, others, q_value, probability) == expected


def test_one_of_four_against_none_of_four_is_too_few_to_compare():
    assert compare(Arm(1, 4), Arm(0, 4)).verdict(0.001) == "too_few"


def test_a_comparison_carries_both_rates_with_interval_and_p():
    found = compare(Arm(40, 100), Arm(20, 100))
    assert found.difference == pytest.approx(0.2)
    assert found.interval.low > 0
    assert found.p_value < 0.01
    assert found.probability > 0.99
    assert found.verdict(found.p_value) == "finding"


@pytest.mark.parametrize(
    ("posts", "dates", "matured", "probability", "overall_p", "expected"),
    [
        (5, 4, 30, 0.90, 0.049, "recommended"),
        (4, 4, 30, 0.99, 0.001, "too_few"),
        (5, 3, 30, 0.99, 0.001, "too_few"),
        (5, 4, 29, 0.99, 0.001, "too_few"),
        (5, 4, 30, 0.89, 0.001, "nothing"),
        (5, 4, 30, 0.99, 0.050, "hint"),
        (5, 4, 30, 0.99, None, "hint"),
        (5, 4, 30, 0.01, 0.001, "nothing"),
        (50, 40, 300, None, 0.001, "nothing"),
    ],
)
def test_a_slot_gets_its_tier(posts, dates, matured, probability, overall_p, expected):
    assert slot(posts, dates, matured, probability, overall_p) == expected


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), CHANCE, CHANCE)
def test_a_slot_is_recommended_only_when_every_condition_holds(posts, dates, matured, probability, overall_p):
    allowed = posts >= 5 and dates >= 4 and matured >= 30 and probability >= 0.9 and overall_p < 0.05
    assert (slot(posts, dates, matured, probability, overall_p) == "recommended") == allowed


def test_a_bad_time_is_a_finding_and_no_recommendation():
    assert timing(20, 10, 100, 0.02, 0.01) == "finding"
    assert slot(20, 10, 100, 0.02, 0.01) == "nothing"


@pytest.mark.parametrize(
    ("arm", "other", "allowed"),
    [
        (Arm(40, 100), Arm(10, 100), True),
        (Arm(20, 100), Arm(16, 100), False),
        (Arm(20, 29), Arm(10, 100), False),
        (Arm(40, 100), Arm(4, 100), False),
        (Arm(40, 100), Arm(0, 100), False),
        (Arm(10, 100), Arm(40, 100), False),
    ],
)
def test_times_as_many_is_said_only_from_enough_on_both_sides(arm, other, allowed):
    assert ratio_allowed(arm, other) is allowed
