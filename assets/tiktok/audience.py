"""How large TikTok accounts are: followers, following, posts, likes."""

from collections.abc import Iterator

import dagster as dg

from assets.calling.failures import NothingCame
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import AudienceSnapshot
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from assets.tiktok import products, records
from assets.tiktok.fields import Fields
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """One snapshot; raises NothingCame for an account that says nothing of itself."""
    connection = pull.connection
    is_business = products.is_business(connection.account)
    client = products.client(connection)
    told = await Fields(pull, "business_profile" if is_business else "user").asked(client.profile)
    if not told.item:
        raise NothingCame(f"{client.account} says nothing of the account")
    parse = records.business_audience if is_business else records.display_audience
    pull.take(parse, told.item, Page(client.account, 1, told.at))
    pull.saw(told.at)


STREAM = Stream("tiktok", "audience", AudienceSnapshot, read, products.manners)


@dg.asset(key_prefix="tiktok", group_name="tiktok", owners=OWNERS, kinds=syncing.KINDS)
def audience(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account and sync: followers, following, posts and likes received at that moment.

    A rerun adds an observation.
    """
    yield from syncing.sync(context, warehouse, STREAM, config)
