"""How often customers buy again, and whether they still do: BG/NBD (Fader, Hardie, Lee 2005) and MBG/NBD."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assets.statistics.distributions import Floats
from assets.statistics.likelihood import Likelihood, Maximum, maximum

STARTS = ((0.25, 0.5, 2.0), (1.0, 1.0, 3.0), (3.0, 0.2, 3.0), (0.5, 2.0, 2.0))
ENOUGH_TO_START = 4_000
Customers = NDArray[np.int64]


class Histories(NamedTuple):
    """Customers by what the process knows of them: repeat purchases, age at the last one, age now."""

    repeats: Floats
    recency: Floats
    age: Floats

    def grouped(self) -> tuple["Histories", Customers, Customers]:
        """Different histories, how many customers have each, and the place of each customer among them."""
        rows = np.column_stack(self)
        different, place, counts = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
        return Histories(*different.T), counts, place.reshape(-1)


@dataclass(frozen=True)
class Process:
    """Purchases at a rate of gamma(r, alpha); after each one a customer leaves with chance beta(a, b).

    In the modified form (MBG/NBD) the customer may leave right after the first purchase too, so that one who
    bought once is not certain to be still there.
    """

    r: float
    alpha: float
    a: float
    b: float
    is_modified: bool = False

    @property
    def shifted(self) -> float:
        """b, and one more where the first purchase is a chance to leave as well."""
        return self.b + self.is_modified


def log_likelihood(process: Process, customers: Histories) -> Floats:
    """Logarithm of the likelihood of each customer."""
    return _parts(process, customers)[0]


def _parts(process: Process, customers: Histories) -> tuple[Floats, Floats]:
    """The log-likelihoods, and how likely each customer has left."""
    from scipy.special import betaln, gammaln

    x, recency, age = customers
    r, alpha, a, b = process.r, process.alpha, process.a, process.shifted
    shared = betaln(a, b + x) - betaln(a, process.b) + gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = -(r + x) * np.log(alpha + age)
    may_leave = (x > 0) | process.is_modified
    chance = np.log(a) - np.log(np.where(may_leave, b + x - 1, 1))
    leaves = np.where(may_leave, chance - (r + x) * np.log(alpha + recency), -np.inf)
    together = np.logaddexp(stays, leaves)
    return shared + together, np.exp(leaves - together)


def _slopes(process: Process, customers: Histories, left: Floats) -> Floats:
    """Gradient of each customer's log-likelihood in the logarithms of r, alpha, a and b."""
    from scipy.special import digamma

    x, recency, age = customers
    r, alpha, a, b = process.r, process.alpha, process.a, process.shifted
    stays, all_of = 1 - left, digamma(a + process.b) - digamma(a + b + x)
    chances = np.where(left > 0, b + x - 1, 1)
    by_r = digamma(r + x) - digamma(r) + np.log(alpha)
    by_r = by_r - stays * np.log(alpha + age) - left * np.log(alpha + recency)
    by_alpha = r / alpha - (r + x) * (stays / (alpha + age) + left / (alpha + recency))
    by_a = all_of + left / a
    by_b = all_of + digamma(b + x) - digamma(process.b) - left / chances
    return np.column_stack([r * by_r, alpha * by_alpha, a * by_a, process.b * by_b])


def fit(customers: Histories, is_modified: bool = False) -> Maximum:
    """The process by maximum likelihood, as (r, alpha, a, b); raises NotFitted.

    Of many customers the starts are tried on an even part, and the best of them goes on with all.
    """
    different, counts, _ = customers.grouped()
    pace = max(float(customers.repeats.mean()), 1e-3) / float(customers.age.mean())
    starts = [(r, r / pace, a, b) for r, a, b in STARTS]
    if len(counts) > 2 * ENOUGH_TO_START:
        part = slice(0, None, len(counts) // ENOUGH_TO_START)
        few = Histories(*(column[part] for column in different))
        starts = [tuple(maximum(_likelihood(few, counts[part], is_modified), starts).parameters)]
    return maximum(_likelihood(different, counts, is_modified), starts)


def _likelihood(different: Histories, counts: Customers, is_modified: bool) -> Likelihood:
    def likelihood(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(logs)
        process = Process(r, alpha, a, b, is_modified)
        values, left = _parts(process, different)
        return float(counts @ values), counts @ _slopes(process, different, left)

    return likelihood


def alive(process: Process, customers: Histories) -> Floats:
    """The chance that each customer still buys; by BG/NBD it is 1 for everyone who bought once."""
    return 1 - _parts(process, customers)[1]
