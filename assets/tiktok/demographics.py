"""Who follows TikTok accounts, (product Business): shares by age, gender, country and city."""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from assets.calling.failures import NothingCame
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import DemographicShare
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from assets.tiktok import products, records
from assets.tiktok.fields import Fields
from warehouse.resources import Warehouse

ENOUGH_FOLLOWERS = 100


async def read(pull: Pull) -> None:
    """Takes every share; raises NothingCame where there is none though the account has followers enough."""
    client, fields = products.business(pull.connection), Fields(pull, "business_demographics")
    told = await fields.asked(lambda names: client.profile(["followers_count", *names]))
    where = Page(client.account, 1, told.at)
    for field, (dimension, name) in records.DIMENSIONS.items():
        for item in told.item.get(field) or []:
            pull.take(partial(records.demographic, dimension, name), item, where)
    if pull.rows:
        pull.saw(told.at)
        return
    followers = told.item.get("followers_count")
    if followers is None or followers >= ENOUGH_FOLLOWERS:
        raise NothingCame(f"{client.account} tells no demographics, of followers {followers}")
    pull.remarks.append(f"{followers} followers: TikTok tells no demographics below {ENOUGH_FOLLOWERS}")


STREAM = Stream("tiktok", "demographics", DemographicShare, read, products.manners, products.is_business)


@dg.asset(key_prefix="tiktok", group_name="tiktok", owners=OWNERS, kinds=syncing.KINDS)
def demographics(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, dimension, value and sync: the share of followers that it had at that moment.

    Accounts with `product: business` only, from 100 followers on; shares need not add up to 1.
    """
    yield from syncing.sync(context, warehouse, STREAM, config)
