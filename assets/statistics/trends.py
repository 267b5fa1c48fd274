"""Whether a series has moved to another level, and when. Says nothing about why."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assets.statistics.distributions import Floats

FEWEST_POINTS = 12
CERTAIN = 0.01
DRAWS = 1999


class Shift(NamedTuple):
    """The likeliest change point: `first` is the index of the new level's first value, p that of "none"."""

    first: int
    median_before: float
    median_after: float
    p_value: float

    @property
    def is_certain(self) -> bool:
        """Whether p is under 0.01, the bar for reporting a change point."""
        return self.p_value < CERTAIN


def change_point(series: Sequence[float], random: np.random.Generator, draws: int = DRAWS) -> Shift | None:
    """Pettitt's (1979) change point with a permutation p-value; None under 12 points.

    The statistic is the largest |U_t|, U_t being the rank sum of the first t values minus its expectation,
    doubled.
    """
    if len(series) < FEWEST_POINTS:
        return None
    values = np.asarray(series, dtype=np.float64)
    ranks = mid_ranks(values)
    walk = pettitt(ranks)
    index = int(np.argmax(np.abs(walk))) + 1
    shuffled = random.permuted(np.tile(ranks, (draws, 1)), axis=1)
    largest = np.abs(pettitt(shuffled)).max(axis=-1)
    exceeding = int(np.sum(largest >= np.abs(walk).max() - 1e-9))
    before, after = np.median(values[:index]), np.median(values[index:])
    return Shift(index, float(before), float(after), (exceeding + 1) / (draws + 1))


def pettitt(ranks: Floats) -> Floats:
    """U_t for t = 1..n-1 along the last axis, from the ranks of the values."""
    count = ranks.shape[-1]
    steps = np.arange(1, count)
    return 2 * np.cumsum(ranks, axis=-1)[..., :-1] - steps * (count + 1)


def mid_ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse]
