"""The sensor that starts insights when a version is published that they do not know."""

import dagster as dg
import pytest

from sensors.insights_due import insights_due
from warehouse.files import write_json
from warehouse.resources import Warehouse
from warehouse.versions import Version


@pytest.fixture
def tick(home, as_of, monkeypatch):
    def ask(published: int | None):
        version = None if published is None else Version(published, as_of, "seen", "duckdb", home.marts)
        monkeypatch.setattr("sensors.insights_due.published_version", lambda _home: version)
        sensor = insights_due(dg.DefaultSensorStatus.RUNNING)
        return sensor(dg.build_sensor_context(), warehouse=Warehouse(root=str(home.root)))

    return ask


def test_nothing_is_due_before_the_first_publication(tick):
    assert tick(None).skip_message == "nothing is published yet"


def test_a_version_without_insights_is_due(tick):
    assert tick(3).run_key == "version 3"


def test_a_version_that_the_insights_know_is_not_due_and_the_next_one_is(home, tick):
    write_json(home.insights / "insights.json", {"published_version": 3})
    assert "version 3" in tick(3).skip_message
    assert tick(4).run_key == "version 4"
