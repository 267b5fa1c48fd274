"""What customers spend at a purchase: the Gamma-Gamma model (Fader, Hardie and Lee 2005)."""

from typing import NamedTuple

import numpy as np

from assets.statistics.distributions import Floats
from assets.statistics.likelihood import Maximum, maximum

STARTS = ((1.0, 2.0), (6.0, 4.0), (2.0, 10.0))


class Spending(NamedTuple):
    """Mean amounts of customers and over how many purchases each (0 for none); amounts are above 0."""

    purchases: Floats
    mean: Floats


class Prices(NamedTuple):
    """Amounts are gamma(p, nu) about a customer's own level, nu is gamma(q, gamma) among customers."""

    p: float
    q: float
    gamma: float

    @property
    def mean(self) -> float:
        """What a customer of whom nothing is known spends; infinite for q up to 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")


def log_likelihood(prices: Prices, spending: Spending) -> Floats:
    """Logarithm of the likelihood of each customer with at least one purchase."""
    from scipy.special import gammaln

    (p, q, gamma), (x, mean) = prices, spending
    shape = p * x
    counts = gammaln(shape + q) - gammaln(shape) - gammaln(q)
    return (
        counts + q * np.log(gamma) + (shape - 1) * np.log(mean) + shape * np.log(x)
        - (shape + q) * np.log(x * mean + gamma)
    )  # fmt: skip


def _slopes(prices: Prices, spending: Spending) -> Floats:
    """Gradient of each customer's log-likelihood in the logarithms of p, q and gamma."""
    from scipy.special import digamma

    (p, q, gamma), (x, mean) = prices, spending
    whole, both = x * mean, digamma(p * x + q)
    by_p = x * (both - digamma(p * x) + np.log(whole) - np.log(whole + gamma))
    by_q = both - digamma(q) + np.log(gamma) - np.log(whole + gamma)
    by_gamma = q / gamma - (p * x + q) / (whole + gamma)
    return np.column_stack([p * by_p, q * by_q, gamma * by_gamma])


def fit(spending: Spending) -> Maximum:
    """The prices by maximum likelihood, as (p, q, gamma), over those who bought; raises NotFitted."""
    bought = spending.purchases > 0
    known = Spending(spending.purchases[bought], spending.mean[bought])

    def likelihood(logs: Floats) -> tuple[float, Floats]:
        prices = Prices(*np.exp(logs))
        return float(log_likelihood(prices, known).sum()), _slopes(prices, known).sum(axis=0)

    level = float(known.mean.mean())
    return maximum(likelihood, [(p, q, level * max(q - 1, 0.5) / p) for p, q in STARTS])


def expected(prices: Prices, spending: Spending) -> Floats:
    """The amount to be expected at each customer's next purchase; the mean of all where none is known."""
    p, q, gamma = prices
    known = np.where(spending.purchases > 0, spending.purchases * spending.mean, 0)
    return p * (gamma + known) / (p * spending.purchases + q - 1)


def drawn(prices: Prices, spending: Spending, made: Floats, random: np.random.Generator) -> Floats:
    """What each customer (last axis) spends in so many purchases, at a level that fits what is known."""
    known = np.where(spending.purchases > 0, spending.purchases * spending.mean, 0)
    level = random.gamma(prices.q + prices.p * spending.purchases) / (prices.gamma + known)
    return random.gamma(np.maximum(prices.p * made, 1e-300)) / level * (made > 0)
