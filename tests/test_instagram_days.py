"""Days of Instagram accounts: two boundaries, 30 days a call, daylight saving, what is late, what is lost."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assets.instagram import account_days
from tests.instagram_twin import NOW, Reader, instagram_world
from warehouse.home import Home

DAY = timedelta(days=1)
DAYS = (account_days.STREAM,)
PACIFIC = "America/Los_Angeles"
COUNTED = "views, accounts_engaged, likes, comments, saves, shares, profile_views, website_clicks"
TOTALS = f"{COUNTED}, follows, unfollows"
BEGUN = datetime(2026, 7, 1)
LAST = NOW.date() - 2 * DAY  # of yesterday follows and unfollows are not ready


@pytest.fixture
def reader(home: Home, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(home, monkeypatch, instagram_world(BEGUN))


def days(reader: Reader, boundary: str, where: str = "true") -> list[date]:
    return [day for (day,) in reader.rows("account_days", "day", f"day_boundary = '{boundary}' and {where}")]


def test_the_first_sync_reads_ninety_days_once_in_each_boundary(reader: Reader) -> None:
    attempt = reader.sync(streams=DAYS)["account_days"]
    assert (attempt.status, attempt.reason, attempt.lost) == ("ok", None, None)
    expected = [NOW.date() - number * DAY for number in range(90, 1, -1)]
    assert sorted(days(reader, "UTC")) == expected
    assert sorted(days(reader, PACIFIC)) == expected


def test_totals_are_those_of_the_utc_day_and_nothing_else_is_in_their_row(reader: Reader) -> None:
    reader.sync(streams=DAYS)
    rows = reader.rows(
        "account_days", f"day, observed_at, reach, followers, {TOTALS}", "day_boundary = 'UTC'"
    )
    for day, at, reach, followers, *totals in rows:
        true = reader.account.day(day, "UTC", at)
        assert true is not None
        assert (reach, followers) == (None, None)
        assert totals == [max(true[name.strip()], 0) for name in TOTALS.split(",")], day


def test_series_are_of_pacific_days_through_the_end_of_daylight_saving(reader: Reader) -> None:
    reader.sync(streams=DAYS)
    rows = reader.rows(
        "account_days",
        f"day, observed_at, window_start, window_end, reach, follows, {TOTALS}",
        f"day_boundary = '{PACIFIC}'",
    )
    lengths = {}
    for day, at, start, end, reach, follows, *totals in rows:
        true = reader.account.day(day, PACIFIC, at)
        assert true is not None
        assert reach == true["reach"], day
        assert follows in (true["follows"], None)
        assert (follows is None) == (day < NOW.date() - 29 * DAY), day
        assert [total for total in totals if total is not None] == ([] if follows is None else [follows])
        local = datetime.combine(day, time(), ZoneInfo(PACIFIC)).astimezone(UTC).replace(tzinfo=None)
        assert start == local
        lengths[day] = end - start
    assert lengths[date(2026, 11, 1)] == timedelta(hours=25)
    assert {length for day, length in lengths.items() if day != date(2026, 11, 1)} == {DAY}


def test_daylight_saving_begins_as_well(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(home, monkeypatch, instagram_world(datetime(2026, 2, 1)))
    reader.sync(datetime(2026, 3, 12, 9), DAYS)
    rows = reader.rows("account_days", "day, observed_at, reach", f"day_boundary = '{PACIFIC}'")
    assert [row[0] for row in rows] == [date(2026, 1, 31) + number * DAY for number in range(39)]
    for day, at, reach in rows:
        assert reach == (reader.account.day(day, PACIFIC, at) or {})["reach"]


def test_the_last_days_are_read_again_and_corrected(reader: Reader) -> None:
    reader.sync(streams=DAYS)
    later = NOW + DAY
    reader.sync(later, DAYS)
    again = sorted(days(reader, "UTC", f"observed_at >= '{later}'"))
    assert again == [LAST + number * DAY for number in range(-2, 2)]
    first, second = (
        views for (views,) in reader.rows("account_days", "views", f"day = '{LAST}' and views is not null")
    )
    assert first < second


def test_days_that_were_missed_are_read_and_those_that_are_gone_are_named(reader: Reader) -> None:
    reader.sync(streams=DAYS)
    later = NOW + 100 * DAY
    attempt = reader.sync(later, DAYS)["account_days"]
    oldest = later.date() - 90 * DAY
    assert attempt.lost == f"days {LAST + DAY} to {oldest - DAY}: instagram gives none before {oldest}"
    read = set(days(reader, "UTC"))
    assert {oldest + number * DAY for number in range(89)} <= read
    assert not read & {LAST + number * DAY for number in range(1, (oldest - LAST).days)}


def test_days_that_are_asked_for_are_read_again(reader: Reader) -> None:
    reader.sync(streams=DAYS)
    later, wanted = NOW + DAY, (date(2026, 10, 1), date(2026, 10, 3))
    assert reader.sync(later, DAYS, days=wanted)["account_days"].status == "ok"
    assert sorted(days(reader, "UTC", f"observed_at >= '{later}'")) == [
        date(2026, 10, number) for number in (1, 2, 3)
    ]


def test_no_figures_for_any_day_are_not_taken_for_an_answer(reader: Reader) -> None:
    reader.fake.faults.switch_on("empty_ok")
    attempt = reader.sync(streams=DAYS)["account_days"]
    assert (attempt.status, attempt.failure, attempt.rows) == ("partial", "empty", 0)
    assert "expected figures of 89 days, got none" in attempt.reason
    reader.fake.faults.switch_off()
    assert reader.sync(NOW + DAY, DAYS)["account_days"].status == "ok"
    assert len(set(days(reader, "UTC"))) == 89


def test_an_account_younger_than_the_history_has_no_row_for_days_before_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(NOW - 20 * DAY))
    assert reader.sync(streams=DAYS)["account_days"].status == "ok"
    assert min(days(reader, "UTC")) >= (NOW - 20 * DAY).date()


def test_a_first_run_without_enough_calls_keeps_what_it_read_and_goes_on(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(BEGUN), calls_a_day=100)
    attempt = reader.sync(streams=DAYS)["account_days"]
    assert (attempt.status, attempt.failure) == ("partial", "quota")
    assert 0 < len(days(reader, "UTC")) < 89
    for number in range(1, 4):
        attempt = reader.sync(NOW + number * 25 * timedelta(hours=1), DAYS)["account_days"]
    assert attempt.status == "ok"
    for boundary in ("UTC", PACIFIC):
        assert {NOW.date() - number * DAY for number in range(87, 1, -1)} <= set(days(reader, boundary))
