"""Customers simulated purchase by purchase, sharing nothing with the estimates; and the CDNOW sample."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from assets.statistics.purchases import Histories, Process
from assets.statistics.spend import Prices

CDNOW = Path(__file__).with_name("data") / "cdnow_sample.csv"


def cdnow():
    """Columns of the sample: repeats, recency_days, age_days, repeat_cents, later."""
    with CDNOW.open(encoding="utf-8") as file:
        rows = [[float(value) for value in row.values()] for row in csv.DictReader(file)]
    return np.array(rows).T


def simulated(random, process, age, further=0.0):
    """Histories at the customers' ages and, of the time after it, how many purchases there were."""
    customers = len(age)
    pace = random.gamma(process.r, 1 / process.alpha, size=customers)
    leaving = random.beta(process.a, process.b, size=customers)
    here = np.ones(customers, bool)
    if process.is_modified:
        here = random.random(customers) >= leaving
    clock, recency = np.zeros(customers), np.zeros(customers)
    repeats, later = np.zeros(customers), np.zeros(customers)
    while here.any():
        clock = clock + random.exponential(1 / np.maximum(pace, 1e-12))
        here &= clock <= age + further
        before = here & (clock <= age)
        repeats, later = repeats + before, later + (here & ~before)
        recency = np.where(before, clock, recency)
        here &= random.random(customers) >= leaving
    return Histories(repeats, recency, age), later


PLAIN = Process(0.6, 5.0, 0.9, 2.5)
MODIFIED = Process(0.6, 5.0, 0.9, 2.5, is_modified=True)

FIRST_DAY = date(2025, 1, 1)
PRICES = Prices(6.0, 4.0, 3_000.0)


def bought(random, process, customers, days, further):
    """Purchases of a business whose customers came evenly over its days: (person, day, amount), in order."""
    came = random.uniform(0, days, size=customers)
    pace = random.gamma(process.r, 1 / process.alpha, size=customers) / 7
    leaving = random.beta(process.a, process.b, size=customers)
    level = random.gamma(PRICES.q, 1 / PRICES.gamma, size=customers)
    found, here, clock = [], np.arange(customers), came
    while len(here):
        amounts = np.maximum(np.rint(random.gamma(PRICES.p, 1 / level[here])), 1).astype(int)
        found += zip(here.tolist(), clock[here].astype(int).tolist(), amounts.tolist(), strict=True)
        is_first = clock[here] == came[here]
        here = here[is_first | (random.random(len(here)) >= leaving[here])]
        clock = clock.copy()
        clock[here] += random.exponential(1 / np.maximum(pace[here], 1e-12))
        here = here[clock[here] < days + further]
    return sorted(found, key=lambda one: one[1])


def payments(purchases, business="acme"):
    """The mart fct_payments of these purchases, as far as forecasts read it."""
    people, days, amounts = zip(*purchases, strict=True) if purchases else ((), (), ())
    count = len(people)
    return pa.table({
        "business_id": pa.array([business] * count, pa.string()),
        "payment_id": pa.array([f"pay-{number:06}" for number in range(count)], pa.string()),
        "person_key": pa.array([f"person-{person:05}" for person in people], pa.string()),
        "kind": pa.array(["payment"] * count, pa.string()),
        "local_date": pa.array([FIRST_DAY + timedelta(days=int(day)) for day in days], pa.date32()),
        "reporting_minor": pa.array([int(amount) for amount in amounts], pa.int64()),
    })  # fmt: skip


def customers(persons, business="acme"):
    """The mart dim_customers of these persons: every other one came by mail, the others by a search."""
    ours = sorted(set(persons))
    channels = [("Email", "Organic Search")[int(person[-1]) % 2] for person in ours]
    columns = dict.fromkeys(("first_source", "country", "risk_level", "first_product", "cohort_month"))
    return pa.table({
        "business_id": pa.array([business] * len(ours), pa.string()),
        "person_key": pa.array(ours, pa.string()),
        "first_channel": pa.array(channels, pa.string()),
        **{name: pa.array([None] * len(ours), pa.string()) for name in columns},
    })  # fmt: skip


def businesses(days):
    """The mart dim_businesses, so many days after the first."""
    today = pa.array([FIRST_DAY + timedelta(days=days)], pa.date32())
    return pa.table({"business_id": ["acme"], "currency": ["USD"], "local_today": today})
