"""Answers by drawing again and again, the same every time: the seed says whose data they are."""

import hashlib

import numpy as np

from assets.statistics.clusters import Ints
from assets.statistics.proportions import Interval

DRAWS = 1000
FEWEST_VALUES = 5


def generator(*identity: str) -> np.random.Generator:
    """Random numbers that belong to what is named, as ("acme", "lead_sources", "email"): always the same."""
    digest = hashlib.sha256("\x1f".join(identity).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def bootstrap_mean(
    positive: Ints, units: int, random: np.random.Generator, level: float = 0.95, draws: int = DRAWS
) -> Interval | None:
    """Percentile bootstrap interval of the mean over `units` units, all 0 except the `positive` values.

    The values are whole numbers (minor units of money). None with fewer than five of them: what so few say
    about the spread is not worth an interval.
    """
    if len(positive) > units:
        raise ValueError(f"a mean over {units} units cannot have {len(positive)} values above 0")
    if len(positive) < FEWEST_VALUES:
        return None
    # How many of the units drawn are positive is binomial; only those are drawn, which spares the zeros.
    drawn = random.binomial(units, len(positive) / units, size=draws)
    picked = np.sort(positive)[random.integers(0, len(positive), size=drawn.sum())]
    running = np.concatenate([[0], np.cumsum(picked)])
    ends = np.cumsum(drawn)
    means = (running[ends] - running[ends - drawn]) / units
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))
