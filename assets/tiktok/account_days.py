"""Days of TikTok accounts (product Business): cut in UTC, told one to two days late, 60 days back."""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from assets.calling.failures import NothingCame
from assets.sync import syncing
from assets.sync.days import A_DAY, start
from assets.sync.pull import Page, Pull
from assets.sync.records import AccountDay
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from assets.tiktok import products, records
from assets.tiktok.business_client import Business
from assets.tiktok.fields import Fields
from warehouse.resources import Warehouse

PERSONAL = "no business account: TikTok tells no reach and no followers won or lost"


async def read(pull: Pull) -> None:
    """Takes the days that are missing or still corrected; raises NothingCame where not a single one came."""
    client, fields = products.business(pull.connection), Fields(pull, "business_day")
    # The first call tells TikTok's clock: by it days end and the 60 days are counted.
    told = await client.profile(["is_business_account"])
    if told.item.get("is_business_account") is False:
        pull.remarks.append(PERSONAL)
    is_first = not pull.memory.coverage.stretches
    windows = pull.day_windows(pull.connection.caller.server_now.date())
    came = [day for window in windows for day in await _taken(pull, client, fields, *window)]
    if windows and not came:
        raise NothingCame(
            f"{client.account} tells no day from {windows[0][0]} to {windows[-1][1]}; "
            "analytics have to be switched on in the app by the owner of the account"
        )
    if came and is_first:
        # Before that day analytics were not switched on: there is nothing to ask for again.
        pull.read_days(windows[0][0], min(came))


async def _taken(pull: Pull, client: Business, fields: Fields, first: date, last: date) -> list[date]:
    """Takes the days of one window, counts as read what came, and gives it."""
    told = await fields.asked(lambda names: client.profile(names, first, last))
    days = told.item.get("metrics") or []
    where = Page(client.account, 1, told.at, start(first), start(last + A_DAY))
    taken = [pull.take(records.account_day, item, where) for item in days]
    came = [record.day for record in taken if isinstance(record, AccountDay)]
    for day in came:
        pull.read_days(day, day)
        pull.saw(start(day))
    return came


STREAM = Stream("tiktok", "account_days", AccountDay, read, products.manners, products.is_business)


@dg.asset(
    key_prefix="tiktok",
    group_name="tiktok",
    owners=OWNERS,
    kinds=syncing.KINDS,
    partitions_def=syncing.DAYS,
    backfill_policy=syncing.ONE_RUN,
)
def account_days(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, day and sync: what happened on a day of UTC, as told then.

    Later rows correct earlier ones. Accounts with `product: business` only. A rerun adds an observation.
    """
    yield from syncing.sync(context, warehouse, STREAM, config)
