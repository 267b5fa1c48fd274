"""Where those live who follow Facebook Pages."""

from collections.abc import Iterator
from datetime import timedelta
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
from assets.sync.records import DemographicShare
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse
from warehouse.times import local_time, parse_moment

RECENT = timedelta(days=7)


async def read(pull: Pull) -> None:
    """The newest closed day of each dimension; without any answer it is left for the next time."""
    await know_token(pull, BUDGET)
    client, names = FacebookClient.of(pull.connection), pull.connection.contract.metrics["demographics"]
    last = local_time(pull.connection.caller.server_now, PACIFIC).date() - timedelta(days=1)
    first = last - RECENT
    answers = await ask_alive(pull, lambda metrics: client.days(metrics, first, last), names)
    for answer in answers:
        page = Page("page insights", answer.page, answer.at, *window(first, last))
        for entry in answer.items:
            _take_newest(pull, entry, page)
    if answers and not any(answer.items for answer in answers):
        pull.leave("demographics", NothingCame(NO_INSIGHTS.format("for followers by place")))


def _take_newest(pull: Pull, entry: dict[str, Any], page: Page) -> None:
    """A row for each place of the newest day; an empty object is a day without any."""
    newest = max(entry.get("values") or (), key=lambda value: value["end_time"], default=None)
    if newest is None:
        return
    for value, followers in sorted((newest.get("value") or {}).items()):
        item = {"metric": entry["name"], "value": value, "followers": followers}
        pull.take(records.share, item, page, {**item, "end_time": newest["end_time"]})
    pull.saw(parse_moment(newest["end_time"], "UTC").at)


STREAM = Stream("facebook", "demographics", DemographicShare, read, manners)


@dg.asset(key_prefix="facebook", group_name="facebook", owners=OWNERS, kinds=syncing.KINDS)
def demographics(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, dimension, value and sync: its followers then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
