"""Intervals for proportions, their difference and their ratio. Tests are in proportion_tests.py."""

import math
from typing import NamedTuple

from assets.statistics.distributions import normal_quantile


class Interval(NamedTuple):
    """Lower and upper end."""

    low: float
    high: float


class Arm(NamedTuple):
    """One side of a comparison: how many units there are and how many of them succeeded."""

    successes: int
    units: int

    @property
    def rate(self) -> float:
        """Successes per unit, 0..1; raises ValueError where there are no units."""
        return check(self).successes / self.units


def check(arm: Arm) -> Arm:
    """The arm itself; raises ValueError unless 0 <= successes <= units and there is a unit."""
    if arm.units < 1 or not 0 <= arm.successes <= arm.units:
        raise ValueError(
            f"expected 0 <= successes <= units and units >= 1, got {arm.successes} of {arm.units}"
        )
    return arm


def wilson(arm: Arm, level: float = 0.95) -> Interval:
    """Wilson's (1927) score interval of a proportion, 0..1. 1 of 4 gives 0.05..0.70, 0 of 4 gives 0..0.49."""
    rate, units, z = arm.rate, arm.units, normal_quantile(level)
    centre = rate + z * z / (2 * units)
    half = z * math.sqrt(rate * (1 - rate) / units + z * z / (4 * units * units))
    low, high = (centre - half) / (1 + z * z / units), (centre + half) / (1 + z * z / units)
    # Exact at the ends, where rounding leaves 1e-17 and an interval that misses its own estimate.
    return Interval(0.0 if arm.successes == 0 else low, 1.0 if arm.successes == units else high)


def jeffreys(arm: Arm, level: float = 0.95) -> Interval:
    """Jeffreys' interval: quantiles of Beta(k + 1/2, n - k + 1/2), with 0 or 1 as the end at 0 of n or n of
    n.

    Brown, Cai and DasGupta (2001), "Interval estimation for a binomial proportion".
    """
    from scipy.special import betaincinv

    check(arm)
    shape = (arm.successes + 0.5, arm.units - arm.successes + 0.5)
    low, high = (float(betaincinv(*shape, tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Interval(0.0 if arm.successes == 0 else low, 1.0 if arm.successes == arm.units else high)


def newcombe(arm: Arm, other: Arm, level: float = 0.95) -> Interval:
    """Interval of arm's rate minus other's, -1..1, from both Wilson intervals: Newcombe (1998), method 10."""
    difference = arm.rate - other.rate
    ours, theirs = wilson(arm, level), wilson(other, level)
    below = math.hypot(arm.rate - ours.low, theirs.high - other.rate)
    above = math.hypot(ours.high - arm.rate, other.rate - theirs.low)
    return Interval(difference - below, difference + above)


def ratio(arm: Arm, other: Arm, level: float = 0.95) -> Interval | None:
    """Interval of arm's rate over other's (Katz et al. 1978, log scale); None where a side has no success."""
    check(arm), check(other)
    if not arm.successes or not other.successes:
        return None
    variance = 1 / arm.successes - 1 / arm.units + 1 / other.successes - 1 / other.units
    half = normal_quantile(level) * math.sqrt(variance)
    point = math.log(arm.rate / other.rate)
    return Interval(math.exp(point - half), math.exp(point + half))
