"""Value by segment: only customers of the age, money that cannot be converted, worlds with a known mean."""

from statistics import fmean, median

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.estimates.value_by_segment import AGES, SCHEMA, estimate

SEGMENTS = ("first_source", "first_channel", "country", "risk_level", "first_product", "cohort_month")


def customer(age, brought, channel=None, unconverted=0, business="acme", **segments):
    """A customer of so many days, who had brought the same at every age that was reached."""
    nets = {f"net_{days}": brought if age is not None and age >= days else None for days in AGES}
    return nets | dict.fromkeys(SEGMENTS) | {
        "business_id": business, "currency": "USD", "age_days": age, "unconverted_entries": unconverted,
        "first_channel": channel, **segments,
    }  # fmt: skip


def rows(customers):
    named = [each | {"person_key": f"person {number:05}"} for number, each in enumerate(customers)]
    texts = ("business_id", "person_key", "currency", *SEGMENTS)
    kinds = [(name, pa.string()) for name in texts]
    kinds += [(name, pa.int64()) for name in ("age_days", "unconverted_entries", *(f"net_{d}" for d in AGES))]
    table = pa.Table.from_pylist(named, schema=pa.schema(kinds))
    found = estimate(table, table.take(pa.array(reversed(range(len(named))), pa.int64())))
    return {
        tuple(row[name] for name in ("business_id", "segment", "value", "age_days")): row
        for row in found.to_pylist()
    }


def test_the_young_are_in_no_mean_of_an_age_that_they_have_not_reached():
    found = rows([customer(400, 1_000), customer(90, 0), customer(89, 90_000), customer(10, 90_000)])
    assert [found["acme", "all", "all", days]["customers"] for days in AGES] == [3, 3, 2, 1, 1]
    ninety = found["acme", "all", "all", 90]
    assert (ninety["mean_minor"], ninety["median_minor"], ninety["zero_share"]) == (500, 500, 0.5)
    assert (ninety["mean_low"], ninety["mean_high"]) == (None, None)


def test_a_segment_of_whom_nobody_is_old_enough_has_no_row():
    found = rows([customer(200, 1_000, "Email"), customer(40, 9_000, "Display")])
    assert {key[3] for key in found if key[2] == "Display"} == {30}
    assert {key[3] for key in found if key[2] == "Email"} == {30, 60, 90, 180}


def test_who_paid_without_a_rate_is_left_out_and_counted_apart():
    found = rows([customer(40, 1_000), customer(40, 3_000), customer(40, None, unconverted=1)])
    row = found["acme", "all", "all", 30]
    assert (row["customers"], row["mean_minor"], row["unconverted_customers"]) == (2, 2_000, 1)
    alone = rows([customer(40, None, unconverted=1)])["acme", "all", "all", 30]
    assert (alone["customers"], alone["mean_minor"], alone["zero_share"]) == (0, None, None)


def test_an_unknown_value_is_none_and_a_segment_that_nobody_tells_is_left_out():
    found = rows([customer(40, 100, "Email"), customer(40, 100)])
    assert {key[1:3] for key in found} == {("all", "all"), ("channel", "Email"), ("channel", "(none)")}


def test_money_given_back_without_a_payment_is_nobodys_value():
    assert rows([customer(None, None)]) == {}


def test_businesses_are_apart():
    found = rows([customer(40, 100), customer(40, 900, business="bolt")])
    assert [found[name, "all", "all", 30]["mean_minor"] for name in ("acme", "bolt")] == [100, 900]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(
    st.integers(0, 400), st.integers(-500, 90_000), st.sampled_from(["Email", "Display", None])
), max_size=40))  # fmt: skip
def test_figures_are_those_of_a_plain_count(drawn):
    found = rows([customer(*one) for one in drawn])
    for days in AGES:
        for channel in ("Email", "Display"):
            mine = [brought for age, brought, told in drawn if age >= days and told == channel]
            row = found.get(("acme", "channel", channel, days))
            assert (row is None) == (not mine)
            if row:
                assert (row["customers"], row["median_minor"]) == (len(mine), median(mine))
                assert row["mean_minor"] == pytest.approx(fmean(mine), abs=1e-5)
                assert row["zero_share"] == pytest.approx(sum(one <= 0 for one in mine) / len(mine), abs=1e-6)


@pytest.mark.parametrize("number", [400, 12_000])
def test_intervals_hold_the_true_mean_about_as_often_as_they_say(number):
    held, truth = 0, 0.4 * 5_000
    worlds = 200 if number < 1_000 else 40
    for seed in range(worlds):
        random = np.random.default_rng(seed)
        brought = (random.random(number) < 0.4) * random.exponential(5_000, size=number)
        row = rows([customer(40, int(one)) for one in brought])["acme", "all", "all", 30]
        held += row["mean_low"] <= truth <= row["mean_high"]
    assert held / worlds == pytest.approx(0.95, abs=0.06)


def test_without_customers_there_are_no_rows():
    assert rows([]) == {}
    assert SCHEMA.names[0] == "business_id"
