"""The asset `x/audience`: how many follow an account, as seen at each sync."""

from collections.abc import Iterator

import dagster as dg

from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import AudienceSnapshot
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from assets.x import records
from assets.x.client import XClient
from assets.x.dialect import manners
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """One call. X charges for it once a UTC day."""
    connection, last = pull.connection, pull.memory.last_ok
    is_paid = last is not None and last.date() == connection.now().date()
    if not is_paid:
        pull.afford(1)
    data, answer = await XClient(connection, pull.remarks).user()
    if not is_paid:
        pull.pay(1)
    words = "tweet" if "tweet_count" in data.get("public_metrics", {}) else "post"
    record = pull.take(records.audience, data, Page("user", 1, answer.at, vocabulary=words))
    if isinstance(record, AudienceSnapshot):
        connection.memory.notes["posts"] = record.posts
        pull.saw(answer.at)


STREAM = Stream("x", "audience", AudienceSnapshot, read, manners)


@dg.asset(key_prefix="x", group_name="x", owners=OWNERS, kinds=syncing.KINDS)
def audience(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account and sync: how many follow it, and how it is called. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
