"""Counts of events (likes, leads a week): how far two of them are apart, and whether one is out of line."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assets.statistics.distributions import normal_quantile, normal_two_sided

FEWEST_EVENTS = 10
FEWEST_WEEKS = 8
MOST_WEEKS = 12
MAD_TO_DEVIATION = 0.6745
OUT_OF_LINE = 3.5


class Change(NamedTuple):
    """The count now as a multiple of the one before, its interval, and the p of "nothing changed"."""

    ratio: float
    low: float
    high: float
    p_value: float


def dispersion(counts: Sequence[int]) -> float:
    """Quasi-Poisson phi of counts with one mean: Pearson's chi-square per degree of freedom, at least 1."""
    values = np.asarray(counts, dtype=np.float64)
    mean = values.mean() if len(values) else 0.0
    if len(values) < 2 or mean == 0:
        return 1.0
    return max(1.0, float(np.sum((values - mean) ** 2) / mean / (len(values) - 1)))


def dispersion_of_series(counts: Sequence[int]) -> float:
    """Quasi-Poisson phi of counts in time order, from neighbours only, so that growth is not taken for noise.

    Poisson neighbours a and b make (a - b)^2 / (a + b) equal 1 on average; never under 1.
    """
    values = np.asarray(counts, dtype=np.float64)
    sums, steps = values[1:] + values[:-1], np.diff(values)
    used = sums > 0
    return max(1.0, float(np.mean(steps[used] ** 2 / sums[used]))) if used.any() else 1.0


def change(before: int, now: int, phi: float = 1.0, level: float = 0.95) -> Change | None:
    """The quasi-Poisson comparison of two counts over equal times; None with fewer than 10 events before.

    The log ratio has variance phi (1/now + 1/before); no event now counts as half an event.
    """
    if before < 0 or now < 0 or phi < 1:
        raise ValueError(f"a change needs counts >= 0 and phi >= 1, got {before}, {now}, phi {phi}")
    if before < FEWEST_EVENTS:
        return None
    point = math.log(max(now, 0.5) / before)
    deviation = math.sqrt(phi * (1 / max(now, 0.5) + 1 / before))
    half = normal_quantile(level) * deviation
    p_value = float(normal_two_sided(point / deviation))
    return Change(math.exp(point), math.exp(point - half), math.exp(point + half), p_value)


def week_to_week(before: int, now: int, history: Sequence[int], level: float = 0.95) -> Change | None:
    """The newest complete week against the one before, with phi from the weeks of `history` in time order."""
    return change(before, now, dispersion_of_series(history), level)


def robust_z(value: float, history: Sequence[float]) -> float | None:
    """0.6745 (x - median) / MAD on log1p, over the last 8 to 12 values before; None under 8.

    Beyond 3.5 either way the value is out of line. The MAD is at least the Poisson deviation sqrt(median),
    carried over to the log scale.
    """
    if len(history) < FEWEST_WEEKS:
        return None
    logs = np.log1p(np.asarray(history[-MOST_WEEKS:], dtype=np.float64))
    middle = float(np.median(logs))
    typical = max(math.expm1(middle), 1.0)
    floor = math.sqrt(typical) / (1 + typical)
    spread = max(float(np.median(np.abs(logs - middle))), floor)
    return MAD_TO_DEVIATION * (math.log1p(value) - middle) / spread
