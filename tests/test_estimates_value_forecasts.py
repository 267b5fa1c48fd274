"""What customers will bring: simulated businesses whose future is known, and what makes a forecast fail."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from assets.estimates.buyers import buyers, day_number
from assets.estimates.cohort_curves import total, watched
from assets.estimates.holdout import rank_correlation
from assets.estimates.trust import Untrusted, demand, demand_independence
from assets.estimates.value_forecasts import HORIZONS, SCHEMA, estimate
from tests.buyers import FIRST_DAY, MODIFIED, PLAIN, bought, businesses, customers, payments

DAYS = 400
FIGURES = ("forecast_minor", "low", "high", "discounted_minor")


def world(seed, number=1_200, process=PLAIN):
    """The rows of a simulated business, by segment, value and horizon, and what truly came."""
    purchases = bought(np.random.default_rng(seed), process, number, DAYS, HORIZONS[-1])
    known = [one for one in purchases if one[1] < DAYS]
    later = {
        days: sum(amount for _, day, amount in purchases if DAYS <= day < DAYS + days) for days in HORIZONS
    }
    return rows(known, DAYS), later


def rows(purchases, days):
    entries = payments(purchases)
    found = estimate(entries, customers(entries["person_key"].to_pylist()), businesses(days)).to_pylist()
    return {(row["segment"], row["value"], row["horizon_days"]): row for row in found}


@pytest.fixture(scope="module")
def acme():
    return world(1)


def test_intervals_hold_what_comes_about_as_often_as_they_say():
    held, off = [], []
    for seed in range(30):
        found, later = world(seed, 700)
        for days in HORIZONS:
            row = found["all", "all", days]
            if not row["is_withheld"]:
                held.append(row["low"] <= later[days] <= row["high"])
                off.append(row["forecast_minor"] / later[days] - 1)
    assert len(held) > 100
    assert 0.89 <= np.mean(held) <= 1
    assert abs(np.median(off)) < 0.05


def test_a_forecast_says_how_it_did_on_the_last_third(acme):
    row = acme[0]["all", "all", 90]
    assert (row["method"], row["is_withheld"], row["reason"]) == ("bg_nbd", False, None)
    assert row["customers"] == 1_200
    assert row["holdout_error"] == pytest.approx(
        abs(row["holdout_foretold"] - row["holdout_made"]) / row["holdout_made"], abs=1e-6
    )
    assert row["holdout_error"] <= 0.25 and row["holdout_rank_correlation"] >= 0.3
    parts = [part.split(": ")[1].split(" of ") for part in row["holdout_by_repeats"].split("; ")]
    assert sum(int(made) for _, made in parts) == row["holdout_made"]


def test_figures_grow_with_the_horizon_and_segments_add_up(acme):
    found = acme[0]
    for name in ("forecast_minor", "low", "high", "discounted_minor"):
        figures = [found["all", "all", days][name] for days in HORIZONS]
        assert figures == sorted(figures)
    for days in HORIZONS:
        parts = [found["channel", value, days]["forecast_minor"] for value in ("Email", "Organic Search")]
        whole = found["all", "all", days]
        assert sum(parts) == pytest.approx(whole["forecast_minor"], abs=2)
        assert whole["low"] < whole["forecast_minor"] < whole["high"]
        assert 0.9 < whole["discounted_minor"] / whole["forecast_minor"] < 1


def test_one_who_bought_once_is_not_taken_for_certainly_there(acme):
    assert 0 < acme[0]["all", "all", 30]["alive_share"] < 0.95


def test_the_same_rows_in_any_order_give_the_same_figures():
    purchases = [one for one in bought(np.random.default_rng(3), MODIFIED, 500, DAYS, 0)]
    entries = payments(purchases)
    turned = entries.take(np.random.default_rng(4).permutation(len(entries)))
    known = customers(entries["person_key"].to_pylist())
    assert estimate(turned, known, businesses(DAYS)) == estimate(entries, known, businesses(DAYS))


def test_too_few_customers_get_the_curve_of_the_cohorts_and_the_reason():
    found, later = world(5, 150)
    row = found["all", "all", 90]
    assert (row["method"], row["is_withheld"], row["alive_share"]) == ("cohort_mean", False, None)
    assert row["reason"].endswith("customers, 200 are needed")
    assert row["low"] < later[90] < row["high"]


def test_customers_who_never_come_back_are_forecast_to_bring_nothing():
    once = [(person, person % DAYS, 900) for person in range(800)]
    row = rows(once, DAYS)["all", "all", 365]
    assert row["method"] == "cohort_mean"
    assert row["reason"] == "0 customers have bought again, 50 are needed"
    assert (row["forecast_minor"], row["low"], row["high"]) == (0, 0, 0)


def test_a_business_that_has_stopped_selling_is_withheld():
    purchases = [one for one in bought(np.random.default_rng(6), PLAIN, 900, DAYS, 0) if one[1] < 250]
    row = rows(purchases, DAYS)["all", "all", 30]
    assert row["is_withheld"] and row["method"] == "bg_nbd"
    assert "purchases were foretold, 0 made" in row["reason"]
    assert [row[name] for name in FIGURES] == [None] * 4
    assert row["holdout_error"] is None


def test_those_who_buy_more_at_a_time_when_they_buy_more_often_are_not_modelled():
    purchases = bought(np.random.default_rng(7), PLAIN, 900, DAYS, 0)
    often = np.bincount([person for person, *_ in purchases])
    priced = [(person, day, 1_000 * int(often[person])) for person, day, _ in purchases]
    row = rows(priced, DAYS)["all", "all", 30]
    assert row["method"] == "cohort_mean"
    assert "correlate by 0.9" in row["reason"]


def test_a_stretch_of_two_intervals_is_too_short():
    seldom = buyers(payments([(person, day, 500) for person in range(250) for day in (0, 100)]))
    with pytest.raises(Untrusted, match="120 days were watched, 3 intervals of 100 days are needed"):
        demand(seldom, day_number(FIRST_DAY) + 120)
    demand(seldom, day_number(FIRST_DAY) + 300)


def test_prices_that_are_not_known_are_no_prices():
    unpriced = payments([(person, day, 500) for person in range(250) for day in (0, 10)])
    nothing = pa.array([None] * len(unpriced), pa.int64())
    spending = buyers(unpriced.set_column(5, "reporting_minor", nothing)).spending()
    with pytest.raises(Untrusted, match="0 customers have repeat purchases of known value, 50 are needed"):
        demand_independence(spending)


def test_a_segment_of_a_few_is_withheld():
    purchases = [(person, 10 * visit, 500) for person in range(4) for visit in range(4)]
    found = rows(purchases, 60)
    assert {row["reason"] for row in found.values()} == {
        "4 customers, 20 are needed",
        "2 customers, 20 are needed",
    }
    assert all(row["is_withheld"] for row in found.values())


def test_refunds_take_from_the_purchase_and_a_full_one_undoes_it():
    entries = payments([(0, 0, 1_000), (0, 5, 800), (0, 9, 700), (1, 3, 400), (1, 3, 300)])
    returned = [
        {"payment_id": "pay-000001", "kind": "refund", "reporting_minor": -800},
        {"payment_id": "pay-000002", "kind": "dispute", "reporting_minor": -200},
        {"payment_id": "pay-000004", "kind": "refund", "reporting_minor": None},
        {"payment_id": "pay-000009", "kind": "failed", "reporting_minor": 99},
    ]
    shared = {"business_id": "acme", "person_key": "person-00000", "local_date": date(2025, 3, 1)}
    more = pa.Table.from_pylist([shared | one for one in returned], schema=entries.schema)
    found = buyers(pa.concat_tables([more, entries]))
    assert found.persons == ["person-00000", "person-00001"]
    assert (found.person.tolist(), (found.day - day_number(FIRST_DAY)).tolist()) == ([0, 0, 1], [0, 9, 3])
    assert found.net[:2].tolist() == [1_000, 500] and np.isnan(found.net[2])
    until = day_number(FIRST_DAY) + 14
    assert [column.tolist() for column in found.histories(until)] == [[1, 0], [9 / 7, 0], [2, 11 / 7]]
    assert [column.tolist() for column in found.spending()] == [[1, 0], [500, 0]]


def test_the_curve_of_the_cohorts_is_the_rate_of_each_month_of_age():
    # 40 customers watched for 60 days; half of them pay 300 on day 10, all of them 150 on day 40.
    purchases = [(person, day, amount) for person in range(40) for day, amount in ((0, 999), (40, 150))]
    purchases += [(person, 10, 300) for person in range(20)]
    seen = watched(buyers(payments(purchases)), day_number(FIRST_DAY) + 60)
    # From age 60 on it goes on like the two months before: (20 x 300 + 40 x 150) / (40 x 60) a day.
    found = total(seen, np.arange(40), 30)
    assert found.mean == pytest.approx(40 * 30 * 5.0)
    assert found.interval.low < found.mean < found.interval.high


def test_the_rank_correlation_is_spearmans():
    random = np.random.default_rng(8)
    one, other = random.integers(0, 6, size=200).astype(float), random.integers(0, 4, size=200).astype(float)
    assert rank_correlation(one, one + other) == pytest.approx(stats.spearmanr(one, one + other).statistic)
    assert rank_correlation(one, np.zeros(200)) == 0


def test_a_payment_of_tomorrow_is_not_known_today():
    purchases = [(person, day, 500) for person in range(30) for day in (0, 40)]
    late = [*purchases, (99, 61, 70_000), (3, 61, 70_000)]
    assert rows(late, 60) == rows(purchases, 60)


def test_without_payments_there_are_no_rows():
    assert estimate(payments([]), customers([]), businesses(DAYS)).schema == SCHEMA
    assert estimate(payments([]), customers([]), businesses(DAYS)).num_rows == 0
