"""The inbox sensor: nothing new, something new, asked for once, and what nothing reads is named."""

import os

import dagster as dg
import pytest

from assets.sync.syncing import SyncConfig
from orchestration.jobs import ingests
from sensors.inbox import inbox
from warehouse.configuration.loading import starter
from warehouse.resources import Warehouse


@pytest.fixture
def tick(home):
    home.config_file.write_text(starter())
    (home.inbox / "my_business").mkdir()
    sensor = inbox(dg.DefaultSensorStatus.RUNNING, ingests())
    return lambda: sensor(dg.build_sensor_context(), warehouse=Warehouse(root=str(home.root)))


def drop(home, name):
    """A file that has not been touched for a minute."""
    path = home.inbox / "my_business" / name
    path.write_text("[]")
    past = path.stat().st_mtime - 60
    os.utime(path, (past, past))
    return path


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr("sensors.inbox.SETTLED_SECONDS", 0.0)


def test_an_empty_inbox_is_a_reason_to_skip(tick):
    assert tick().skip_message == "no file is waiting in the inbox"


def test_a_file_that_nothing_reads_is_named(home, tick):
    drop(home, "holiday.jpg")
    assert "holiday.jpg" in tick().skip_message


def test_each_source_with_files_gets_one_run_however_many_files(home, tick):
    for name in ("opportunities-1.json", "opportunities-2.json", "conversions.ndjson", "social-posts.json"):
        drop(home, name)
    asked = tick().run_requests
    assert [request.job_name for request in asked] == ["ingest_opportunities", "ingest_posts_file"]


def test_the_same_files_are_asked_for_once_and_other_files_again(home, tick):
    drop(home, "opportunities-1.json")
    first, again = tick().run_requests[0].run_key, tick().run_requests[0].run_key
    drop(home, "opportunities-2.json")
    other = tick().run_requests[0].run_key
    assert first == again != other


def test_an_export_of_a_platform_is_no_reason_to_read_accounts_that_are_not_due(home, tick):
    drop(home, "tweet_activity_metrics_acme_20260201_20260301_en.csv")
    (asked,) = tick().run_requests
    wanted = {"businesses": [], "days_back": None, "only_due": True}
    given = {
        name: SyncConfig(**each["config"]).model_dump() for name, each in asked.run_config["ops"].items()
    }
    assert given == {"x__posts": wanted, "x__audience": wanted}
