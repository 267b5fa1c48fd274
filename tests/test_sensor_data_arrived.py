"""When a build is due."""

from datetime import datetime, timedelta

import pytest

from sensors.data_arrived import due, local_date
from warehouse import build
from warehouse.configuration.loading import load, starter

AS_OF = datetime(2026, 11, 20, 9)


@pytest.fixture
def configuration(home):
    home.config_file.write_text(starter().replace("timezone: UTC", "timezone: Europe/Berlin"))
    return load(home)


def state(outcome=build.PUBLISHED, as_of=AS_OF, seen="seen"):
    return build.BuildState(outcome, as_of, seen, "duckdb", "run")


def test_nothing_is_due_when_the_last_build_has_seen_everything(configuration):
    assert due(state(), "seen", configuration, AS_OF + timedelta(hours=3)) is None


def test_the_first_build_and_new_data_are_due(configuration):
    assert due(None, "seen", configuration, AS_OF) == "first build"
    assert due(state(), "newer", configuration, AS_OF) == "new data"


def test_a_day_that_has_begun_in_the_zone_of_a_business_is_due(configuration):
    midnight_in_berlin = datetime(2026, 11, 20, 23)
    assert due(state(), "seen", configuration, midnight_in_berlin - timedelta(seconds=1)) is None
    assert due(state(), "seen", configuration, midnight_in_berlin) == "2026-11-21 has begun"


def test_a_failed_build_is_tried_again_after_an_hour_and_not_before(configuration):
    failed = state(build.FAILED)
    assert due(failed, "seen", configuration, AS_OF + timedelta(minutes=59)) is None
    assert due(failed, "seen", configuration, AS_OF + timedelta(minutes=60)) == "retry of 2026-11-20 10:00"


def test_a_red_build_waits_for_other_data(configuration):
    assert due(state(build.RED), "seen", configuration, AS_OF + timedelta(hours=5)) is None


def test_a_killed_build_is_due_at_once(configuration):
    assert "interrupted" in due(state(build.BUILDING), "seen", configuration, AS_OF + timedelta(minutes=1))


def test_local_dates_change_at_local_midnight():
    assert local_date(datetime(2026, 3, 8, 4, 59), "America/New_York") == "2026-03-07"
    assert local_date(datetime(2026, 3, 8, 5, 0), "America/New_York") == "2026-03-08"
