"""A failed run becomes one line that names job, step and reason, and no person."""

import json

import dagster as dg
import pytest

from sensors.failures import failures
from warehouse.pseudonyms import InstallKey
from warehouse.resources import Warehouse


@dg.op
def breaks():
    raise ValueError("row of jo@example.com is broken")


@dg.job
def breaking():
    breaks()


@pytest.fixture
def failed_run():
    with dg.DagsterInstance.ephemeral() as instance:
        result = breaking.execute_in_process(instance=instance, raise_on_error=False)
        yield dg.build_run_status_sensor_context(
            sensor_name="failures",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.get_run_failure_event(),
        ).for_run_failure()


def test_a_failure_is_logged_with_its_step_and_reason_and_without_addresses(home, failed_run):
    InstallKey.create(home)
    sensor = failures(dg.DefaultSensorStatus.RUNNING)
    list(sensor(failed_run, warehouse=Warehouse(root=str(home.root))) or [])
    (line,) = (home.logs / "failures.ndjson").read_text().splitlines()
    said = json.loads(line)
    assert said["job"] == "breaking"
    assert "is broken" in said["steps"]["breaks"]
    assert "jo@example.com" not in line
    assert "breaking" in (home.logs / "activity.log").read_text()
