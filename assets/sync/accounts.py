"""Reads streams of accounts: accounts side by side, the streams of one in turn; what fails, fails alone."""

import asyncio
from collections.abc import Sequence

from assets.calling.secrecy import silence_http
from assets.calling.spending import MICRO, Spending
from assets.sync import ledger
from assets.sync.account_reading import read_account
from assets.sync.asked import Sync, connected, credential
from assets.sync.ledger import Attempt
from assets.sync.one_account import OneAccount
from assets.sync.open_pull import unbooked
from assets.sync.stream import Stream
from warehouse.configuration.settings import Account, Business
from warehouse.pseudonyms import InstallKey

__all__ = ["Sync", "connected", "credential", "read", "run"]

MOST_AT_ONCE = 10  # accounts: each holds up to 2,000 rows


def run(sync: Sync, streams: Sequence[Stream]) -> list[Attempt]:
    """Reads the streams (of one platform) of every account that is connected; gives one attempt for each."""
    return asyncio.run(read(sync, streams))


async def read(sync: Sync, streams: Sequence[Stream]) -> list[Attempt]:
    """As `run`, inside an event loop. A stream that is not due leaves no attempt."""
    silence_http()
    platform = streams[0].source
    key, spending = InstallKey.load(sync.home), _spending(sync, platform)
    places = asyncio.Semaphore(MOST_AT_ONCE)

    async def one(business: Business, account: Account) -> list[Attempt]:
        async with places:
            return await read_account(OneAccount(sync, business, account), streams, key, spending)

    wanted = [
        (business, account)
        for business, account in connected(sync.configuration, platform)
        if not sync.businesses or business.id in sync.businesses
    ]
    done = await asyncio.gather(*(one(*each) for each in wanted))
    return [attempt for of_account in done for attempt in of_account]


def _spending(sync: Sync, platform: str) -> Spending:
    month = f"{sync.now():%Y-%m}"
    budget = sync.configuration.budgets.get(platform)
    if budget is None:
        return Spending(platform, month)
    allowed = round(budget.usd_per_month * MICRO)
    # In this order: what lands between the two is counted twice rather than never.
    gone = unbooked(sync.home, platform, month) + ledger.spent(sync.home, platform, month)
    return Spending(platform, month, allowed, gone)
