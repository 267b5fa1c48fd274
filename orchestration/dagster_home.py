"""The Dagster instance of a home: its dagster.yaml, and runs that a dead process left behind."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.files import write_text
from warehouse.home import Home
from warehouse.locks import exclusive

if TYPE_CHECKING:
    from dagster import DagsterInstance

PID_TAG = "almanac/pid"
DAGSTER_YAML = """\
telemetry: {enabled: false}
nux: {enabled: false}
freshness: {enabled: true}
# Steps log events and print nothing; capturing their output would start four processes a run.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
# Dagster's own log and files; only that its databases stay connected, which saves a sixth of a cycle.
event_log_storage:
  module: orchestration.event_log
  class: OpenSqliteEventLogStorage
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_concurrent_runs: 3
    tag_concurrency_limits:
      - {key: dagster/job_name, value: publish, limit: 1}
    dequeue_interval_seconds: 1
run_monitoring: {enabled: true, start_timeout_seconds: 180, max_runtime_seconds: 7200}
retention:
  schedule: {purge_after_days: 90}
  sensor:
    purge_after_days: {skipped: 2, failure: 30, success: 90}
"""


def prepare(home: Home) -> None:
    """Makes dagster.yaml and Dagster's databases where they are missing, and points this process and its
    children to them."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = home.dagster / "dagster.yaml"
    if not settings.is_file():
        write_text(settings, DAGSTER_YAML)
    os.environ["ALMANAC_HOME"] = str(home.root)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", "100")

    _make_storage(home)


def _make_storage(home: Home) -> None:
    """Makes Dagster's databases once, under a lock: two processes that make them at the same time ruin
    them."""
    made = home.dagster / ".storage_made"
    if made.is_file():
        return
    with exclusive(home.dagster / ".storage.lock"):
        if not made.is_file():
            from dagster import DagsterInstance

            with DagsterInstance.get() as instance:
                instance.get_runs(limit=1)
                instance.all_instigator_state()
                instance.get_asset_keys(limit=1)
            write_text(made, "")


def sweep(instance: "DagsterInstance") -> list[str]:
    """Marks runs as failed whose process was killed, so that nothing waits for them; gives back their ids.

    Only runs of the command line carry a process id; the daemon watches over its own.
    """
    from dagster import DagsterRunStatus, RunsFilter

    unfinished = [DagsterRunStatus.STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.NOT_STARTED]
    swept = []
    for run in instance.get_runs(RunsFilter(statuses=unfinished)):
        pid = run.tags.get(PID_TAG)
        if pid is not None and not Path(f"/proc/{pid}").exists() and not _alive(int(pid)):
            instance.report_run_failed(run, f"the process {pid} that ran it is gone")
            swept.append(run.run_id)
    return swept


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
