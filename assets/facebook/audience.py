"""How many follow Facebook Pages now."""

from collections.abc import Iterator

import dagster as dg

from assets.facebook import records
from assets.facebook.client import BUDGET, FacebookClient
from assets.facebook.graph import manners
from assets.facebook.graph_token import know_token
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import AudienceSnapshot
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """One snapshot; a Page that tells no followers is refused."""
    await know_token(pull, BUDGET)
    found = await FacebookClient.of(pull.connection).page()
    if pull.take(records.audience, found.items[0], Page("page", found.page, found.at)):
        pull.saw(found.at)


STREAM = Stream("facebook", "audience", AudienceSnapshot, read, manners)


@dg.asset(key_prefix="facebook", group_name="facebook", owners=OWNERS, kinds=syncing.KINDS)
def audience(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account and sync: followers and names as they were then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
