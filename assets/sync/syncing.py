"""The shared body of the assets that platforms feed: what a run is asked for becomes a sync of one stream."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import dagster as dg
from pydantic import Field

from assets.sync import accounts, telling
from assets.sync.accounts import Sync
from assets.sync.known import landed_days
from assets.sync.records import schema
from assets.sync.stream import Stream
from assets.taking import described
from warehouse import landing
from warehouse.resources import AS_OF_TAG, Warehouse
from warehouse.times import now

# Dagster says at every start that back-fill policies may still change; their pin is in the lock.
warnings.filterwarnings("ignore", message="Parameter `backfill_policy`", category=dg.BetaWarning)
KINDS = {"parquet", "http"}
# Streams that a platform can give again by day: a back-fill of days is a click in the UI.
# They begin two years before this release: no platform gives older days.
FIRST_DAY = "2024-11-01"
DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY, timezone="UTC")
ONE_RUN = dg.BackfillPolicy.single_run()


class SyncConfig(dg.Config):
    """What a run is asked for."""

    businesses: list[str] = Field(default=[], description="Ids of businesses; all if none is named.")
    days_back: int | None = Field(
        default=None, description="How many days back to read; None: what is missing."
    )
    only_due: bool = Field(default=False, description="Leave out what has been read recently enough.")


def sync(
    context: dg.AssetExecutionContext, warehouse: Warehouse, stream: Stream, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """Reads the stream for every account, logs each, and gives the counts.

    An account that cannot be read fails the step, after all others have been read; one that is throttled or
    out of budget is a warning: what is left comes with a later run.
    """
    asked = _asked(context, warehouse, config)
    landing.prepare(asked.home, stream.source, stream.name, schema(stream.record))
    made = accounts.run(asked, [stream])
    for attempt in made:
        telling.log(context, asked.home, attempt)
    if asked.days is None and "day" in stream.record.model_fields:
        _log_days(context, asked, stream)
    yield dg.MaterializeResult(
        metadata={**telling.counts(made), **described(asked.home, stream.source, stream.name)}
    )
    if failed := telling.failed(made):
        raise dg.Failure(failed, allow_retries=False)


def _asked(context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig) -> Sync:
    """The sync that the run is for."""
    return Sync(
        warehouse.home,
        warehouse.configuration(),
        clock(context),
        frozenset(config.businesses),
        config.only_due,
        config.days_back,
        context.run.run_id,
        days=_days(context),
    )


def clock(context: dg.AssetExecutionContext) -> Any:
    """The clock of the run: it stands still at the moment that the run's tag names, else it is the real."""
    tag = context.run.tags.get(AS_OF_TAG)
    if tag is None:
        return now
    moment = datetime.fromisoformat(tag)
    return lambda: moment


def _days(context: dg.AssetExecutionContext) -> tuple[date, date] | None:
    """First and last day of the partitions that the run is for, None where it is for whatever is due."""
    if not (context.has_partition_key or context.has_partition_key_range):
        return None
    asked = context.partition_key_range
    return date.fromisoformat(asked.start), date.fromisoformat(asked.end)


def _log_days(context: dg.AssetExecutionContext, asked: Sync, stream: Stream) -> None:
    """Marks the days that have landed as materialized, so that the calendar of the UI shows them."""
    marked = context.instance.get_materialized_partitions(context.asset_key)
    landed = [day.isoformat() for day in landed_days(asked.home, stream.source, stream.name)]
    for day in [day for day in landed if day >= FIRST_DAY and day not in marked]:
        context.log_event(dg.AssetMaterialization(context.asset_key, partition=day))
