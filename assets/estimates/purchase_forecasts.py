"""Value to come by BG/NBD and Gamma-Gamma: the mean of each customer, and how far a sum may be off."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assets.estimates.buyers import WEEK, Buyers
from assets.estimates.trust import Untrusted, demand, demand_independence
from assets.statistics import futures, purchases, spend
from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats
from assets.statistics.likelihood import Maximum, NotFitted
from assets.statistics.proportions import Interval
from assets.statistics.purchases import Histories, Process
from assets.statistics.spend import Prices, Spending

HORIZONS = (30, 90, 180, 365)
MONTH, YEARLY_DISCOUNT = 30, 0.10
FEWEST_DRAWS, MOST_DRAWS, CUSTOMERS_DRAWN = 40, 200, 1_000_000


class Model(NamedTuple):
    """What was fitted to the customers of a business; `modified` is None where that form cannot be fitted."""

    process: Maximum
    prices: Maximum
    modified: Maximum | None


class Sum(NamedTuple):
    """What customers bring together within a horizon, minor units."""

    mean: float
    interval: Interval
    discounted: float | None


@dataclass(frozen=True)
class Forecast:
    """Means of each customer and single futures of all, horizons down; drawn again for any part of them."""

    mean: Floats
    discounted: Floats
    drawn: NDArray[np.float32]
    alive: Floats | None

    def total(self, horizon: int, members: Ints) -> Sum:
        """Of some of the customers: the mean, and the 95 % interval of what will come."""
        mean = float(self.mean[horizon, members].sum())
        spread = float(self.drawn[:, horizon][:, members].sum(axis=1).std(ddof=1))
        return Sum(mean, skewed_interval(mean, spread), float(self.discounted[horizon, members].sum()))


def model(customers: Buyers, today: int) -> Model:
    """The fit to all customers of a business; raises Untrusted."""
    demand(customers, today)
    spending = customers.spending()
    demand_independence(spending)
    histories = customers.histories(today)
    try:
        process, prices = purchases.fit(histories), spend.fit(spending)
    except NotFitted as reason:
        raise Untrusted(str(reason)) from None
    if not np.isfinite(Prices(*prices.parameters).mean):
        raise Untrusted("what customers spend differs so much that it has no mean")
    return Model(process, prices, _modified(histories))


def _modified(histories: Histories) -> Maximum | None:
    try:
        return purchases.fit(histories, is_modified=True)
    except NotFitted:
        return None


def forecast(fitted: Model, customers: Buyers, today: int, random: np.random.Generator) -> Forecast:
    """The futures of all customers."""
    histories, spending = customers.histories(today), customers.spending()
    price = spend.expected(Prices(*fitted.prices.parameters), spending)
    bought = _bought(Process(*fitted.process.parameters), histories)
    steps = np.diff(bought, axis=0, prepend=0.0)
    worth = (1 + YEARLY_DISCOUNT) ** (-_grid() / 365)[:, None]
    at = np.searchsorted(_grid(), HORIZONS)
    drawn = _drawn(fitted, histories, spending, random)
    worth_now = np.cumsum(steps * worth, axis=0)[at] * price
    return Forecast((bought * price)[at], worth_now, drawn, _alive(fitted, histories))


def _alive(fitted: Model, histories: Histories) -> Floats | None:
    if fitted.modified is None:
        return None
    r, alpha, a, b = fitted.modified.parameters
    return purchases.alive(Process(r, alpha, a, b, is_modified=True), histories)


def _grid() -> Floats:
    """The ends of the months up to the last horizon, and the last horizon itself."""
    return np.union1d(np.arange(MONTH, HORIZONS[-1], MONTH), HORIZONS).astype(np.float64)


def _bought(process: Process, histories: Histories) -> Floats:
    """Purchases to be expected of each customer up to each month's end; equal histories are reckoned once."""
    different, _, place = histories.grouped()
    return np.array([futures.expected(process, different, days / WEEK)[place] for days in _grid()])


def _drawn(
    fitted: Model, histories: Histories, spending: Spending, random: np.random.Generator
) -> NDArray[np.float32]:
    """What each customer brings in some futures: draws, horizons, customers."""
    number = int(np.clip(CUSTOMERS_DRAWN // len(histories.age), FEWEST_DRAWS, MOST_DRAWS))
    processes, prices = (one.draws(random, number) for one in (fitted.process, fitted.prices))
    horizons = np.array(HORIZONS) / WEEK
    drawn = np.empty((number, len(HORIZONS), len(histories.age)), dtype=np.float32)
    for future in range(number):
        made = futures.drawn(Process(*processes[future]), histories, horizons, random)
        steps = np.diff(made, axis=0, prepend=0)
        drawn[future] = np.cumsum(spend.drawn(Prices(*prices[future]), spending, steps, random), axis=0)
    return drawn


def skewed_interval(mean: float, spread: float, level: float = 0.95) -> Interval:
    """The middle of a gamma distribution with this mean and deviation: a sum of payments is never below 0."""
    from scipy.special import gammaincinv

    if mean <= 0 or spread <= 0:
        return Interval(max(mean, 0.0), max(mean, 0.0))
    shape = (mean / spread) ** 2
    low, high = gammaincinv(shape, [(1 - level) / 2, (1 + level) / 2]) * mean / shape
    return Interval(float(low), float(high))
