"""Value to come by the cohorts before, where no model is trusted: what customers of each age bring a day."""

from typing import NamedTuple

import numpy as np

from assets.estimates.buyers import WEEK, Buyers
from assets.estimates.purchase_forecasts import Sum, skewed_interval
from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats

BIN_DAYS, FEWEST_CUSTOMERS, TAIL_BINS = 30, 20, 3


class Watched(NamedTuple):
    """Customers down, months of age across: days watched, and value brought after the first day."""

    age: Floats
    days: Floats
    value: Floats


def watched(customers: Buyers, today: int) -> Watched:
    """The months of age of all customers; days whose value has no rate count as bringing nothing."""
    age = customers.histories(today).age * WEEK
    number, months = len(age), int(age.max() // BIN_DAYS) + 1
    later = np.ones(len(customers.day), dtype=bool)
    later[customers.starts] = False
    month = (customers.day - customers.first[customers.person]) // BIN_DAYS
    place = customers.person[later] * months + month[later]
    value = np.bincount(place, weights=np.nan_to_num(customers.net[later]), minlength=number * months)
    days = _overlap(np.zeros(number), age, months)
    return Watched(age, days, value.reshape(number, months).astype(np.float64))


def _overlap(begin: Floats, end: Floats, months: int) -> Floats:
    """How many days of each month of age lie between two ages of each customer."""
    starts = np.arange(months) * BIN_DAYS
    return np.clip(np.minimum(end[:, None], starts + BIN_DAYS) - np.maximum(begin[:, None], starts), 0, None)


def total(seen: Watched, members: Ints, horizon: int) -> Sum | None:
    """What some of the customers will bring; None where too few have been watched for a month.

    Ages that fewer than twenty customers have reached are taken to be like the last three months before.
    """
    age, days, value = (column[members] for column in seen)
    known = int(np.sum(days.sum(axis=0) >= FEWEST_CUSTOMERS * BIN_DAYS))
    if not known:
        return None
    days, value = (_with_tail(column, known) for column in (days, value))
    ahead = _overlap(age, age + horizon, known)
    ahead = np.column_stack([ahead, horizon - ahead.sum(axis=1)]).sum(axis=0)
    rate = value.sum(axis=0) / days.sum(axis=0)
    apart = value - rate * days
    # Both what the rates are off by, customer by customer, and what the days ahead will be off by.
    of_rates = np.sum((apart @ (ahead / days.sum(axis=0))) ** 2)
    of_future = np.sum(np.sum(apart**2, axis=0) / days.sum(axis=0) * ahead)
    mean = float(rate @ ahead)
    return Sum(mean, skewed_interval(mean, float(np.sqrt(of_rates + of_future))), None)


def _with_tail(column: Floats, known: int) -> Floats:
    """The known months, and the last of them together for all that lies beyond."""
    last = column[:, max(known - TAIL_BINS, 0) : known].sum(axis=1)
    return np.column_stack([column[:, :known], last])
