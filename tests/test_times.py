"""Moments: every spelling of a time means one point in UTC, across daylight-saving changes too."""

import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.times import MomentError, local_time, now, parse_duration, parse_moment, time_zone

ZONES = [
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Casablanca",
]
moments = st.datetimes(datetime(1971, 1, 1), datetime(2037, 12, 31))


def is_skipped(wall, zone):
    return local_time(parse_moment(wall.isoformat(), zone).at, zone) != wall


@given(moments, st.sampled_from(ZONES))
def test_a_wall_time_comes_back_unless_the_clocks_skipped_it(wall, zone):
    at = parse_moment(wall.isoformat(), zone).at
    assert local_time(at, zone) == wall or local_time(at, zone) - wall in (
        timedelta(hours=1),
        timedelta(minutes=30),
    )


@given(moments, st.sampled_from(ZONES), st.sampled_from(["Z", "+00:00", "+0000", " +0000", " UTC", "z"]))
def test_a_time_with_its_own_zone_does_not_depend_on_the_business(at, zone, suffix):
    moment = parse_moment(at.isoformat() + suffix, zone)
    assert (moment.at, moment.has_zone) == (at, True)


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_subtracted(wall, minutes):
    sign = "-" if minutes < 0 else "+"
    text = f"{wall.isoformat()}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    assert parse_moment(text, "UTC").at == wall - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "at", "has_zone"),
    [
        ("2019-01-31 23:02 +0000", datetime(2019, 1, 31, 23, 2), True),
        ("2026-02-08T10:00:00Z", datetime(2026, 2, 8, 10), True),
        ("2026-02-08T10:00:00.5-05", datetime(2026, 2, 8, 15, 0, 0, 500000), True),
        ("2026-02-08", datetime(2026, 2, 8, 5), False),
        (" 2026-07-08 10:00 ", datetime(2026, 7, 8, 14), False),
        ("2026-03-08T02:30", datetime(2026, 3, 8, 7, 30), False),
        ("2026-11-01T01:30", datetime(2026, 11, 1, 5, 30), False),
        ("2026-11-01T00:00:00.123456789", datetime(2026, 11, 1, 4, 0, 0, 123456), False),
    ],
)
def test_what_people_and_platforms_write_is_understood_in_new_york(text, at, has_zone):
    moment = parse_moment(text, "America/New_York")
    assert (moment.at, moment.has_zone) == (at, has_zone)


def test_a_skipped_wall_time_moves_forward():
    assert is_skipped(datetime(2026, 3, 8, 2, 30), "America/New_York")
    assert local_time(
        parse_moment("2026-03-08T02:30", "America/New_York").at, "America/New_York"
    ) == datetime(2026, 3, 8, 3, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-45",
        "2026-02-30T10:00",
        "1707386400",
        "1612051200000",
        "20260208",
        "2026-W06-7",
        "yesterday",
        "",
        "08/02/2026",
        "2026-02-08T25:00",
        "2026-02-08T10",
        "0001-01-01",
        "9999-12-31T23:59:59-10:00",
        "2026-02-08T10:00:00Z extra",
        "٢٠٢٦-02-08",
    ],
)
def test_what_is_no_moment_is_refused_with_what_came(text):
    with pytest.raises(MomentError, match="expected a date") as refusal:
        parse_moment(text, "UTC")
    assert refusal.value.came == repr(text)


@pytest.mark.parametrize("value", [1707386400, 1.5, None, True, ["2026-02-08"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(MomentError):
        parse_moment(value, "UTC")


@pytest.mark.parametrize("name", ["America/NewYork", "america/new_york", "New York"])
def test_a_misspelt_time_zone_is_answered_with_the_near_one(name):
    with pytest.raises(MomentError, match=r"did you mean America/New_York"):
        time_zone(name)


@pytest.mark.parametrize("name", ["", "America", "../etc/passwd", "right/UTC", "+02:00", "localtime"])
def test_what_is_no_iana_zone_is_refused(name):
    with pytest.raises(MomentError, match="IANA"):
        time_zone(name)


@pytest.mark.parametrize(("text", "seconds"), [("5s", 5), ("30m", 1800), ("12h", 43200), ("14d", 14 * 86400)])
def test_durations_are_elapsed_time(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "14", "0d", "-1d", "1.5h", "14 days", "2w", "1d12h", 14, None])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(MomentError, match="30s, 5m, 12h or 14d"):
        parse_duration(text)


def test_the_clock_gives_naive_utc_in_whole_seconds():
    assert now().tzinfo is None
    assert now().microsecond == 0
    assert abs(now() - datetime(1970, 1, 1) - timedelta(seconds=time.time())) < timedelta(seconds=5)
