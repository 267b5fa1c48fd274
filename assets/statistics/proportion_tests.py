"""Whether two proportions differ: p-values, and the probability that one is above the other."""

import math

import numpy as np

from assets.statistics.distributions import Floats, normal_two_sided
from assets.statistics.proportions import Arm, check

FEWEST_EXPECTED = 5
SAME = 1e-7  # Tables as likely as the observed one but for rounding are in, as in R's fisher.test.


def p_value(arm: Arm, other: Arm) -> float:
    """Two-sided p of "equal rates": Fisher's exact test when an expected cell is under 5, else pooled z."""
    if fewest_expected(arm, other) < FEWEST_EXPECTED:
        return fisher(arm, other)
    return pooled_z(arm, other)


def fewest_expected(arm: Arm, other: Arm) -> float:
    """The smallest of the four cell counts that equal rates would let us expect."""
    check(arm), check(other)
    units, successes = arm.units + other.units, arm.successes + other.successes
    return min(arm.units, other.units) * min(successes, units - successes) / units


def pooled_z(arm: Arm, other: Arm) -> float:
    """Two-sided p of the z-test with the pooled rate; 1 when all units or none succeeded."""
    pooled = (arm.successes + other.successes) / (arm.units + other.units)
    variance = pooled * (1 - pooled) * (1 / arm.units + 1 / other.units)
    return 1.0 if variance == 0 else float(normal_two_sided((arm.rate - other.rate) / math.sqrt(variance)))


def fisher(arm: Arm, other: Arm) -> float:
    """Two-sided p of Fisher's exact test: all tables no likelier than this one, margins fixed."""
    check(arm), check(other)
    units, successes = arm.units + other.units, arm.successes + other.successes
    possible = range(max(0, successes - other.units), min(arm.units, successes) + 1)
    logs = np.array([_log_choose(arm.units, k) + _log_choose(other.units, successes - k) for k in possible])
    chances = np.exp(logs - _log_choose(units, successes))
    observed = chances[arm.successes - possible.start]
    return float(min(1.0, chances[chances <= observed * (1 + SAME)].sum()))


def _log_choose(units: int, chosen: int) -> float:
    return math.lgamma(units + 1) - math.lgamma(chosen + 1) - math.lgamma(units - chosen + 1)


def probability_above(arm: Arm, other: Arm) -> float:
    """Probability, 0..1, that arm's true rate is above other's, from independent Jeffreys posteriors.

    Integrated on the log-odds scale, where both densities are smooth; good to five places.
    """
    check(arm), check(other)
    centre = [math.log((k + 0.5) / (n - k + 0.5)) for k, n in (arm, other)]
    spread = [math.sqrt(1 / (k + 0.5) + 1 / (n - k + 0.5)) for k, n in (arm, other)]
    low = min(c - 20 * s for c, s in zip(centre, spread, strict=True))
    high = max(c + 20 * s for c, s in zip(centre, spread, strict=True))
    points = min(200_001, max(2_001, int((high - low) / min(spread) * 40)))
    odds = np.linspace(low, high, points)
    ours, theirs = (_log_odds_density(side, odds) for side in (arm, other))
    return float(np.clip(np.sum(ours * (np.cumsum(theirs) - theirs / 2)), 0, 1))


def _log_odds_density(arm: Arm, odds: Floats) -> Floats:
    """Posterior weights of the log-odds on an even grid, summing to 1."""
    logs = (arm.successes + 0.5) * odds - (arm.units + 1) * np.logaddexp(0, odds)
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()
