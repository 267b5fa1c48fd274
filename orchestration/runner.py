"""Runs jobs of this installation in this process, as runs of the same Dagster instance that the UI shows."""

import atexit
import os
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from dagster import DagsterInstance, Definitions, ExecuteInProcessResult

from orchestration.dagster_home import PID_TAG, prepare, sweep
from sensors.failures import reason
from warehouse.home import Home
from warehouse.resources import AS_OF_TAG

QUIET = {"console": {"config": {"log_level": "CRITICAL"}}}


@dataclass(frozen=True)
class Outcome:
    """What became of one job: success, seconds, each asset's metadata by key, and the reasons of failed
    steps."""

    job: str
    run_id: str
    success: bool
    seconds: float
    assets: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


@cache
def definitions(home: Home) -> Definitions:
    """All definitions of the installation, loaded once a process."""
    from orchestration.definitions import of_home

    return of_home(home)


@cache
def _instance(home: Home) -> DagsterInstance:
    """The Dagster instance of the home, opened once a process; what a dead process left running is swept."""
    prepare(home)
    instance = DagsterInstance.get()
    atexit.register(instance.dispose)
    sweep(instance)
    return instance


def run_job(
    home: Home, job: str, as_of: datetime | None, run_config: dict[str, Any] | None = None
) -> Outcome:
    """Runs the job as of that moment (UTC; None: as time passes); a failed step is told, not raised."""
    started = time.monotonic()
    moment = {} if as_of is None else {AS_OF_TAG: as_of.isoformat()}
    result = (
        definitions(home)
        .resolve_job_def(job)
        .execute_in_process(
            run_config={**(run_config or {}), "loggers": QUIET},
            instance=_instance(home),
            tags={**moment, PID_TAG: str(os.getpid()), "almanac/by": "command line"},
            raise_on_error=False,
        )
    )
    return Outcome(
        job,
        result.run_id,
        result.success,
        round(time.monotonic() - started, 2),
        _assets(result),
        _errors(result),
    )


def _assets(result: ExecuteInProcessResult) -> dict[str, dict[str, Any]]:
    """Asset key -> its metadata as plain values."""
    return {
        event.asset_key.to_user_string(): {
            name: value.value
            for name, value in event.step_materialization_data.materialization.metadata.items()
        }
        for event in result.get_asset_materialization_events()
        if event.asset_key
    }


def _errors(result: ExecuteInProcessResult) -> list[str]:
    """One line a failed step: which, and why."""
    return [f"{event.step_key}: {reason(event)}" for event in result.all_events if event.is_step_failure]
