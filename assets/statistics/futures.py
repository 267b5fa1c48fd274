"""What customers will buy: the purchases to be expected of a process, and single futures drawn from it."""

import numpy as np
from numpy.typing import NDArray

from assets.statistics.distributions import Floats
from assets.statistics.purchases import Histories, Process, alive

BESIDE, PRECISION, MOST_TERMS = 1e-6, 1e-14, 100_000


def expected(process: Process, customers: Histories, horizon: float) -> Floats:
    """Purchases to be expected of each customer within the horizon from now."""
    x, _, age = customers
    r, a, b = process.r, _off(process.a, 1), process.shifted
    share, order = horizon / (process.alpha + age + horizon), _off(a + b - 1, 0) + x
    # Euler's other form of the series: its terms stay small for hundreds of purchases.
    series = _hypergeometric(a + b - 1 - r, a - 1, order, share)
    of_alive = order / (a - 1) * (1 - (1 - share) ** (a - 1) * series)
    return alive(process, customers) * of_alive


def _off(value: float, pole: float) -> float:
    """The value, a little beside a pole of the formula, where it has a limit but no value."""
    return value if abs(value - pole) > BESIDE else pole + BESIDE


def _hypergeometric(one: float, other: float, order: Floats, share: Floats) -> Floats:
    """2F1 by its series; that of scipy 1.17 is infinite at (3, -0.5; 100.5; 0.96)."""
    term, total = np.ones_like(share), np.ones_like(share)
    for number in range(MOST_TERMS):
        term = term * (one + number) * (other + number) / (order + number) / (number + 1) * share
        total = total + term
        if np.all(np.abs(term) <= PRECISION * np.abs(total)):
            break
    return total


def drawn(
    process: Process, customers: Histories, horizons: Floats, random: np.random.Generator
) -> NDArray[np.int64]:
    """One future of each customer: purchases up to each of the rising horizons, horizons down."""
    still = random.random(len(customers.age)) < alive(process, customers)
    pace = random.gamma(process.r + customers.repeats) / (process.alpha + customers.age)
    leaving = random.beta(process.a, process.shifted + customers.repeats)
    last = random.geometric(np.clip(leaving, 1e-12, 1))
    steps = np.diff(horizons, prepend=0.0)[:, None]
    made = np.cumsum(random.poisson(pace * steps), axis=0)
    return np.where(still, np.minimum(made, last), 0)
