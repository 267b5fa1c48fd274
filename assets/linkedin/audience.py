"""The asset `linkedin/audience`: how many follow a page, and how it is called."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import dagster as dg

from assets.calling.failures import Gone, PermissionMissing
from assets.linkedin import records
from assets.linkedin.client import LinkedInClient
from assets.linkedin.dialect import manners
from assets.linkedin.history import last_followers
from assets.sync import syncing
from assets.sync.pull import Page, Pull
from assets.sync.records import AudienceSnapshot
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from warehouse.resources import Warehouse


async def read(pull: Pull) -> None:
    """Takes the size of now; a 0 for a page that had followers is a known mistake of LinkedIn's."""
    connection = pull.connection
    client = LinkedInClient.of(connection)
    size = await client.size()
    item = {"page": await _page(pull, client), "size": size.elements[0]}
    before = last_followers(connection)
    parse = partial(records.audience, before=before)
    if pull.take(parse, item, Page("networkSizes", 1, size.at)) is not None:
        pull.saw(size.at)
    elif before:
        pull.remarks.append(f"the number of followers was refused; the snapshot before had {before:,}")


async def _page(pull: Pull, client: LinkedInClient) -> Any:
    """The page, None where the token may not see it: its name is not worth losing its followers."""
    try:
        return (await client.page()).elements[0]
    except (PermissionMissing, Gone) as failure:
        pull.remarks.append(f"name of the page: {failure.reason}")
        return None


STREAM = Stream("linkedin", "audience", AudienceSnapshot, read, manners)


@dg.asset(key_prefix="linkedin", group_name="linkedin", owners=OWNERS, kinds=syncing.KINDS)
def audience(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per account and sync: followers and name as they were then. A rerun adds an observation."""
    yield from syncing.sync(context, warehouse, STREAM, config)
