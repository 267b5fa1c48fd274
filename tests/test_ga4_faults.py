"""Every fault on a GA4 property: it is told, nothing is lost or doubled, and the next sync closes the gap."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ga4_property import A_DAY, NOW, PROPERTY, TODAY, Desk, Website, daily, visit
from twin.fakes.faults import NAMES
from twin.fakes.ga4_report import Manners

DETAILS = {
    "slow": {"seconds": 45.0},
    "clock_skew": {"seconds": 600.0},
    "retired_metric": {"metric": "keyEvents"},
}
FAILURES = {
    "rate_limited": "quota", "retired_version": "version", "server_errors": "network", "slow": "network",
    "truncated_body": "network", "repeated_cursor": "paging", "missing_permission": "permission",
    "empty_ok": "empty",
}  # fmt: skip


@pytest.fixture
def desk(home, monkeypatch):
    sources = [f"site-{number}" for number in range(5)]
    hits = [from_source(hit, source) for source in sources for hit in daily(12, 2)]
    return Desk(home, monkeypatch, Website(hits), manners=Manners(most_rows=3))


def from_source(hit, source):
    own = {name: f"{source} {getattr(hit, name)}" for name in ("id", "session_id", "anonymous_id")}
    return replace(hit, source=source, medium="referral", **own)


def assert_whole(desk):
    """Each day is there in each report, whole in each sync that read it, and no row of a sync is twice."""
    rows = desk.rows()
    keys = ("sync_id", "report", "day", "source", "medium", "campaign", "event", "country", "device")
    assert set(Counter(tuple(row[name] for name in keys) for row in rows).values()) == {1}
    for name in ("channels", "events", "countries"):
        days = {row["day"] for row in rows if row["report"] == name and not row["is_empty"]}
        assert days >= {TODAY - number * A_DAY for number in range(1, 10)}, name
    readings = Counter((row["sync_id"], row["report"], row["day"]) for row in rows)
    assert all(readings[row["sync_id"], row["report"], row["day"]] == (row["row_count"] or 1) for row in rows)


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_is_told_and_made_good(desk, fault):
    desk.fake.faults.switch_on(fault, PROPERTY, **DETAILS.get(fault, {}))
    during = desk.sync()
    desk.fake.faults.switch_off()
    if fault in FAILURES:
        assert during.status in ("failed", "partial") and during.failure == FAILURES[fault], during.reason
    else:
        assert during.status == "ok", during.reason
    after = desk.sync(at=NOW + A_DAY)
    assert (after.status, after.reason) == ("ok", None)
    assert_whole(desk)


def test_a_property_that_suddenly_shows_nothing_does_not_empty_days_that_were_there(desk):
    desk.sync()
    before = desk.rows()
    desk.fake.faults.switch_on("empty_ok")
    attempt = desk.sync(at=NOW + A_DAY)
    assert (attempt.status, attempt.failure) == ("failed", "empty")
    assert attempt.reason == "expected rows of 3 days that had some before, got none"
    assert desk.rows() == before
    desk.fake.faults.switch_off()
    assert desk.sync(at=NOW + A_DAY + timedelta(hours=1)).status == "ok"
    assert_whole(desk)


def test_a_metric_that_is_gone_is_left_out_for_a_month(desk):
    desk.fake.faults.switch_on("retired_metric", metric="keyEvents")
    attempt = desk.sync()
    assert (attempt.status, attempt.dead_metrics) == ("ok", "keyEvents")
    assert {row["key_events"] for row in desk.rows()} == {None}
    assert 400 not in [status for _, _, status in desk.fake.log[4:]]
    desk.fake.faults.switch_off()
    desk.world.all += [visit(9_999, TODAY + 25 * A_DAY)]
    revived = desk.sync(at=NOW + 31 * A_DAY)
    assert (revived.status, revived.dead_metrics) == ("ok", None)
    told = [row["key_events"] for row in desk.rows() if row["sync_id"] == revived.sync_id]
    assert 0.0 in told


def test_a_run_that_breaks_in_the_middle_of_a_day_goes_on_with_that_day(desk, monkeypatch):
    asked, usual = [], desk.fake.faults.active

    def broken(name, account_id):
        asked.append(name)
        return {} if name == "server_errors" and asked.count(name) > 11 else usual(name, account_id)

    monkeypatch.setattr(desk.fake.faults, "active", broken)
    first = desk.sync()
    assert (first.status, first.failure) == ("partial", "network")
    monkeypatch.setattr(desk.fake.faults, "active", usual)
    second = desk.sync(at=NOW + timedelta(hours=1))
    assert second.status == "ok"
    assert_whole(desk)
