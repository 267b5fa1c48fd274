"""Payments and values of customers once more, in plain Python: SQL and Python come to the same integers."""

import random
import re
import tempfile
from dataclasses import replace
from datetime import timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import plain_money
from benchmarks.bare_sql import Statement, build, statements
from benchmarks.random_money import payments, rates, stripe
from benchmarks.random_rows import AS_OF
from benchmarks.small_marts import Layer, table

LANDED = [AS_OF - timedelta(days=days) for days in (90, 40, 2)]
ENTRIES = """
    select business_id, payment_id, kind, occurred_at, local_date, amount_minor, currency, reporting_minor,
        rate_day, flag, person_key, origin
    from marts.fct_payments
"""
NAMES = (
    "business_id", "payment_id", "kind", "at", "local_date", "amount", "currency", "reporting", "rate_day",
    "flag", "person", "origin",
)  # fmt: skip
KEY = ["business_id", "person_key"]
FIGURES = [
    "first_paid_on", "payments", "gross_minor", "net_minor", *(f"net_{days}" for days in plain_money.AGES),
    "unconverted",
]  # fmt: skip


# Nobody has a second identifier here, so that the events need not be built.
NOBODY = "select '' as business_id, '' as subject_key, '' as person_key where false"


def needed(*marts: str) -> list[Statement]:
    """The statements that these marts need, in their order."""
    known, names, left = {one.name: one for one in statements()}, set(), list(marts)
    known["int_people"] = replace(known["int_people"], kind="view", query=NOBODY)
    while left:
        name = left.pop()
        names.add(name)
        left += set(re.findall(r'"(\w+)"', known[name].query)) & known.keys() - names
    return [known[one.name] for one in statements() if one.name in names]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_sql_and_plain_python_come_to_the_same_money(seed: int) -> None:
    draw = random.Random(seed)
    files = [(payments(draw, 14), landed_at) for landed_at in LANDED]
    quoted, objects = rates(draw, 250), stripe(draw, 8)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as marts:
        layer = Layer(folder)
        for rows, landed_at in files:
            layer.take("payments", "payments", rows, landed_at)
        layer.take("payments", "rates", quoted, LANDED[0])
        for stream, rows in objects.items():
            layer.take("stripe", stream, rows, LANDED[-1])
        build(marts, needed("fct_payments", "customer_values"), layer.home, AS_OF)
        plain = plain_money.entries(files, quoted, objects)
        expected = sorted((tuple(row[name] for name in NAMES) for row in plain), key=str)
        assert sorted(marts.execute(ENTRIES).fetchall(), key=str) == expected
        assert table(marts, "customer_values", KEY, FIGURES) == plain_money.values(plain, AS_OF)
