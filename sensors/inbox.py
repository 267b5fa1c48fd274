"""The sensor `inbox`: a file that has stopped changing starts the ingest job of its source."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import dagster as dg

from assets.inbox.kinds import ALL_KINDS
from assets.sync.platforms import run_config
from warehouse.intake.inbox import unmatched, waiting
from warehouse.resources import Warehouse
from warehouse.times import now

SETTLED_SECONDS = 5.0
RETRY_MINUTES = 15


def inbox(status: dg.DefaultSensorStatus, ingest_jobs: Sequence[Any]) -> dg.SensorDefinition:
    """The sensor over the ingest jobs, asking every 15 seconds; keeps no state, what lies in the inbox is
    to be done."""

    @dg.sensor(
        name="inbox",
        minimum_interval_seconds=15,
        default_status=status,
        jobs=ingest_jobs,
        description="Starts the ingest job of every source that has a file waiting in the inbox.",
    )
    def tick(warehouse: Warehouse) -> dg.SensorResult | dg.SkipReason:
        configuration = warehouse.configuration()
        files = waiting(warehouse.home, configuration, ALL_KINDS, SETTLED_SECONDS)
        if not files:
            return dg.SkipReason(_idle(unmatched(warehouse.home, configuration, ALL_KINDS)))
        by_source = groupby(
            sorted(files, key=lambda file: file.kind.source), key=lambda file: file.kind.source
        )
        return dg.SensorResult(
            run_requests=[_request(source, [file.path for file in found]) for source, found in by_source]
        )

    return tick


def _request(source: str, paths: Iterable[Path]) -> dg.RunRequest:
    """One run for these files; the same files are asked for again only after a quarter of an hour, if a
    run failed."""
    moment = now()
    quarter = moment.replace(minute=moment.minute - moment.minute % RETRY_MINUTES, second=0)
    seen = sha256(repr(sorted((str(path), path.stat().st_size) for path in paths)).encode()).hexdigest()[:16]
    return dg.RunRequest(
        job_name=f"ingest_{source}",
        run_key=f"{source}:{seen}:{quarter.isoformat()}",
        # A file is no reason to read accounts that are not due.
        run_config=run_config(source, {"only_due": True}),
    )


def _idle(left: list[tuple[Path, str]]) -> str:
    if not left:
        return "no file is waiting in the inbox"
    shown = "; ".join(f"{path.name}: {reason}" for path, reason in left[:5])
    return f"{len(left)} file(s) that nothing reads: {shown}"
