"""Which days a report covers: complete days of one week, over daylight-saving changes too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.reports.composing import period
from assets.reports.week import DAYS, Week, covered

ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]


def sunday_evening(day, zone):
    """18:00 on the wall of the zone, as naive UTC."""
    return datetime(*day, 18, tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("day", "zone", "first", "last"),
    [
        ((2026, 11, 15), "America/New_York", date(2026, 11, 9), date(2026, 11, 14)),
        ((2026, 3, 8), "America/New_York", date(2026, 3, 2), date(2026, 3, 7)),
        ((2026, 11, 1), "America/New_York", date(2026, 10, 26), date(2026, 10, 31)),
        ((2026, 3, 29), "Europe/Berlin", date(2026, 3, 23), date(2026, 3, 28)),
        ((2026, 10, 25), "Europe/Berlin", date(2026, 10, 19), date(2026, 10, 24)),
    ],
)
def test_on_a_sunday_evening_the_week_from_monday_to_saturday_is_covered(day, zone, first, last):
    week = covered(sunday_evening(day, zone), zone, "monday")
    assert (week.first, week.last, week.days) == (first, last, 6)
    assert (week.previous.first, week.previous.last) == (first - timedelta(7), last - timedelta(7))


def test_where_weeks_start_on_sunday_a_sunday_evening_covers_the_seven_days_before():
    week = covered(sunday_evening((2026, 11, 15), "America/New_York"), "America/New_York", "sunday")
    assert (week.first, week.last, week.is_whole) == (date(2026, 11, 8), date(2026, 11, 14), True)


def test_one_moment_is_another_day_in_another_zone():
    moment = datetime(2026, 11, 16, 2)
    assert covered(moment, "America/New_York", "monday").last == date(2026, 11, 14)
    assert covered(moment, "Europe/Berlin", "monday").last == date(2026, 11, 15)


def test_on_a_tuesday_only_the_monday_is_complete_and_on_a_monday_the_whole_week_before():
    assert covered(datetime(2026, 11, 17, 12), "UTC", "monday").days == 1
    assert covered(datetime(2026, 11, 16, 12), "UTC", "monday") == Week(
        date(2026, 11, 9), date(2026, 11, 15), "UTC"
    )


@pytest.mark.parametrize(
    ("zone", "monday", "hours"),
    [
        ("America/New_York", date(2026, 3, 2), 7 * 24 - 1),
        ("America/New_York", date(2026, 10, 26), 7 * 24 + 1),
        ("Europe/Berlin", date(2026, 3, 23), 7 * 24 - 1),
        ("Europe/Berlin", date(2026, 10, 19), 7 * 24 + 1),
        ("Asia/Kolkata", date(2026, 3, 23), 7 * 24),
    ],
)
def test_a_week_with_a_change_of_clocks_is_an_hour_shorter_or_longer(zone, monday, hours):
    week = Week(monday, monday + timedelta(6), zone)
    assert (week.ends_at - week.starts_at) == timedelta(hours=hours)
    assert week.previous.ends_at == week.starts_at


def test_a_day_begins_at_its_local_midnight():
    week = Week(date(2026, 11, 1), date(2026, 11, 1), "America/New_York")
    assert (week.starts_at, week.ends_at) == (datetime(2026, 11, 1, 4), datetime(2026, 11, 2, 5))


@given(
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)),
    zone=st.sampled_from(ZONES),
    starts=st.sampled_from(DAYS),
)
def test_a_report_ends_with_yesterday_and_begins_where_the_week_does(moment, zone, starts):
    week = covered(moment, zone, starts)
    today = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    assert week.last == today - timedelta(1)
    assert week.first.strftime("%A").lower() == starts
    assert 1 <= week.days <= 7
    assert week.ends_at <= moment
    assert (week.previous.days, week.previous.first.weekday()) == (week.days, week.first.weekday())


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 9), date(2026, 11, 14), "Monday 9 to Saturday 14 November 2026"),
        (date(2026, 10, 26), date(2026, 11, 1), "Monday 26 October to Sunday 1 November 2026"),
        (date(2026, 12, 28), date(2027, 1, 2), "Monday 28 December 2026 to Saturday 2 January 2027"),
        (date(2026, 11, 9), date(2026, 11, 9), "Monday 9 November 2026"),
    ],
)
def test_the_days_are_named_as_people_name_them(first, last, said):
    assert period(Week(first, last, "UTC")) == said
