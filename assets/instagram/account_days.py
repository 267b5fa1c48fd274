"""What happened on the account day by day: totals of UTC days, and series of Pacific days."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import dagster as dg

from assets.calling.failures import NothingCame
from assets.instagram import day_series, day_totals, records
from assets.instagram.client import InstagramClient
from assets.instagram.dialect import manners
from assets.sync import syncing
from assets.sync.pull import Pull
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

# A call takes 30 times 24 hours; in autumn 30 Pacific days are an hour longer.
MOST_DAYS = 29


async def read(pull: Pull) -> None:
    """Lands a row for each day as UTC cuts it and one as Pacific time does. Raises CallFailed.

    Days without figures are usual; that there are none for any day is not, so those are read again.
    """
    client = InstagramClient.of(pull.connection)
    windows = pull.day_windows(pull.connection.now().date())
    days = [
        first + timedelta(days=number) for first, last in windows for number in range((last - first).days + 1)
    ]
    done: list[date] = []
    try:
        for window in _windows(days):
            series = await day_series.land(pull, client, window)
            done += [day for day in await day_totals.land(pull, client, window) if day in series]
    finally:
        for day in done if pull.rows else ():
            pull.read_days(day, day)
    if days and not (pull.rows or pull.left):
        pull.leave("account days", NothingCame(f"expected figures of {len(days)} days, got none"))


def _windows(days: Sequence[date]) -> Iterator[list[date]]:
    """The days in stretches without a hole, none longer than a call takes."""
    window: list[date] = []
    for day in days:
        if window and (len(window) == MOST_DAYS or day != window[-1] + timedelta(days=1)):
            yield window
            window = []
        window.append(day)
    if window:
        yield window


STREAM = Stream("instagram", "account_days", records.InstagramDay, read, manners)


@dg.asset(
    key_prefix="instagram", group_name="instagram", owners=OWNERS, kinds=syncing.KINDS,
    partitions_def=syncing.DAYS, backfill_policy=syncing.ONE_RUN,
)  # fmt: skip
def account_days(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, day, day boundary and sync: what happened on it. A rerun corrects the days."""
    yield from syncing.sync(context, warehouse, STREAM, config)
