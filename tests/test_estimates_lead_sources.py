"""Sources of leads: the case of the requirements, maturity, money, and worlds whose truth is known."""

import numpy as np
import pyarrow as pa
import pytest

from assets.estimates.lead_sources import SCHEMA, estimate

BUSINESS = pa.table({"business_id": ["acme"], "currency": ["USD"], "conversion_window_days": [30]})
COLUMNS = {
    "business_id": pa.string(), "lead_id": pa.string(), "source": pa.string(),
    "is_converted": pa.bool_(), "is_matured": pa.bool_(), "days_to_convert": pa.float64(),
    "revenue_minor": pa.int64(), "currency": pa.string(),
}  # fmt: skip


def lead(source, days=None, revenue=None, currency="USD", matured=True, business="acme"):
    """One lead; `days` says that it converted, and after how many days."""
    converted = days is not None
    return {
        "business_id": business, "source": source, "is_converted": converted, "is_matured": matured,
        "days_to_convert": days, "revenue_minor": revenue, "currency": currency if converted else None,
    }  # fmt: skip


def table(leads):
    named = [each | {"lead_id": f"lead {index:05}"} for index, each in enumerate(leads)]
    return pa.Table.from_pylist(named, schema=pa.schema(COLUMNS.items()))


def rows(leads):
    return {row["source"]: row for row in estimate(table(leads), BUSINESS).to_pylist()}


def test_one_of_four_against_none_of_four_is_too_few_to_compare():
    found = rows([lead("email", days=3, revenue=50_000), *[lead("email")] * 3, *[lead("twitter")] * 4])
    email, twitter = found["email"], found["twitter"]
    assert (email["leads"], email["matured"], email["converted"], email["rate"]) == (4, 4, 1, 0.25)
    assert (twitter["rate"], twitter["rate_low"]) == (0, 0)
    assert (round(email["rate_low"], 2), round(email["rate_high"], 2)) == (0.05, 0.70)
    assert round(twitter["rate_high"], 2) == 0.49
    assert (email["revenue_minor"], email["revenue_per_lead"], twitter["revenue_minor"]) == (
        50_000,
        12_500,
        0,
    )
    assert email["revenue_per_lead_low"] is None
    assert {email["verdict"], twitter["verdict"]} == {"too_few"}
    assert email["q_value"] is None


def test_young_leads_are_in_neither_side_of_the_rate_even_when_they_converted():
    found = rows([
        *[lead("email", days=2, matured=False)] * 12, *[lead("email", matured=False)] * 300,
        lead("email", days=5), *[lead("email")] * 9,
    ])["email"]  # fmt: skip
    assert (found["leads"], found["matured"], found["converted"], found["rate"]) == (322, 10, 1, 0.1)
    assert found["conversions"] == 13


def test_a_conversion_after_the_window_is_not_in_the_rate_but_its_revenue_counts():
    found = rows(
        [lead("email", days=30, revenue=1_000), lead("email", days=31, revenue=5_000), lead("email")]
    )["email"]
    assert (found["matured"], found["converted"]) == (3, 1)
    assert (found["revenue_minor"], found["revenue_per_lead"], found["median_days"]) == (6_000, 2_000, 30.5)


def test_a_conversion_without_a_time_counts():
    won = lead("email", days=1) | {"days_to_convert": None}
    assert rows([won, lead("email")])["email"]["converted"] == 1


def test_without_a_matured_lead_there_is_no_rate_and_no_interval():
    found = rows([lead("email", matured=False), *[lead("x")] * 12])["email"]
    names = (
        "rate",
        "rate_low",
        "rate_high",
        "shrunk_rate",
        "difference_to_others",
        "diff_low",
        "revenue_per_lead",
    )
    assert {found[name] for name in names} == {None}
    assert (found["matured"], found["verdict"]) == (0, "too_few")


def test_money_of_another_currency_is_left_out_and_not_taken_for_nothing():
    found = rows([
        lead("email", days=1, revenue=10_000), lead("email", days=1, revenue=99_999, currency="JPY"),
        lead("email", days=1, revenue=None), *[lead("email")] * 2,
    ])["email"]  # fmt: skip
    assert (found["converted"], found["currency"], found["revenue_minor"]) == (3, "USD", 10_000)
    assert found["revenue_per_lead"] == pytest.approx(10_000 / 3, abs=1e-6)


def test_conversions_without_any_known_revenue_have_no_revenue_rather_than_none():
    assert rows([lead("email", days=1), lead("email")])["email"]["revenue_minor"] is None


def test_a_source_is_compared_with_all_others_together():
    leads = [
        *[lead("a", days=1)] * 30, *[lead("a")] * 70, *[lead("b", days=1)] * 5, *[lead("b")] * 45,
        *[lead("c", days=1)] * 5, *[lead("c")] * 45,
    ]  # fmt: skip
    found = rows(leads)
    assert found["a"]["difference_to_others"] == pytest.approx(0.3 - 0.1)
    assert found["b"]["difference_to_others"] == pytest.approx(0.1 - 35 / 150, abs=1e-6)
    assert found["a"]["diff_low"] < 0.2 < found["a"]["diff_high"]
    assert found["a"]["verdict"] == "finding"


def test_where_sources_do_not_differ_findings_are_rare():
    random = np.random.default_rng(1)
    findings = 0
    for _ in range(150):
        sources, won = random.integers(0, 6, size=400), random.random(400) < 0.12
        leads = [
            lead(f"s{source}", days=2 if hit else None) for source, hit in zip(sources, won, strict=True)
        ]
        findings += any(row["verdict"] == "finding" for row in rows(leads).values())
    assert findings / 150 < 0.09


def test_a_source_that_is_truly_better_is_found():
    random = np.random.default_rng(2)
    sources = random.integers(0, 6, size=900)
    won = random.random(900) < np.where(sources == 0, 0.3, 0.1)
    found = rows(
        [lead(f"s{source}", days=2 if hit else None) for source, hit in zip(sources, won, strict=True)]
    )
    assert found["s0"]["verdict"] == "finding"
    assert found["s0"]["rate_low"] < 0.3 < found["s0"]["rate_high"]
    assert 0.1 < found["s0"]["shrunk_rate"] < found["s0"]["rate"]


def test_the_interval_of_the_revenue_per_lead_holds_it_and_stays_the_same():
    random = np.random.default_rng(3)
    leads = [lead("email", days=1, revenue=int(random.exponential(9_000))) for _ in range(40)] + [
        lead("email")
    ] * 160
    first, again = rows(leads)["email"], rows(leads)["email"]
    assert 0 < first["revenue_per_lead_low"] < first["revenue_per_lead"] < first["revenue_per_lead_high"]
    assert first == again


def test_the_order_of_the_rows_does_not_matter():
    random = np.random.default_rng(4)
    drawn = zip(
        random.integers(0, 4, size=200),
        random.random(200) < 0.3,
        random.integers(0, 9_000, size=200),
        strict=True,
    )
    leads = table([lead(f"s{source}", 1.5 if won else None, int(revenue)) for source, won, revenue in drawn])
    assert estimate(leads.take(random.permutation(200)), BUSINESS).equals(estimate(leads, BUSINESS))


def test_each_business_is_counted_alone_and_a_missing_source_is_named():
    other = pa.table({"business_id": ["beta"], "currency": ["INR"], "conversion_window_days": [7]})
    leads = table(
        [lead("email", days=8), lead(None, business="beta"), lead("email", days=8, business="beta")]
    )
    found = estimate(leads, pa.concat_tables([other, BUSINESS])).to_pylist()
    assert [(row["business_id"], row["source"], row["converted"], row["currency"]) for row in found] == [
        ("acme", "email", 1, "USD"),
        ("beta", "(none)", 0, "INR"),
        ("beta", "email", 0, "INR"),
    ]


def test_no_opportunities_give_no_rows_but_all_columns():
    found = estimate(table([]), BUSINESS)
    assert found.num_rows == 0
    assert found.schema.equals(SCHEMA, check_metadata=True)
