"""The sensor `data_arrived`: raw data or configuration that no build has seen, or a day that has ended,
starts `publish`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import dagster as dg

from warehouse import build
from warehouse.configuration.loading import Configuration
from warehouse.landing import fingerprint
from warehouse.resources import Warehouse
from warehouse.times import now

UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def data_arrived(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """The sensor, asking every 15 seconds; what the last build saw is in its own state file, not in a
    cursor."""

    @dg.sensor(
        name="data_arrived",
        minimum_interval_seconds=15,
        default_status=status,
        job_name="publish",
        description="Starts `publish` when data or configuration is new, or a day has ended.",
    )
    def tick(context: dg.SensorEvaluationContext, warehouse: Warehouse) -> dg.RunRequest | dg.SkipReason:
        busy = context.instance.get_runs(dg.RunsFilter(statuses=UNFINISHED), limit=10)
        waiting_for = sorted(
            {run.job_name for run in busy if run.job_name == "publish" or "ingest" in run.job_name}
        )
        if waiting_for:
            return dg.SkipReason(f"waiting for {', '.join(waiting_for)}")
        seen, moment = fingerprint(warehouse.home), now()
        why = due(build.build_state(warehouse.home), seen, warehouse.configuration(), moment)
        if why is None:
            return dg.SkipReason("the last build has seen everything")
        return dg.RunRequest(run_key=f"{seen}:{why}", tags={"almanac/why": why})

    return tick


def due(
    state: build.BuildState | None, seen: str, configuration: Configuration, moment: datetime
) -> str | None:
    """Why a build is due at that moment (UTC), None when it is not. Unequal reasons make unequal run keys.

    A build that failed is tried again every hour; one that was killed, at once.
    """
    if state is None:
        return "first build"
    if state.fingerprint != seen:
        return "new data"
    days = [
        day
        for business in configuration.businesses
        if (day := local_date(moment, business.timezone)) > local_date(state.as_of, business.timezone)
    ]
    if days:
        return f"{max(days)} has begun"
    if state.outcome == build.FAILED:
        return f"retry of {moment:%Y-%m-%d %H}:00" if (moment - state.as_of).total_seconds() >= 3600 else None
    if state.outcome in (build.BUILDING, build.BUILT):
        return f"the build of {state.as_of} was interrupted"
    return None


def local_date(moment: datetime, timezone: str) -> str:
    """The date (ISO 8601) that a UTC moment has in the time zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).date().isoformat()
