"""What the clock starts: hourly insights, platforms that are due, reports on Sunday at 18:00 of each zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets.sync.memory import remembered
from assets.sync.platforms import ALL_STREAMS
from orchestration.names import PLATFORMS
from orchestration.schedules import reading, schedules
from warehouse.configuration.loading import load, starter
from warehouse.resources import AS_OF_TAG, Warehouse


@pytest.fixture
def made(home):
    second = "\n  - {id: spreewerk, timezone: Europe/Berlin, currency: EUR}\n"
    text = starter().replace("timezone: UTC", "timezone: America/New_York")
    head, tail = text.split("businesses:", 1)
    home.config_file.write_text(f"{head}businesses:{second}{tail}")
    return named(load(home))


def named(configuration):
    return {each.name: each for each in schedules(configuration, dg.DefaultScheduleStatus.RUNNING)}


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


@pytest.fixture
def connected(home, monkeypatch):
    """A home with one account on LinkedIn, read for the last time at nine."""
    monkeypatch.setenv("ACME_LI", "secret")
    account = '{platform: linkedin, account: "2414183", token: env:ACME_LI}'
    home.config_file.write_text(
        f"businesses: [{{id: acme, timezone: UTC, currency: USD, accounts: [{account}]}}]\n"
    )
    memory = remembered(home, "acme", "linkedin", "2414183")
    for stream in ALL_STREAMS["linkedin"]:
        memory.stream(stream.name).last_ok = NINE
    memory.save()
    return Warehouse(root=str(home.root))


NINE = datetime(2026, 11, 19, 9)


@pytest.mark.parametrize(("hours", "is_due"), [(1, False), (23, False), (24, True), (24 * 9, True)])
def test_a_platform_is_read_when_it_is_due_however_long_the_machine_slept(connected, hours, is_due):
    answer = reading(connected, ALL_STREAMS["linkedin"], NINE + timedelta(hours=hours))
    assert isinstance(answer, dg.RunRequest) == is_due
    if is_due:
        names = [f"linkedin__{stream.name}" for stream in ALL_STREAMS["linkedin"]]
        assert answer.run_config == {"ops": {name: {"config": {"only_due": True}} for name in names}}


def test_a_platform_without_an_account_is_left_alone(connected):
    assert isinstance(reading(connected, ALL_STREAMS["x"], NINE), dg.SkipReason)


def test_every_platform_is_asked_every_hour(made):
    asked = {made[f"sync_{platform}"].cron_schedule.partition(" ")[2] for platform in PLATFORMS}
    assert asked == {"* * * *"}
