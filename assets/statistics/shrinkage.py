"""Many groups at once: small groups are pulled towards what all have in common (empirical Bayes)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.statistics.distributions import Floats, normal_below, normal_quantile
from assets.statistics.proportions import Arm, check

FEWEST_GROUPS = 5


def shrunk_rates(arms: Sequence[Arm]) -> list[float]:
    """The shrunk success rate of each group, 0..1: (k + m p) / (n + m) with p and m of the beta prior.

    With fewer than five groups a prior cannot be learned, and each gets Jeffreys' (k + 1/2) / (n + 1).
    """
    if len(arms) < FEWEST_GROUPS:
        return [(check(arm).successes + 0.5) / (arm.units + 1) for arm in arms]
    mean, strength = beta_prior(arms)
    if np.isinf(strength):
        return [mean] * len(arms)
    return [(arm.successes + strength * mean) / (arm.units + strength) for arm in arms]


def beta_prior(arms: Sequence[Arm]) -> tuple[float, float]:
    """Mean p and strength m of the beta prior, by moments; m is infinite where the groups do not differ.

    tau^2, the variance between groups, is what the weighted squares exceed their binomial expectation by,
    floored at 0; m = p (1 - p) / tau^2 - 1 (Kleinman 1973).
    """
    successes, units = np.array([check(arm) for arm in arms], dtype=np.float64).T
    mean = successes.sum() / units.sum()
    excess = np.sum(units * (successes / units - mean) ** 2) - mean * (1 - mean) * (len(arms) - 1)
    scale = np.sum((units - 1) * (1 - units / units.sum()))
    variance = max(0.0, excess / scale) if scale > 0 else 0.0
    return float(mean), float(max(0.0, mean * (1 - mean) / variance - 1)) if variance else np.inf


@dataclass(frozen=True)
class Shrunk:
    """Shrunk estimates with their standard deviations, and the variance `between` the true values."""

    mean: Floats
    deviation: Floats
    between: float

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Lower and upper ends of the central interval of each estimate."""
        half = normal_quantile(level) * self.deviation
        return self.mean - half, self.mean + half

    def probability_above_zero(self) -> Floats:
        """Probability that each true value is above 0; one half where nothing is known."""
        z = np.divide(self.mean, self.deviation, out=np.zeros_like(self.mean), where=self.deviation > 0)
        return normal_below(z)


def shrunk_effects(estimates: Floats, variances: Floats) -> Shrunk:
    """Effects shrunk towards 0: normal estimates of known variance, true effects normal around 0.

    tau^2 comes from the moments, floored at 0 (DerSimonian and Laird 1986, with the centre known). The
    deviations take it one standard error higher, so that a floored tau^2 does not look like certainty. Under
    five groups nothing is shrunk.
    """
    if len(estimates) < FEWEST_GROUPS:
        return Shrunk(estimates, np.sqrt(variances), np.inf)
    weights = 1 / variances
    between = max(0.0, float((np.sum(weights * estimates**2) - len(estimates)) / weights.sum()))
    wide = between + np.sqrt(2 * np.sum((1 + weights * between) ** 2)) / weights.sum()
    deviation = np.sqrt(variances * wide / (wide + variances))
    return Shrunk(estimates * between / (between + variances), deviation, between)
