"""When jobs run by the clock: insights every hour, weekly reports on Sunday at 18:00 of each business's
own time zone."""

from datetime import UTC

import dagster as dg

from orchestration.jobs import timezones
from orchestration.names import weekly_report
from warehouse.configuration.loading import Configuration
from warehouse.resources import AS_OF_TAG

SUNDAY_EVENING = "0 18 * * 0"


def schedules(
    configuration: Configuration | None, status: dg.DefaultScheduleStatus
) -> list[dg.ScheduleDefinition]:
    """The hourly insights and one weekly report schedule for each time zone that a business has."""
    hourly = dg.ScheduleDefinition(
        name="insights_hourly",
        job_name="insights",
        cron_schedule="0 * * * *",
        default_status=status,
        description="Insights every hour; files and finished days start builds (see the sensors).",
    )
    return [hourly, *(_weekly(zone, status) for zone in timezones(configuration))]


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
