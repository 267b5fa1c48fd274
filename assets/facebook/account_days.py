"""Days of Facebook Pages, cut at midnight Pacific Time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import dagster as dg

from assets.calling.failures import NothingCame
from assets.facebook import records
from assets.facebook.client import BUDGET, FacebookClient
from assets.facebook.graph import manners
from assets.facebook.graph_metrics import ask_alive
from assets.facebook.graph_reading import NO_INSIGHTS
from assets.facebook.graph_times import PACIFIC, window
from assets.facebook.graph_token import know_token
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import AccountDay
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse
from warehouse.times import local_time, parse_moment

Days = tuple[date, date]


async def read(pull: Pull) -> None:
    """The days that are missing or still corrected; without any answer they are left for the next time."""
    await know_token(pull, BUDGET)
    today = local_time(pull.connection.caller.server_now, PACIFIC).date()
    has_data, empty = bool(pull.memory.coverage.stretches), list[Days]()
    for first, last in pull.day_windows(today):
        newest = await _read_window(pull, first, last)
        if newest is None:
            empty.append((first, last))
            continue
        if not has_data:
            # Nothing was there before the Page was: these days need no second look.
            for days in empty:
                pull.read_days(*days)
            empty, has_data = [], True
        pull.read_days(first, newest)
    if empty:
        what = f"days {empty[0][0]} to {empty[-1][1]}"
        pull.leave(what, NothingCame(NO_INSIGHTS.format("for these days")))


async def _read_window(pull: Pull, first: date, last: date) -> date | None:
    """Takes the days of one window; the newest that there was, None where there was none."""
    client = FacebookClient.of(pull.connection)
    found = await ask_alive(
        pull, lambda metrics: client.days(metrics, first, last), pull.connection.contract.metrics["days"]
    )
    if not found:
        return None
    page, newest = Page("page insights", 1, found[-1].at, *window(first, last)), None
    for end_time, values in sorted(_by_end([entry for each in found for entry in each.items]).items()):
        taken = pull.take(records.account_day, {"end_time": end_time, "values": values}, page)
        if isinstance(taken, AccountDay):
            newest = taken.day
            pull.saw(parse_moment(end_time, "UTC").at)
    return newest


def _by_end(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Values by the moment that closes their day, and by metric."""
    days: dict[str, dict[str, Any]] = defaultdict(dict)
    for entry in entries:
        for value in entry.get("values") or ():
            days[value["end_time"]][entry["name"]] = value.get("value")
    return days


STREAM = Stream("facebook", "account_days", AccountDay, read, manners)


@dg.asset(
    key_prefix="facebook", group_name="facebook", owners=OWNERS, kinds=syncing.KINDS,
    partitions_def=syncing.DAYS, backfill_policy=syncing.ONE_RUN,
)  # fmt: skip
def account_days(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, Pacific day and sync: its figures as told then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
