"""Who follows the account, by country, city, age and gender: the 45 largest values of each."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import dagster as dg

from assets.instagram import insights, records
from assets.instagram.client import InstagramClient
from assets.instagram.dialect import manners
from assets.instagram.insights import Thing, Told
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import DemographicShare
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse

BREAKDOWNS = ("country", "city", "age", "gender", "age,gender")


async def read(pull: Pull) -> None:
    """Lands every value of every breakdown. Raises CallFailed."""
    client = InstagramClient.of(pull.connection)
    params = {"period": "lifetime", "metric_type": "total_value"}
    things = [Thing(each, client.account_id, {**params, "breakdown": each}) for each in BREAKDOWNS]
    answers = await insights.told(pull, client, "demographics", things)
    for number, breakdown in enumerate(BREAKDOWNS, start=1):
        _land(pull, breakdown, answers[breakdown], number)
    if not (pull.rows or pull.left):
        pull.remarks.append("no demographics came: fewer than 100 followers, or none are known yet")


def _land(pull: Pull, breakdown: str, told: Told, number: int) -> None:
    if told.failure is not None:
        pull.leave(f"breakdown {breakdown}", told.failure)
        return
    page = Page("insights", number, told.at, vocabulary=breakdown)
    for result in _results(told):
        pull.take(partial(records.demographic, breakdown), result, page)
        pull.saw(told.at)


def _results(told: Told) -> Iterator[Any]:
    """The values of all entries; accounts without any have no results in theirs."""
    for entry in told.entries:
        for part in (entry.get("total_value") or {}).get("breakdowns") or ():
            yield from part.get("results") or ()


STREAM = Stream("instagram", "demographics", DemographicShare, read, manners)


@dg.asset(key_prefix="instagram", group_name="instagram", owners=OWNERS, kinds=syncing.KINDS)
def demographics(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, dimension, value and sync: followers who share it. A rerun adds observations."""
    yield from syncing.sync(context, warehouse, STREAM, config)
