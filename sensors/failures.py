"""The sensor `failures`: every failed run becomes one line in the log that names job, step and reason."""

import json

import dagster as dg

from warehouse.activity import note
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey
from warehouse.resources import Warehouse


def failures(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """The sensor; writes logs/failures.ndjson and logs/activity.log. Delivery to people comes with
    notifications."""

    @dg.run_failure_sensor(
        name="failures",
        minimum_interval_seconds=30,
        default_status=status,
        monitor_all_code_locations=True,
        description="Writes one line a failed run to logs/failures.ndjson: job, steps, reasons.",
    )
    def tick(context: dg.RunFailureSensorContext, warehouse: Warehouse) -> None:
        log(warehouse.home, told(context))

    return tick


def told(context: dg.RunFailureSensorContext) -> dict[str, object]:
    """What there is to say of a failed run: run, job, message, and each failed step's error."""
    steps = {event.step_key or "run": reason(event) for event in context.get_step_failure_events()}
    return {
        "run_id": context.dagster_run.run_id,
        "job": context.dagster_run.job_name,
        "message": context.failure_event.message,
        "steps": steps,
    }


def reason(event: dg.DagsterEvent) -> str:
    """Why the step failed: what it said itself, or the innermost error."""
    failure = event.step_failure_data
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    error = failure.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error else "no reason given"


def log(home: Home, failure: dict[str, object]) -> None:
    """Appends the failure to the logs, every address in it replaced by its pseudonym."""
    line = InstallKey.load(home).pseudonymous(json.dumps(failure, ensure_ascii=False))
    home.logs.mkdir(parents=True, exist_ok=True)
    with (home.logs / "failures.ndjson").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    note(home, "failure", f"{failure['job']}: {failure['message']}")
