"""The sensor `reports_due`: makes a weekly report good that was due while the machine slept."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import dagster as dg

from warehouse.configuration.loading import Business
from warehouse.home import Home
from warehouse.resources import AS_OF_TAG, Warehouse
from warehouse.times import now
from warehouse.versions import published_version

GRACE = timedelta(minutes=10)


def reports_due(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """The sensor, asking every minute whether last Sunday's report of each business is there."""

    @dg.sensor(
        name="reports_due",
        minimum_interval_seconds=60,
        default_status=status,
        job_name="weekly_report",
        description="Writes a weekly report whose Sunday 18:00 passed while nothing was running.",
    )
    def tick(warehouse: Warehouse) -> dg.SensorResult | dg.SkipReason:
        if published_version(warehouse.home) is None:
            return dg.SkipReason("nothing is published yet")
        late = [
            business
            for business in warehouse.configuration().businesses
            if missed(warehouse.home, business, now())
        ]
        if not late:
            return dg.SkipReason("every report that was due is there")
        return dg.SensorResult(
            run_requests=[_request(business, last_due(business.timezone, now())) for business in late]
        )

    return tick


def _request(business: Business, due: datetime) -> dg.RunRequest:
    return dg.RunRequest(
        run_key=f"{business.id}:{due.isoformat()}",
        run_config={"ops": {"reports__weekly": {"config": {"businesses": [business.id]}}}},
        tags={AS_OF_TAG: due.isoformat()},
    )


def missed(home: Home, business: Business, moment: datetime) -> bool:
    """Whether the last report that was due (and is ten minutes late) is not there; never for a younger
    home."""
    due = last_due(business.timezone, moment)
    local = due.replace(tzinfo=UTC).astimezone(ZoneInfo(business.timezone)).date()
    made = datetime.fromtimestamp(home.key_file.stat().st_mtime, UTC).replace(tzinfo=None)
    return (
        due + GRACE <= moment and made < due and not (home.reports / business.id / f"{local}.html").is_file()
    )


def last_due(timezone: str, moment: datetime) -> datetime:
    """The last Sunday 18:00 in the time zone that is not after the moment; both naive UTC."""
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
    sunday = local.date() - timedelta(days=(local.date().weekday() + 1) % 7)
    due = datetime.combine(sunday, time(18), ZoneInfo(timezone))
    if due > local:
        due = datetime.combine(sunday - timedelta(days=7), time(18), ZoneInfo(timezone))
    return due.astimezone(UTC).replace(tzinfo=None)
