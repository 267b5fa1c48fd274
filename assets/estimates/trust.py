"""What a forecast of purchases needs before anything is fitted: enough customers, time, independence."""

import numpy as np

from assets.estimates.buyers import Buyers
from assets.statistics.spend import Spending

FEWEST_CUSTOMERS, FEWEST_REPEATING, FEWEST_INTERVALS = 200, 50, 3
LARGEST_CORRELATION = 0.3


class Untrusted(ValueError):
    """Why the purchases of a business are not forecast by the model; the message goes into the mart."""


def demand(customers: Buyers, until: int) -> None:
    """Raises Untrusted where there are too few customers, repeat buyers or days for a fit until that day."""
    histories = customers.histories(until)
    repeating = int(np.sum(histories.repeats > 0))
    if len(customers.persons) < FEWEST_CUSTOMERS:
        raise Untrusted(f"{len(customers.persons)} customers, {FEWEST_CUSTOMERS} are needed")
    if repeating < FEWEST_REPEATING:
        raise Untrusted(f"{repeating} customers have bought again, {FEWEST_REPEATING} are needed")
    intervals = np.diff(customers.day)[(np.diff(customers.person) == 0) & (customers.day[1:] <= until)]
    watched, typical = until - int(customers.first.min()), float(np.median(intervals))
    if watched < FEWEST_INTERVALS * typical:
        raise Untrusted(
            f"{watched} days were watched, {FEWEST_INTERVALS} intervals of {typical:.0f} days are needed"
        )


def demand_independence(spending: Spending) -> None:
    """Raises Untrusted where those who buy more often spend more or less at a time."""
    bought = spending.purchases > 0
    purchases, mean = spending.purchases[bought], spending.mean[bought]
    if len(mean) < FEWEST_REPEATING:
        raise Untrusted(
            f"{len(mean)} customers have repeat purchases of known value, {FEWEST_REPEATING} are needed"
        )
    if purchases.std() == 0 or mean.std() == 0:
        return
    correlation = float(np.corrcoef(purchases, mean)[0, 1])
    if abs(correlation) > LARGEST_CORRELATION:
        raise Untrusted(
            f"how often and how much customers buy correlate by {correlation:.2f}, at most "
            f"{LARGEST_CORRELATION} is allowed"
        )
