"""When jobs run by the clock: insights every hour, platforms when they are due, weekly reports on Sunday at
18:00 of each business's own time zone."""

from collections.abc import Sequence
from datetime import UTC, datetime

import dagster as dg

from assets.sync.due import due
from assets.sync.platforms import ALL_STREAMS, run_config
from assets.sync.stream import Stream
from orchestration.jobs import timezones
from orchestration.names import PLATFORMS, ingest, weekly_report
from warehouse.configuration.loading import Configuration
from warehouse.resources import AS_OF_TAG, Warehouse
from warehouse.times import now

SUNDAY_EVENING = "0 18 * * 0"
UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def schedules(
    configuration: Configuration | None, status: dg.DefaultScheduleStatus
) -> list[dg.ScheduleDefinition]:
    """Hourly insights, nightly housekeeping, each platform, and the reports of each time zone."""
    hourly = dg.ScheduleDefinition(
        name="insights_hourly",
        job_name="insights",
        cron_schedule="0 * * * *",
        default_status=status,
        description="Insights every hour; files and finished days start builds (see the sensors).",
    )
    daily = dg.ScheduleDefinition(
        name="housekeeping_daily",
        job_name="housekeeping",
        cron_schedule="40 3 * * *",
        default_status=status,
        description="Merges small raw files every night.",
    )
    platforms = [_platform(name, minute, status) for minute, name in enumerate(PLATFORMS, start=5)]
    return [hourly, daily, *platforms, *(_weekly(zone, status) for zone in timezones(configuration))]


def _platform(platform: str, minute: int, status: dg.DefaultScheduleStatus) -> dg.ScheduleDefinition:
    """A tick an hour that asks what is due: what was missed while the machine slept is due as well."""
    streams = ALL_STREAMS[platform]

    @dg.schedule(
        name=f"sync_{platform}",
        job_name=ingest(platform),
        cron_schedule=f"{minute} * * * *",
        default_status=status,
        description=f"Reads what is due of the {platform} accounts: asked every hour, see contract.yaml.",
    )
    def tick(context: dg.ScheduleEvaluationContext, warehouse: Warehouse) -> dg.RunRequest | dg.SkipReason:
        running = dg.RunsFilter(job_name=ingest(platform), statuses=UNFINISHED)
        if context.instance.get_runs(running, limit=1):
            return dg.SkipReason("the last run is still reading")
        return reading(warehouse, streams, now())

    return tick


def reading(
    warehouse: Warehouse, streams: Sequence[Stream], moment: datetime
) -> dg.RunRequest | dg.SkipReason:
    """A run for what is due of these streams (of one platform) at that moment (UTC), or that nothing is."""
    waiting = due(warehouse.home, warehouse.configuration(), streams, moment)
    if not waiting:
        return dg.SkipReason("no connected account is due")
    return dg.RunRequest(
        run_config=run_config(streams[0].source, {"only_due": True}),
        tags={"almanac/why": ", ".join(waiting)[:200]},
    )


def _weekly(timezone: str, status: dg.DefaultScheduleStatus) -> dg.ScheduleDefinition:
    job = weekly_report(timezone)

    @dg.schedule(
        name=f"{job}_schedule",
        job_name=job,
        cron_schedule=SUNDAY_EVENING,
        execution_timezone=timezone,
        default_status=status,
        description=f"Weekly reports on Sunday, 18:00 in {timezone}; `reports_due` makes a missed one good.",
    )
    def tick(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        moment = context.scheduled_execution_time.astimezone(UTC).replace(tzinfo=None)
        return dg.RunRequest(run_key=moment.isoformat(), tags={AS_OF_TAG: moment.isoformat()})

    return tick
