"""Change points: the Nile, a series without any, and the statistic computed from its definition."""

from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assets.statistics.resampling import generator
from assets.statistics.trends import change_point, mid_ranks, pettitt

NILE_1871 = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
    1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
    1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796,
    1040, 759,
]  # fmt: skip
SERIES = st.lists(st.integers(0, 50), min_size=12, max_size=40)


def test_the_flow_of_the_nile_changed_after_1898():
    """Cobb (1978), "The problem of the Nile": annual flow at Aswan, the change lies after 1898."""
    shift = change_point(NILE_1871, generator("nile"))
    assert 1871 + shift.first - 1 == 1898
    assert shift.is_certain
    assert shift.median_before == median(NILE_1871[:28])
    assert shift.median_after == median(NILE_1871[28:])


@given(SERIES)
def test_the_statistic_is_the_sum_of_signs_of_its_definition(series):
    values = np.array(series, dtype=float)
    signs = np.sign(values[:, None] - values[None, :])
    by_definition = [signs[:split, split:].sum() for split in range(1, len(values))]
    assert pettitt(mid_ranks(values)) == pytest.approx(by_definition)


@given(SERIES)
def test_ranks_are_those_of_scipy(series):
    assert mid_ranks(np.array(series, dtype=float)).tolist() == stats.rankdata(series).tolist()


def test_a_series_without_change_is_called_changed_in_one_case_of_a_hundred():
    random = np.random.default_rng(8)
    called = [
        change_point(random.normal(size=24), generator(str(world)), draws=499).is_certain
        for world in range(400)
    ]
    assert np.mean(called) < 0.03


def test_eleven_points_are_too_few():
    assert change_point([1.0] * 5 + [9.0] * 6, generator("a")) is None
    assert change_point([1.0] * 6 + [9.0] * 6, generator("a")).first == 6


def test_the_same_series_gives_the_same_p():
    assert change_point(NILE_1871, generator("a")) == change_point(NILE_1871, generator("a"))
