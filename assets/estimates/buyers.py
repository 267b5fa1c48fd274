"""The mart fct_payments, taken apart into the days on which each customer bought: what forecasts see."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats
from assets.statistics.purchases import Histories
from assets.statistics.spend import Spending

PAYMENTS = ("business_id", "payment_id", "person_key", "kind", "local_date", "reporting_minor")
EPOCH = date(1970, 1, 1)
WEEK = 7.0


@dataclass(frozen=True)
class Buyers:
    """Customers in the order of their keys, and their purchase days in order: whose, when, what was brought.

    A day is a number since 1970. What was brought is net of what was given back later; NaN without a rate.
    """

    persons: list[str]
    person: Ints
    day: Ints
    net: Floats

    @property
    def first(self) -> Ints:
        """The first purchase day of each customer."""
        return self.day[self.starts]

    @property
    def starts(self) -> Ints:
        """Where the days of each customer begin."""
        return np.flatnonzero(np.diff(self.person, prepend=-1))

    def histories(self, until: int) -> Histories:
        """All customers as they stood at the end of a day, in weeks; no first purchase lies after it."""
        counted = self.day <= until
        days = np.bincount(self.person[counted], minlength=len(self.persons))
        last = np.zeros(len(self.persons), dtype=np.int64)
        np.maximum.at(last, self.person[counted], self.day[counted])
        columns = (days - 1, (last - self.first) / WEEK, (until - self.first) / WEEK)
        return Histories(*(np.asarray(column, dtype=np.float64) for column in columns))

    def bought_after(self, day: int) -> Floats:
        """On how many days after that day each customer bought."""
        later = self.person[self.day > day]
        return np.bincount(later, minlength=len(self.persons)).astype(np.float64)

    def spending(self) -> Spending:
        """What each customer spent on days after the first, where it is known."""
        known = ~np.isnan(self.net)
        known[self.starts] = False
        purchases = np.bincount(self.person[known], minlength=len(self.persons)).astype(np.float64)
        total = np.bincount(self.person[known], weights=self.net[known], minlength=len(self.persons))
        return Spending(purchases, total / np.maximum(purchases, 1))

    def known_on(self, day: int) -> "Buyers":
        """Those alone who had bought by that day, with all their days, later ones too."""
        kept = np.flatnonzero(self.first <= day)
        place = np.full(len(self.persons), -1)
        place[kept] = np.arange(len(kept))
        mine = place[self.person] >= 0
        persons = [self.persons[number] for number in kept]
        return Buyers(persons, place[self.person[mine]], self.day[mine], self.net[mine])


def buyers(payments: pa.Table) -> Buyers:
    """The customers of one business; what was given back wholly was no purchase."""
    paid, net = _payments(payments)
    kept = np.isnan(net) | (net > 0)
    names, code = np.unique(np.array(paid["person_key"].to_pylist(), dtype=object)[kept], return_inverse=True)
    day = paid["local_date"].cast(pa.int32()).to_numpy().astype(np.int64)[kept]
    (person, when), place = np.unique(np.stack([code, day]), axis=1, return_inverse=True)
    brought = np.bincount(place.reshape(-1), weights=net[kept], minlength=len(person))
    return Buyers(names.tolist(), person, when, brought.astype(np.float64))


def _payments(entries: pa.Table) -> tuple[pa.Table, Floats]:
    """The successful payments, and what was left of each; NaN where a part of it has no rate."""
    moved = entries.filter(pc.not_equal(entries["kind"], "failed"))
    minor = moved["reporting_minor"].cast(pa.float64())
    moved = moved.append_column("net", pc.fill_null(minor, float("nan")))
    left = moved.group_by("payment_id", use_threads=False).aggregate([("net", "sum")])
    paid = moved.filter(pc.equal(moved["kind"], "payment")).select(["payment_id", "person_key", "local_date"])
    joined = paid.join(left, "payment_id").sort_by("payment_id")
    return joined, np.asarray(joined["net_sum"].to_numpy(), dtype=np.float64)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days
