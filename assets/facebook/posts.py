"""Posts of Facebook Pages with their lifetime counters."""

from collections.abc import Iterator

import dagster as dg

from assets.facebook.client import BUDGET, FacebookClient
from assets.facebook.graph import manners
from assets.facebook.graph_token import know_token
from assets.facebook.post_reading import PostReading
from assets.sync import syncing
from assets.sync.pull import Pull
from assets.sync.records import PostObservation
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """Lists what was published in time that has not been listed, then reads again what is due."""
    await know_token(pull, BUDGET)
    reading = PostReading(pull, FacebookClient.of(pull.connection))
    await reading.list_new()
    await reading.refresh()
    reading.judge()


STREAM = Stream("facebook", "posts", PostObservation, read, manners)


@dg.asset(key_prefix="facebook", group_name="facebook", owners=OWNERS, kinds=syncing.KINDS)
def posts(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per post and sync: its lifetime counters as shown then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
