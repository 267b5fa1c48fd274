"""The configuration as raw tables: a snapshot for each version of almanac.yaml, without its secrets."""

from datetime import datetime, timedelta

import dagster as dg
import pyarrow.parquet as pq
import pytest

from assets.config.accounts import accounts
from assets.config.businesses import businesses
from assets.config.cohorts import cohorts
from assets.config.conditions import conditions
from assets.config.funnel_filters import funnel_filters
from assets.config.funnels import funnels
from warehouse.resources import AS_OF_TAG, Warehouse

ACME = """
businesses:
  - id: acme
    name: Acme Golf
    timezone: America/New_York
    currency: usd
    accounts: [{platform: x, account: "2244994945", token: env:ACME_X_TOKEN}]
  - {id: beta, timezone: Asia/Kolkata, currency: INR, week_starts: sunday, conversion_window_days: 7}
"""
ANALYSED = """
businesses:
  - id: acme
    timezone: UTC
    currency: USD
    funnels:
      - {id: short, steps: [opened, submitted]}
      - id: calculator
        steps:
          - {event: opened, first_time: ever}
          - {event: step_completed, where: {step: 1, country: [DE, AT], is_new: true, score: 2.50}}
          - {event: "*", optional: true}
          - submitted
        order: strict
        window: 3h
        clip_to_range: true
        range: {from: 2026-01-01, to: 2026-01-31}
        unit: session
        exclusions: [{event: refund, where: {reason: fraud}, from_step: 1, to_step: 2}]
        breakdown: {property: [source, country], attribution: step 2, at: user}
  - id: beta
    timezone: UTC
    currency: USD
    cohorts:
      - {id: weekly, entry: opened, return: {event: submitted, where: {risk_level: high}}}
      - {id: daily, entry: {event: opened, where: {step: 1.0}}, return: opened, period: day,
         kind: recurring, periods: 30}
"""
MOVED = ACME.replace("America/New_York", "Europe/Berlin")


@pytest.fixture
def run(home, as_of):
    """Writes almanac.yaml and materializes all assets at a number of days from the fixed moment."""

    def materialize(text, days=0):
        home.config_file.write_text(text)
        moment = as_of + timedelta(days=days)
        return dg.materialize(
            [businesses, accounts, funnels, funnel_filters, cohorts, conditions],
            resources={"warehouse": Warehouse(root=str(home.root))},
            tags={AS_OF_TAG: moment.isoformat()},
            raise_on_error=False,
        )

    return materialize


def rows(home, stream):
    files = sorted((home.raw / "config" / stream).glob("observed_on=*/*.parquet"))
    return [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]


def newest(home, as_of):
    """The snapshot that counts at a moment, by the rule of the staging model."""
    known = [row for row in rows(home, "businesses") if row["landed_at"] <= as_of]
    latest = max((row["landed_at"], row["file_sha256"]) for row in known)
    return {row["business_id"]: row for row in known if (row["landed_at"], row["file_sha256"]) == latest}


def test_businesses_and_accounts_land_with_the_hash_of_their_file(home, run):
    assert run(ACME).success
    acme, beta = rows(home, "businesses")
    (account,) = rows(home, "accounts")
    assert (acme["business_id"], acme["name"], acme["timezone"], acme["currency"]) == (
        "acme",
        "Acme Golf",
        "America/New_York",
        "USD",
    )
    assert (beta["name"], beta["week_starts"], beta["conversion_window_days"], beta["is_demonstration"]) == (
        "beta",
        "sunday",
        7,
        False,
    )
    assert (account["business_id"], account["platform"], account["account_id"]) == ("acme", "x", "2244994945")
    assert acme["file_sha256"] == beta["file_sha256"] == account["file_sha256"]
    assert (acme["source_file"], acme["source_line"], beta["source_line"]) == ("almanac.yaml", 1, 2)


def test_the_same_configuration_again_lands_nothing(home, run):
    run(ACME)
    before = sorted(home.raw.rglob("*"))
    again = run(ACME, days=1)
    assert sorted(home.raw.rglob("*")) == before
    (event,) = again.asset_materializations_for_node("config__businesses")
    assert event.metadata["landed"].value == "nothing: almanac.yaml is as it was"
    assert event.metadata["dagster/row_count"].value == 2


def test_the_run_that_lands_a_snapshot_sees_it(home, run, as_of):
    run(ACME)
    assert set(newest(home, as_of)) == {"acme", "beta"}


def test_a_changed_configuration_counts_from_its_run_on(home, run, as_of):
    run(ACME)
    run(MOVED, days=1)
    assert newest(home, as_of)["acme"]["timezone"] == "America/New_York"
    assert newest(home, as_of + timedelta(days=1))["acme"]["timezone"] == "Europe/Berlin"


def test_a_configuration_that_comes_back_counts_again_even_within_one_moment(home, run, as_of):
    for text in (ACME, MOVED, ACME, MOVED, ACME):
        run(text)
    assert newest(home, as_of)["acme"]["timezone"] == "America/New_York"
    hashes = {row["file_sha256"] for row in rows(home, "accounts")}
    assert newest(home, as_of)["acme"]["file_sha256"] in hashes


def test_a_build_for_a_past_moment_does_not_rewrite_what_was_known_then(home, run, as_of):
    run(ACME)
    run(MOVED, days=-3)
    assert {row["timezone"] for row in rows(home, "businesses")} == {"America/New_York", "Asia/Kolkata"}


def test_a_business_that_is_gone_is_not_in_the_newest_snapshot(home, run, as_of):
    run(ACME)
    run("businesses: [{id: beta, timezone: UTC, currency: USD}]", days=1)
    assert set(newest(home, as_of + timedelta(days=1))) == {"beta"}


def test_without_accounts_the_stream_can_still_be_read(home, run):
    assert run("businesses: [{id: beta, timezone: UTC, currency: USD}]").success
    (empty,) = (home.raw / "config" / "accounts").rglob("*.parquet")
    table = pq.read_table(empty, partitioning=None)
    assert table.num_rows == 0
    assert {"business_id", "platform", "account_id", "file_sha256", "landed_at"} <= set(table.column_names)


def test_a_demonstration_is_marked_on_every_business(home, run):
    run("demonstration: true" + ACME)
    assert {row["is_demonstration"] for row in rows(home, "businesses")} == {True}


def test_no_secret_and_no_name_of_one_reaches_raw(home, run, monkeypatch):
    monkeypatch.setenv("ACME_X_TOKEN", "hush-hush")
    run(ACME)
    everything = repr(rows(home, "accounts")) + repr(rows(home, "businesses"))
    assert "hush-hush" not in everything
    assert "ACME_X_TOKEN" not in everything


def test_a_configuration_with_problems_lands_nothing_and_says_all_of_them(home, run):
    result = run("businesses: [{id: beta, timezone: Mars, currency: XYZ}]")
    failures = [event.step_failure_data.error.to_string() for event in result.get_step_failure_events()]
    assert len(failures) == 6
    assert all(
        "businesses[0].timezone" in failure and "businesses[0].currency" in failure for failure in failures
    )
    assert list(home.raw.rglob("almanac-*")) == []


def test_times_in_raw_are_without_a_zone(home, run):
    run(ACME)
    assert isinstance(rows(home, "businesses")[0]["landed_at"], datetime)
    assert rows(home, "businesses")[0]["landed_at"].tzinfo is None


def of(rows, *columns):
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_funnel_lands_with_everything_that_counts_its_runs(home, run):
    run(ANALYSED)
    short, calculator = rows(home, "funnels")
    assert short["file_sha256"] == rows(home, "businesses")[0]["file_sha256"]
    settings = (
        "funnel_id",
        "step_order",
        "window_seconds",
        "clip_to_range",
        "range_from",
        "range_to",
        "unit",
    )
    assert of([short, calculator], *settings) == [
        ("short", "ordered", 14 * 86400, False, None, None, "user"),
        ("calculator", "strict", 3 * 3600, True, "2026-01-01", "2026-01-31", "session"),
    ]
    breakdown = ("breakdown_1", "breakdown_2", "attribution", "attribution_step", "breakdown_at")
    assert of([short, calculator], *breakdown) == [
        (None,) * 5,
        ("source", "country", "step", 2, "user"),
    ]


def test_steps_and_exclusions_land_numbered_each_from_one(home, run):
    run(ANALYSED)
    found = rows(home, "funnel_filters")
    assert [row["source_line"] for row in found] == list(range(1, 8))
    columns = ("role", "number", "event", "is_optional", "first_time", "from_step", "to_step")
    assert of(found, "funnel_id", *columns) == [
        ("short", "step", 1, "opened", False, None, None, None),
        ("short", "step", 2, "submitted", False, None, None, None),
        ("calculator", "step", 1, "opened", False, "ever", None, None),
        ("calculator", "step", 2, "step_completed", False, None, None, None),
        ("calculator", "step", 3, "*", True, None, None, None),
        ("calculator", "step", 4, "submitted", False, None, None, None),
        ("calculator", "exclusion", 1, "refund", False, None, 1, 2),
    ]


def test_a_cohort_lands_with_its_defaults(home, run):
    run(ANALYSED)
    columns = ("business_id", "cohort_id", "entry_event", "return_event", "period", "kind", "periods")
    assert of(rows(home, "cohorts"), *columns) == [
        ("beta", "weekly", "opened", "submitted", "week", "first_time", 12),
        ("beta", "daily", "opened", "opened", "day", "recurring", 30),
    ]


def test_conditions_are_spelled_as_the_properties_of_events_are(home, run):
    run(ANALYSED)
    columns = ("business_id", "owner", "owner_id", "number", "property", "value")
    assert of(rows(home, "conditions"), *columns) == [
        ("acme", "funnel_step", "calculator", 2, "step", "1"),
        ("acme", "funnel_step", "calculator", 2, "country", "DE"),
        ("acme", "funnel_step", "calculator", 2, "country", "AT"),
        ("acme", "funnel_step", "calculator", 2, "is_new", "true"),
        ("acme", "funnel_step", "calculator", 2, "score", "2.5"),
        ("acme", "funnel_exclusion", "calculator", 1, "reason", "fraud"),
        ("beta", "cohort_return", "weekly", 1, "risk_level", "high"),
        ("beta", "cohort_entry", "daily", 1, "step", "1"),
    ]
