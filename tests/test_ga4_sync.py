"""The connector of GA4 against the fake: what lands, what is asked for, what is read again."""

import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from assets.ga4.answers import Reported
from assets.ga4.records import ReportDay, report_day
from assets.sync.contract import contract
from assets.sync.memory import remembered
from assets.sync.records import schema
from tests.ga4_property import A_DAY, NOW, PROPERTY, TODAY, YESTERDAY, Desk, Website, daily, visit
from twin.fakes.ga4_figures import METRICS, processed
from twin.fakes.ga4_report import Manners
from twin.product import ProductWorld

OLD = date(2026, 11, 12)  # long settled
REPORTS = contract("ga4").reports


@pytest.fixture
def desk(home, monkeypatch):
    return Desk(home, monkeypatch, Website(daily(10, 3)))


def of(rows, report, day):
    return [row for row in rows if (row["report"], row["day"]) == (report, day)]


# --- what lands -----------------------------------------------------------------------------------


def test_a_report_lands_as_rows_of_our_columns(home, monkeypatch):
    paid = {"source": "news", "medium": "email", "campaign": "Autumn"}
    same = {"session_id": "session-1", "anonymous_id": "visitor-1"}
    bought = {"properties": {"value": 19.99, "currency": "GBP"}}
    hits = [
        visit(1, OLD, **paid),
        visit(2, OLD, "paid_upgrade_clicked", hour=13, **same, **bought),
        visit(3, OLD, source=None, medium=None),
    ]
    desk = Desk(home, monkeypatch, Website(hits))
    attempt = desk.sync()
    assert (attempt.status, attempt.reason, attempt.newest_data) == ("ok", None, datetime(2026, 11, 20))
    by_source = {row["source"]: row for row in of(desk.rows(), "channels", OLD)}
    assert set(by_source) == {"news", "(direct)"}
    row = by_source["news"]
    assert (row["medium"], row["campaign"], row["event"], row["country"]) == ("email", "Autumn", None, None)
    assert (row["sessions"], row["engaged_sessions"], row["total_users"], row["event_count"]) == (
        1,
        1,
        1,
        None,
    )
    assert (row["revenue_minor"], row["currency"], row["time_zone"]) == (1999, "GBP", "Europe/London")
    assert (row["business_id"], row["account_id"], row["row_count"]) == ("compass", PROPERTY, 2)
    assert json.loads(row["payload"])["source"] == "news"
    events = {row["event"]: row for row in of(desk.rows(), "events", OLD)}
    assert {name: row["event_count"] for name, row in events.items()} == {
        "page_view": 2, "paid_upgrade_clicked": 1
    }  # fmt: skip
    assert all(row["revenue_minor"] is row["currency"] is None for row in events.values())
    (country,) = of(desk.rows(), "countries", OLD)
    assert (country["country"], country["device"], country["sessions"]) == ("United Kingdom", "mobile", 2)


def test_a_report_is_what_the_twins_world_says(home, monkeypatch):
    world = ProductWorld(seed=7)
    at, day = datetime(2026, 6, 20, 9), date(2026, 6, 12)
    desk = Desk(home, monkeypatch, world)
    assert desk.sync(at=at).status == "ok"
    hits = [hit for hit in processed(world.hits(at), at) if (hit.at + timedelta(hours=1)).date() == day]
    assert len(hits) > 20  # British summer time
    told = {row["event"]: row["event_count"] for row in of(desk.rows(), "events", day)}
    assert told == Counter(hit.event for hit in hits)
    channels = of(desk.rows(), "channels", day)
    assert sum(row["sessions"] for row in channels) == len({hit.session_id for hit in hits})


def test_a_day_without_a_visitor_is_noted_and_counts_as_read(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website([visit(1, OLD)]))
    assert desk.sync().status == "ok"
    quiet = OLD + A_DAY
    rows = [row for row in desk.rows() if row["day"] == quiet]
    assert {(row["report"], row["is_empty"], row["row_count"]) for row in rows} == {
        (name, True, 0) for name in REPORTS
    }
    assert all(row["sessions"] is None for row in rows)
    again = desk.sync(at=NOW + A_DAY)
    assert quiet not in desk.days([row for row in desk.rows() if row["sync_id"] == again.sync_id])


def test_revenue_below_zero_and_floats_become_minor_units():
    told = {"day": "20261112", "revenue": "-12.339999999999998"}
    assert one_row(told, "GBP").revenue_minor == -1234
    assert one_row({**told, "revenue": "120"}, "JPY").revenue_minor == 120


def one_row(row, currency):
    return report_day(Reported("channels", OLD, NOW, [], {"time_zone": "UTC"}, currency), row)


def test_a_date_that_is_none_is_tolerated_and_another_day_is_not(home):
    assert one_row({"day": "(other)", "sessions": "5"}, "GBP").day == OLD
    with pytest.raises(ValueError, match="a row of 2026-11-12"):
        one_row({"day": "20261113", "sessions": "5"}, "GBP")


def test_columns_are_found_by_their_headers(home, monkeypatch, desk):
    plain = desk.fake.answer

    def mixed(body, status=200, headers=None):
        if "metricHeaders" in body:
            for part in ("metricHeaders", "dimensionHeaders"):
                body[part].reverse()
            for row in body.get("rows", []):
                row["metricValues"].reverse()
                row["dimensionValues"].reverse()
        return plain(body, status, headers)

    monkeypatch.setattr(desk.fake, "answer", mixed)
    assert desk.sync().status == "ok"
    (row,) = of(desk.rows(), "channels", OLD)
    assert (row["source"], row["sessions"], row["total_users"]) == ("google", 3, 3)


def test_every_column_of_the_reports_is_one_of_the_record():
    known = {*schema(ReportDay).names, "revenue"}
    for name, report in REPORTS.items():
        assert {*report.dimensions.values(), *report.metrics.values()} <= known, name
        assert set(report.metrics) <= set(METRICS), name
        assert len(report.dimensions) <= 9 and len(report.metrics) <= 10
        assert report.dimensions["date"] == "day"
    assert contract("ga4").streams["report_days"].calls == len(REPORTS)


# --- which days -----------------------------------------------------------------------------------


def test_a_first_run_reads_the_newest_days_first_and_never_today(desk):
    attempt = desk.sync()
    assert desk.days() == {TODAY - number * A_DAY for number in range(1, 11)}
    assert desk.rows()[0]["day"] == YESTERDAY
    assert attempt.calls == 1 + 3 * 10


@pytest.mark.parametrize(
    ("zone", "newest"),
    [("Pacific/Auckland", TODAY), ("Europe/London", YESTERDAY), ("Pacific/Honolulu", YESTERDAY - A_DAY)],
)
def test_yesterday_is_that_of_the_propertys_time_zone(home, monkeypatch, zone, newest):
    at = {"Pacific/Auckland": NOW + timedelta(hours=3)}.get(zone, NOW)
    world = Website([visit(number, YESTERDAY - number * A_DAY, zone=zone) for number in range(5)], zone=zone)
    desk = Desk(home, monkeypatch, world)
    assert desk.sync(at=at).status == "ok"
    assert max(desk.days()) == newest
    assert {row["time_zone"] for row in desk.rows()} == {zone}


def test_a_property_that_changes_its_zone_says_so(desk, monkeypatch):
    first = desk.fake.answer

    def moved(body, status=200, headers=None):
        if len(desk.fake.log) > 8 and "metadata" in body:
            body["metadata"]["timeZone"] = "Asia/Tokyo"
        return first(body, status, headers)

    monkeypatch.setattr(desk.fake, "answer", moved)
    assert "cuts days in Asia/Tokyo now, before in Europe/London" in desk.sync().remarks


def test_four_days_are_read_again_every_day(desk):
    desk.sync()
    second = desk.sync(at=NOW + A_DAY)
    again = [row for row in desk.rows() if row["sync_id"] == second.sync_id]
    assert desk.days(again) == {TODAY - number * A_DAY for number in range(4)}


def test_thirty_days_are_read_again_every_week(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(daily(60)), days_back=60)
    assert desk.sync().rows == 60 * 3
    read = [desk.sync(at=NOW + number * A_DAY) for number in range(1, 9)]
    days = [len({r["day"] for r in desk.rows() if r["sync_id"] == each.sync_id}) for each in read]
    assert days == [4, 4, 4, 4, 4, 4, 30, 4]


def test_what_comes_late_is_in_the_next_telling(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(daily(4, 200)))
    desk.sync()
    desk.sync(at=NOW + 2 * A_DAY)
    told = [row["event_count"] for row in of(desk.rows(), "events", YESTERDAY)]
    assert len(told) == 2 and 100 < told[0] < told[1] <= 200


def test_days_that_are_asked_for_are_read_whatever_was_read_before(desk):
    desk.sync()
    asked = desk.sync(at=NOW + A_DAY, days=(OLD, OLD + A_DAY))
    again = [row for row in desk.rows() if row["sync_id"] == asked.sync_id]
    assert desk.days(again) == {OLD, OLD + A_DAY}


# --- pages ----------------------------------------------------------------------------------------


def many_sources(number):
    return [visit(each, OLD, source=f"site-{each:04d}", medium="referral") for each in range(number)]


def test_pages_are_read_to_the_end_however_short_they_are(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(many_sources(25)), manners=Manners(most_rows=10))
    assert desk.sync().status == "ok"
    rows = of(desk.rows(), "channels", OLD)
    assert [row["source"] for row in rows] == [f"site-{number:04d}" for number in range(25)]
    assert Counter(row["page"] for row in rows) == {1: 10, 2: 10, 3: 5}
    assert {row["row_count"] for row in rows} == {25}
    assert len({row["observed_at"] for row in rows}) == 1


def test_a_report_that_changes_between_two_pages_is_read_anew(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(many_sources(25)), manners=Manners(most_rows=10))
    asked = []
    plain = desk.fake._of

    def growing(day, now):
        asked.append(day)
        late = [visit(99, OLD, source="site-9999")] if asked.count(OLD) > 1 else []
        return [*plain(day, now), *(late if day == OLD else [])]

    monkeypatch.setattr(desk.fake, "_of", growing)
    assert desk.sync().status == "ok"
    rows = of(desk.rows(), "channels", OLD)
    assert len(rows) == 26 and {row["row_count"] for row in rows} == {26}


# --- what decides whether figures can be trusted --------------------------------------------------


def test_sampling_thresholds_and_other_rows_are_kept(home, monkeypatch):
    manners = Manners(threshold=2, sampled_above=150, most_combinations=3)
    hits = [*many_sources(200), visit(500, OLD, country="Malta", source="site-0001")]
    desk = Desk(home, monkeypatch, Website(hits), manners=manners)
    assert desk.sync().status == "ok"
    channels = of(desk.rows(), "channels", OLD)
    assert all(row["is_sampled"] and row["sampling_space"] == 201 for row in channels)
    assert all(10 < row["samples_read"] < 35 and row["has_other_row"] for row in channels)
    assert len(channels) == 4 and "(other)" in {row["source"] for row in channels}
    countries = of(desk.rows(), "countries", OLD)
    assert all(row["is_thresholded"] for row in countries) and not channels[0]["is_thresholded"]
    quiet = of(desk.rows(), "channels", OLD + A_DAY)
    assert not any(row["is_sampled"] or row["has_other_row"] for row in quiet)


def test_losses_are_kept_in_googles_words(desk, monkeypatch):
    plain = desk.fake.answer

    def lossy(body, status=200, headers=None):
        if "metadata" in body:
            body["metadata"]["dataTruncationReasons"] = ["RETENTION"]
            body["metadata"]["schemaRestrictionResponse"] = {
                "activeMetricRestrictions": [{"metricName": "totalRevenue"}]
            }
        return plain(body, status, headers)

    monkeypatch.setattr(desk.fake, "answer", lossy)
    desk.sync()
    assert {row["data_loss"] for row in desk.rows()} == {"RETENTION; restricted: totalRevenue"}


# --- a property of which nothing comes ------------------------------------------------------------


def test_a_property_without_any_row_is_told_and_does_not_count_as_read(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(), days_back=365)
    attempt = desk.sync()
    assert (attempt.status, attempt.failure, attempt.rows) == ("failed", "empty", 0)
    assert attempt.reason == "not one row in 30 days: is it the right property?"
    assert attempt.calls == 1 + 3 * 30
    desk.world.all += [visit(1, YESTERDAY), visit(2, YESTERDAY - 50 * A_DAY)]
    assert desk.sync(at=NOW + 3 * A_DAY).status == "ok"
    assert len(desk.days()) == 365


def test_quiet_days_of_a_property_that_has_had_others_are_quiet(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website([visit(1, YESTERDAY)]))
    assert desk.sync(at=NOW + 3 * A_DAY).status == "ok"
    for days in range(4, 50):
        assert desk.sync(at=NOW + days * A_DAY).status == "ok"
    assert len([row for row in desk.rows() if not row["is_empty"]]) >= 3
    assert max(desk.days()) == TODAY + 48 * A_DAY


def test_a_measurement_id_is_no_property(home, monkeypatch):
    desk = Desk(home, monkeypatch, Website(), account="G-ABC123")
    attempt = desk.sync()
    assert (attempt.status, attempt.failure, attempt.calls) == ("failed", "request", 0)
    assert "expected the number of a property, such as 123456789, got 'G-ABC123'" in attempt.reason


def test_what_was_read_is_remembered(desk):
    desk.sync()
    memory = remembered(desk.home, "compass", "ga4", PROPERTY)
    (stretch,) = memory.stream("report_days").coverage.stretches
    assert (stretch.start.date(), stretch.end.date()) == (TODAY - 10 * A_DAY, TODAY)
