"""The sensor `insights_due`: a published version that the insights do not know yet starts the job
`insights`."""

import json

import dagster as dg

from warehouse.home import Home
from warehouse.resources import Warehouse
from warehouse.versions import published_version


def insights_due(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """The sensor, asking every 15 seconds; the version that the insights name is the only state."""

    @dg.sensor(
        name="insights_due",
        minimum_interval_seconds=15,
        default_status=status,
        job_name="insights",
        description="Starts `insights` when a version of the marts is published that they have not seen.",
    )
    def tick(warehouse: Warehouse) -> dg.RunRequest | dg.SkipReason:
        shown = published_version(warehouse.home)
        if shown is None:
            return dg.SkipReason("nothing is published yet")
        if insights_version(warehouse.home) == shown.number:
            return dg.SkipReason(f"insights are those of version {shown.number}")
        return dg.RunRequest(run_key=f"version {shown.number}")

    return tick


def insights_version(home: Home) -> int | None:
    """The published version that insights.json was made from, None where there is none."""
    path = home.insights / "insights.json"
    if not path.is_file():
        return None
    version: int | None = json.loads(path.read_text(encoding="utf-8")).get("published_version")
    return version
