"""What the clock starts: hourly insights, and reports on Sunday at 18:00 of each zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from orchestration.schedules import schedules
from warehouse.configuration.loading import load, starter
from warehouse.resources import AS_OF_TAG


@pytest.fixture
def made(home):
    second = "\n  - {id: spreewerk, timezone: Europe/Berlin, currency: EUR}\n"
    text = starter().replace("timezone: UTC", "timezone: America/New_York")
    head, tail = text.split("businesses:", 1)
    home.config_file.write_text(f"{head}businesses:{second}{tail}")
    return {schedule.name: schedule for schedule in schedules(load(home), dg.DefaultScheduleStatus.RUNNING)}


@pytest.mark.parametrize(
    ("zone", "sunday", "moment"),
    [
        ("America/New_York", datetime(2026, 3, 1, 18), "2026-03-01T23:00:00"),
        ("America/New_York", datetime(2026, 3, 8, 18), "2026-03-08T22:00:00"),
        ("America/New_York", datetime(2026, 11, 1, 18), "2026-11-01T23:00:00"),
        ("Europe/Berlin", datetime(2026, 3, 22, 18), "2026-03-22T17:00:00"),
        ("Europe/Berlin", datetime(2026, 3, 29, 18), "2026-03-29T16:00:00"),
    ],
)
def test_a_weekly_tick_runs_as_of_18_o_clock_of_its_zone(made, zone, sunday, moment):
    name = f"weekly_report_{zone.lower().replace('/', '_')}_schedule"
    context = dg.build_schedule_context(scheduled_execution_time=sunday.replace(tzinfo=ZoneInfo(zone)))
    request = made[name](context)
    assert request.tags[AS_OF_TAG] == request.run_key == moment


def test_insights_tick_every_hour(made):
    assert made["insights_hourly"].cron_schedule == "0 * * * *"
    assert made["insights_hourly"].job_name == "insights"
