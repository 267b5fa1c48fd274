"""How a forecast of purchases would have done: the last third of time held back, foretold and compared."""

from typing import NamedTuple

import numpy as np

from assets.estimates.buyers import WEEK, Buyers
from assets.estimates.trust import Untrusted, demand
from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats
from assets.statistics.futures import expected
from assets.statistics.likelihood import NotFitted
from assets.statistics.purchases import Process, fit

LARGEST_ERROR, LEAST_RANK_CORRELATION = 0.25, 0.3
MOST_SHOWN = 4


class HeldBack(NamedTuple):
    """Each customer's purchases in two thirds of time, foretold after it, made; NaN for later customers."""

    repeats: Floats
    foretold: Floats
    made: Floats


class Check(NamedTuple):
    """How well the held-back purchases of a segment were foretold; `error` is infinite where none came."""

    foretold: float
    made: float
    error: float
    rank_correlation: float
    by_repeats: str

    @property
    def reason(self) -> str | None:
        """Why the forecast is withheld; None where it has earned trust."""
        if not self.error <= LARGEST_ERROR:
            return (
                f"for the last third of time {self.foretold:.0f} purchases were foretold, "
                f"{self.made:.0f} made; an error of {LARGEST_ERROR:.0%} at most is trusted"
            )
        if not self.rank_correlation >= LEAST_RANK_CORRELATION:
            return (
                "who would buy in the last third of time was foretold with a rank correlation of "
                f"{self.rank_correlation:.2f}, {LEAST_RANK_CORRELATION} is needed"
            )
        return None


def held_back(customers: Buyers, today: int) -> HeldBack:
    """What a fit to the first two thirds of time foretells of the rest; raises Untrusted."""
    start = int(customers.first.min())
    cut = start + (today - start) * 2 // 3
    known = customers.known_on(cut)
    demand(known, cut)
    histories = known.histories(cut)
    try:
        process = Process(*fit(histories).parameters)
    except NotFitted as reason:
        raise Untrusted(f"the first two thirds of time: {reason}") from None
    foretold = expected(process, histories, (today - cut) / WEEK)
    columns = np.full((3, len(customers.persons)), np.nan)
    columns[:, customers.first <= cut] = histories.repeats, foretold, known.bought_after(cut)
    return HeldBack(*columns)


def check(held: HeldBack, members: Ints) -> Check:
    """The held-back purchases of some of the customers, against what was foretold."""
    tested = members[~np.isnan(held.made[members])]
    repeats, foretold, made = (column[tested] for column in held)
    total, came = float(foretold.sum()), float(made.sum())
    error = abs(total - came) / came if came else float("inf")
    return Check(total, came, error, rank_correlation(foretold, made), _by_repeats(repeats, foretold, made))


def _by_repeats(repeats: Floats, foretold: Floats, made: Floats) -> str:
    """Foretold of made purchases by how many repeat purchases there had been, such as "0: 12 of 15; 1: …"."""
    groups = np.minimum(repeats, MOST_SHOWN)
    parts = [
        f"{number}{'+' if number == MOST_SHOWN else ''}: {foretold[mine].sum():.0f} of {made[mine].sum():.0f}"
        for number in range(MOST_SHOWN + 1)
        if (mine := groups == number).any()
    ]
    return "; ".join(parts)


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's, ties with the mean of their ranks; 0 where one of the two does not vary."""
    first, second = _ranks(one), _ranks(other)
    if len(one) < 2 or first.std() == 0 or second.std() == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[place]
