"""Weekly reports that were due while nothing ran."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensors.reports_due import last_due, missed
from warehouse.configuration.loading import load, starter
from warehouse.pseudonyms import InstallKey


@given(
    moment=st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "UTC"]),
)
def test_the_last_report_is_due_on_a_sunday_at_18_local_within_the_last_week(moment, zone):
    from zoneinfo import ZoneInfo

    due = last_due(zone, moment)
    local = due.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert (local.isoweekday(), local.hour, local.minute) == (7, 18, 0)
    assert timedelta(0) <= moment - due < timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        (
            "America/New_York",
            datetime(2026, 3, 8, 23),
            datetime(2026, 3, 8, 22),
        ),  # the clocks went forward that morning
        ("America/New_York", datetime(2026, 11, 1, 23), datetime(2026, 11, 1, 23)),  # and back that morning
        ("Europe/Berlin", datetime(2026, 3, 29, 16), datetime(2026, 3, 29, 16)),
    ],
)
def test_daylight_saving_moves_the_moment_and_not_the_local_hour(zone, moment, expected):
    assert last_due(zone, moment) == expected


@pytest.fixture
def business(home):
    home.config_file.write_text(starter())
    InstallKey.create(home)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    os.utime(home.key_file, (long_ago, long_ago))
    return load(home).businesses[0]


SUNDAY = datetime(2026, 11, 15, 18)


def test_a_report_that_is_not_there_ten_minutes_after_it_was_due_is_missed(home, business):
    assert not missed(home, business, SUNDAY + timedelta(minutes=9))
    assert missed(home, business, SUNDAY + timedelta(minutes=10))
    assert missed(home, business, SUNDAY + timedelta(days=2))


def test_a_report_that_is_there_is_not_missed(home, business):
    (home.reports / business.id).mkdir(parents=True)
    (home.reports / business.id / "2026-11-15.html").write_text("report")
    assert not missed(home, business, SUNDAY + timedelta(hours=1))


def test_a_home_that_was_made_after_the_report_was_due_missed_nothing(home, business):
    made = (SUNDAY + timedelta(hours=1)).replace(tzinfo=UTC).timestamp()
    os.utime(home.key_file, (made, made))
    assert not missed(home, business, SUNDAY + timedelta(hours=2))
