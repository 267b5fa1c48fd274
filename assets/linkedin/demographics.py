"""The asset `linkedin/demographics`: how many followers share a country, an industry, a seniority."""

from collections.abc import Iterator

import dagster as dg

from assets.calling.failures import NothingCame
from assets.linkedin import records
from assets.linkedin.client import FOLLOWERS, LinkedInClient
from assets.linkedin.dialect import manners
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import DemographicShare
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.refusals import kind
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """Takes every value of every facet; raises NothingCame for an answer without facets.

    A small page has seven empty lists, which is not the same.
    """
    told = await LinkedInClient.of(pull.connection).facets()
    facets = told.elements[0] if told.elements else None
    if not isinstance(facets, dict):
        raise NothingCame(f"{FOLLOWERS}: expected one element with seven lists, got {kind(facets)}")
    page = Page(FOLLOWERS, 1, told.at)
    for name in records.FACETS:
        for value in facets.get(name) or []:
            pull.take(records.demographic, {"facet": name, "value": value}, page)
    if not pull.rows:
        pull.remarks.append("every facet is empty: LinkedIn tells none of pages with few followers")
    pull.saw(told.at)


STREAM = Stream("linkedin", "demographics", DemographicShare, read, manners)


@dg.asset(key_prefix="linkedin", group_name="linkedin", owners=OWNERS, kinds=syncing.KINDS)
def demographics(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account, dimension, value and sync: followers then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
