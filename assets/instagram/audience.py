"""How large the account is: followers, following, posts. No insight gives the total of followers."""

from collections.abc import Iterator

import dagster as dg

from assets.instagram import records
from assets.instagram.client import InstagramClient
from assets.instagram.dialect import manners
from assets.instagram.renewal import keep_alive
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import AudienceSnapshot
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """Lands the account as it is now. Raises CallFailed."""
    await keep_alive(pull)
    answer = await InstagramClient.of(pull.connection).account()
    pull.take(records.audience, answer.body, Page("account", 1, answer.at))
    pull.saw(answer.at)


STREAM = Stream("instagram", "audience", AudienceSnapshot, read, manners)


@dg.asset(key_prefix="instagram", group_name="instagram", owners=OWNERS, kinds=syncing.KINDS)
def audience(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account and sync: how many follow it, and whom it follows. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
